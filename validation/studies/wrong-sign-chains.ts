import { chainSgd, gaussianNoise, itoTerms, meanRate } from '../ito-rule.js';
import { atMost, equalRelative, type Study } from '../study.js';

const T = 0.1;

/** Chains whose product has the wrong sign. */
export const wrongSignChains: Study = {
  name: 'wrong-sign-chains',
  claim:
    'At depth 1 two balanced chains of opposite sign have d ln|v_i v_j|/dt = −8 T g without noise: one of them dies.',
  reference: '[NB] Eqs. (84)–(90), corrected by a factor 4',
  cost: 0.1,
  run: () => {
    const sde = chainSgd(
      [
        ['a', 'b'],
        ['p', 'q'],
      ],
      { temperature: T },
    );
    return [
      [0.8, 0.1],
      [0.3, 0.6],
    ].flatMap(([v, w]) => {
      const at = { a: Math.sqrt(v), b: Math.sqrt(v), p: Math.sqrt(w), q: -Math.sqrt(w) };
      const text = 'log(-(a*b)*(p*q))';
      const one = itoTerms(sde, 'log(a*b)', at).diffusion;
      const of = `v_1 = ${v}, v_2 = −${w}`;
      return [
        equalRelative(`${of}: d ln|v_1 v_2|/dt`, meanRate(sde, text, at), -8 * T * gaussianNoise(v - w), 1e-12),
        atMost(`${of}: its noise over that of ln v_1`, Math.abs(itoTerms(sde, text, at).diffusion) / one, 1e-13),
      ];
    });
  },
};
