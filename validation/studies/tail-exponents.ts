import { logDensityOf } from '../../solvers/steady/stationary.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { generic, standard, steadyOf } from '../standard-problem.js';
import { equal, type Check, type Study } from '../study.js';

/** d ln p/d ln v over a factor 2 around v, extrapolated from two places where corrections fall like v^−order. */
function slope(p: DiagonalLinearProblem, v: number, order: number): number {
  const state = steadyOf(p);
  const at = (x: number): number => (logDensityOf(state, 2 * x) - logDensityOf(state, x)) / Math.LN2;
  const gain = 16 ** order;
  return (gain * at(16 * v) - at(v)) / (gain - 1);
}

function checkOf(p: DiagonalLinearProblem, expected: number, form: string): Check {
  const order = p.depth > 1 ? (p.depth - 1) / (p.depth + 1) : 1;
  // The slowest correction, v^{−s}, is extrapolated away; the next falls like its square or like 1/v.
  return equal(`depth ${p.depth}, width ${p.width}: exponent ${form}`, slope(p, 1e7, order), expected, 3e-4);
}

/** Power laws at large |v|. */
export const tailExponents: Study = {
  name: 'tail-exponents',
  claim: 'p ~ v^{−5 + 3/(D + 1)} at depth D ≥ 1 whatever the data and T; at depth 0 |v|^{−2 − β₁/(Tα₁)}.',
  reference: '[NB] section 5, Table 1 and Eq. (12)',
  cost: 0.7,
  run: () => [
    ...[1, 2, 3, 5, 8].map((depth) =>
      checkOf(standard({ depth, temperature: 0.2 }), -5 + 3 / (depth + 1), '−5 + 3/(D + 1)'),
    ),
    ...[1, 2].map((depth) => checkOf(generic({ depth, width: 3 }), -5 + 3 / (depth + 1), '−5 + 3/(D + 1), other data')),
    ...[0.4, 2].map((temperature) =>
      checkOf(standard({ depth: 0, temperature }), -2 - 1 / (2 * temperature), `−2 − β₁/(Tα₁), T = ${temperature}`),
    ),
    checkOf(
      generic({ depth: 0, temperature: 0.5, weightDecay: 0.4 }),
      -2 - 1.7 / (0.5 * 1.7),
      '−2 − (β₁ + γ)/(Tα₁) with weight decay',
    ),
  ],
};
