import { axis } from '../../src/grid/axis.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { evolve } from '../../solvers/evolve/evolve.js';
import { generatorOnAxis } from '../../solvers/evolve/crossing-generator.js';
import { fittedOrder } from '../convergence.js';
import { regressionTransient } from '../regression-transient.js';
import { standard } from '../standard-problem.js';
import { atMost, equal, type Study } from '../study.js';

const problem = standard({ depth: 0, temperature: 0.1 });
const [CENTRE, SPREAD, TIME] = [0, 0.3, 0.4];

/** Errors of mean and variance at time 0.4 from a Gaussian start, on equal cells. */
function errors(cells: number): { mean: number; variance: number } {
  const line = axis('v', { kind: 'uniform', from: -24, to: 26, cells });
  const { generator } = generatorOnAxis(reducedLines(problem), line);
  const shape = line.centres.map((v) => Math.exp(-((v - CENTRE) ** 2) / (2 * SPREAD ** 2)));
  const total = shape.reduce((sum, m) => sum + m, 0);
  const start = shape.map((m) => m / total);
  const moments = (mass: Float64Array): [number, number] => [
    mass.reduce((sum, m, i) => sum + m * line.centres[i], 0),
    mass.reduce((sum, m, i) => sum + m * line.centres[i] ** 2, 0),
  ];
  const [m0, s0] = moments(start);
  const [mean, second] = moments(
    evolve(generator, { grid: generator.grid, mass: start }, [TIME]).value.frames[0].density.mass,
  );
  // Both moments are linear in the start: E over it of the point solution.
  const exact = (v: number) => regressionTransient(problem, v, TIME);
  const [minus, zero, plus] = [-1, 0, 1].map(exact);
  const over = (key: 'mean' | 'second'): number =>
    zero[key] + ((plus[key] - minus[key]) / 2) * m0 + ((plus[key] + minus[key]) / 2 - zero[key]) * s0;
  return {
    mean: Math.abs(mean - over('mean')),
    variance: Math.abs(second - mean ** 2 - (over('second') - over('mean') ** 2)),
  };
}

/** Space. */
export const evolutionSpaceOrder: Study = {
  name: 'evolution-space-order',
  claim:
    'The evolution in one dimension is of second order in the cells, against the exact moments of linear regression.',
  reference: 'closed moment equations of depth 0; docs/derivations/exact-identities.md',
  cost: 0.5,
  run: (scale) => {
    const counts = scale > 1 ? [1000, 2000, 4000, 8000, 16000] : [1000, 2000, 4000];
    const found = counts.map(errors);
    const last = found[found.length - 1];
    return [
      equal(
        'order of the error of the variance',
        fittedOrder(
          counts,
          found.map((e) => e.variance),
        ),
        2,
        0.05,
      ),
      atMost(`error of the variance, ${counts.at(-1)} cells`, last.variance, 1e-4),
      atMost(`error of the mean, ${counts.at(-1)} cells`, last.mean, 1e-4),
    ];
  },
};
