import { standard, steadyOf } from '../standard-problem.js';
import { equal, type Study } from '../study.js';

/** Depth, width, T; mean, variance, mode by quadrature of Eq. (94) in other software. A mode of 0 is the edge of the support. */
const TABLE = [
  [1, 1, 0.05, 0.937631, 0.119802, 0.886405],
  [1, 1, 0.1, 0.844936, 0.251273, 0.803214],
  [1, 1, 0.2, 0.580905, 0.372097, 0],
  [1, 1, 0.25, 0.40372, 0.33701, 0],
  [1, 1, 0.3, 0.182092, 0.194207, 0],
  [2, 1, 0.05, 0.870143, 0.154699, 0.79019],
  [2, 1, 0.2, 0.460592, 0.236235, 0.02297],
  [2, 3, 0.5, 0.239993, 0.15703, 0.00417],
  [3, 1, 0.2, 0.369372, 0.174987, 0.03672],
  [5, 2, 0.3, 0.28015, 0.118024, 0.04262],
] as const;

/** Numbers computed elsewhere. */
export const acceptanceTable: Study = {
  name: 'acceptance-table',
  claim: 'Means, variances and modes for x ~ N(0, 1), y = x + ε are those of an independent quadrature.',
  reference: '[NB] Eq. (94), scipy; modes of depth 1 are zeros of 1 − v − T(14v² − 20v + 9)',
  cost: 0.6,
  run: () =>
    TABLE.flatMap(([depth, width, temperature, mean, variance, mode]) => {
      const [first] = steadyOf(standard({ depth, width, temperature })).components;
      const of = `depth ${depth}, width ${width}, T = ${temperature}`;
      return [
        equal(`${of}: mean`, first.mean, mean, 1e-6),
        equal(`${of}: variance`, first.variance, variance, 1e-6),
        equal(`${of}: mode`, first.mode, mode, mode === 0 ? 0 : 2e-5),
      ];
    }),
};
