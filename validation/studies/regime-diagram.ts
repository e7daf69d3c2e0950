import { phaseDiagram, regimeByFormula, REGIMES } from '../regimes.js';
import { atMost, equal, type Study } from '../study.js';

/** Fig. 4. */
export const regimeDiagram: Study = {
  name: 'regime-diagram',
  claim: 'The phase diagram over σ and T that the solver sees is the one of T_c, T_c/3 and T*, with five regimes.',
  reference: '[NB] Fig. 4, corrected; docs/derivations/regimes.md',
  cost: 1.5,
  run: (scale) => {
    const cells = scale > 1 ? 100 : 40;
    const { sigmas, temperatures, regime, lines } = phaseDiagram(1, [3, 0.6], cells);
    let wrong = 0;
    for (let row = 0; row < cells; row++) {
      for (let column = 0; column < cells; column++) {
        const expected = regimeByFormula(lines[column], temperatures[row]);
        if (REGIMES[regime[row * cells + column]] !== expected) wrong++;
      }
    }
    const found = new Set(regime).size;
    return [
      atMost(`points of ${cells} × ${cells} on the wrong side of a line`, wrong, 0),
      equal(`regimes found for 0 < σ < ${(sigmas[0] + sigmas[cells - 1]).toFixed(0)}`, found, 5, 0),
    ];
  },
};
