import { evolveSymmetric } from '../../solvers/symmetry/evolve-symmetric.js';
import { symmetricPaths } from '../../solvers/symmetry/paths.js';
import { standard } from '../standard-problem.js';
import { atMost, equal, type Study } from '../study.js';

const TIMES = [0.25, 0.5, 1, 2];

/** Off the balanced manifold the sign of v is not kept. */
export const learningTime: Study = {
  name: 'learning-time',
  claim:
    'Below T_c every start off balance ends at v > 0; from u = 1, w = −0.9 it takes t ≈ 1, by the finite volumes and by paths.',
  reference: 'symmetry coordinates; docs/derivations/learning-time.md',
  cost: 1.5,
  run: (scale) => {
    const fine = Math.min(scale, 4) ** 0.5;
    const resolution = { xi: 0.25 / fine, zeta: 0.25 / fine, time: 0.05 / fine, reach: 20 };
    const { value } = evolveSymmetric(standard(), [{ u: [1], w: [-0.9] }], [...TIMES, 12], {
      resolution,
      estimateError: false,
    });
    const options = { paths: 2000 * scale, seed: 7, tolerance: 0.05 };
    const paths = symmetricPaths(standard(), { u: [1], w: [-0.9] }, TIMES, options);
    const known = [0.0998, 0.4144, 0.7858, 0.9681];
    return [
      ...TIMES.map((t, k) => equal(`P(v > 0) at t = ${t}`, value.frames[k].positive, known[k], 0.01)),
      ...TIMES.map((t, k) =>
        equal(
          `t = ${t}: finite volumes − ${options.paths} paths`,
          value.frames[k].positive - paths.positive[k],
          0,
          4 * paths.standardError[k] + 0.005,
        ),
      ),
      atMost('1 − P(v > 0) at t = 12', 1 - value.frames[4].positive, 1e-3),
      atMost('|Σ mass − 1|', value.massError, 1e-12),
    ];
  },
};
