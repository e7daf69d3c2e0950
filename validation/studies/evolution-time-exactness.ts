import { axis } from '../../src/grid/axis.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { steadyState } from '../../solvers/steady/steady-state.js';
import { spectrum } from '../../solvers/spectrum/spectrum.js';
import { standard } from '../standard-problem.js';
import { atMost, type Study } from '../study.js';

const TIMES = [1e-4, 0.01, 0.3, 2, 7];

/** Time: what starts as the steady state plus a small eigenmode must decay as e^{−λt}, at any time in one step. */
export const evolutionTimeExactness: Study = {
  name: 'evolution-time-exactness',
  claim: 'exp(tA) has no error of a time step: eigenmodes of the generator decay as e^{−λt} at any time.',
  reference: 'Chebyshev rational approximation of order 16; docs/derivations/cram.md',
  cost: 0.4,
  run: () => {
    const line = axis('v', { kind: 'uniform', from: -3, to: 5, cells: 400 });
    const { generator } = generatorOnAxis(reducedLines(standard({ depth: 0 })), line);
    const steady = steadyState(generator).value.mass;
    const { modes } = spectrum(generator, 4).value;
    return modes.slice(1).map(({ rate, right }, k) => {
      const room = right.reduce((most, r, i) => Math.max(most, Math.abs(r) / steady[i]), 0);
      const share = right.map((r) => r / (2 * room));
      const mass = steady.map((m, i) => m + share[i]);
      const { frames } = evolve(generator, { grid: generator.grid, mass }, TIMES).value;
      const size = share.reduce((sum, x) => sum + Math.abs(x), 0);
      const worst = frames.map(({ time, density }) => {
        const decay = Math.exp(-rate * time);
        return density.mass.reduce((sum, m, i) => sum + Math.abs(m - steady[i] - decay * share[i]), 0) / size;
      });
      return atMost(`mode ${k + 1}: largest Σ|error| over its size at ${TIMES.length} times`, Math.max(...worst), 1e-9);
    });
  },
};
