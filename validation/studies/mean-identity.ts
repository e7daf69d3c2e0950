import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { generic, standard, steadyOf } from '../standard-problem.js';
import { atMost, type Study } from '../study.js';

/** E f(v) under the first density: a sum over the quadrature points of its law, which lie densely where there is mass. */
function expectation(p: DiagonalLinearProblem, f: (v: number) => number): number {
  const [law] = steadyOf(p).laws;
  return law.y.reduce((sum, y, i) => sum + law.probability[i] * f(law.line.map.value(y)), 0);
}

/** |E[r + D T (v/d)^s g]| over E of the sizes of its terms. */
function defect(p: DiagonalLinearProblem): number {
  const { depth: D, width: d, temperature: T, alpha, beta } = p;
  const s = (D - 1) / (D + 1);
  const r = (v: number): number => beta[0] * v - beta[1];
  const noise = (v: number): number => D * T * (v / d) ** s * (alpha[0] * v * v - 2 * alpha[1] * v + alpha[2]);
  const sum = expectation(p, (v) => r(v) + noise(v));
  return Math.abs(sum) / expectation(p, (v) => Math.abs(r(v)) + noise(v));
}

/** What every stationary density of depth ≥ 1 obeys. */
export const meanIdentity: Study = {
  name: 'mean-identity',
  claim:
    'E[β₁v − β₂ + D T (v/d)^s g(v)] = 0 in the steady state of every depth D ≥ 1 and width d, s = (D − 1)/(D + 1).',
  reference: 'E of the drift of ln v (depth 1) or of z = v^−s (deeper) vanishes; docs/derivations/exact-identities.md',
  cost: 0.5,
  run: () =>
    [
      standard(),
      standard({ temperature: 0.03 }),
      generic({ temperature: 0.2 }),
      generic({ depth: 2, width: 3, temperature: 0.3 }),
      standard({ depth: 3, temperature: 0.2 }),
      generic({ depth: 5, width: 2 }),
    ].map((p) => {
      const of = `depth ${p.depth}, width ${p.width}, T = ${p.temperature}`;
      return atMost(`${of}: |E[…]| over the size of its terms`, defect(p), 2e-9);
    }),
};
