import { compile } from '../expression/compile.js';
import type { Node } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import { add, multiply, number } from '../expression/simplify.js';
import type { ConditionalMoments } from './conditional-moments.js';
import type { Statistics } from './statistics.js';

/**
 * Mean c·μ and covariance B·Bᵀ, B = c·F, of a single group as generated code with the moments written in as numbers: three to
 * eight times faster than loops over small matrices. The covariance is the same sum of squares, so symmetric and positive semi-definite.
 *
 * @param coefficients c, row-major d × monomials
 */
export function fusedStatistics(
  coefficients: readonly Expression[],
  { monomials: m, mean: mu, factor, rank }: ConditionalMoments,
  parameters: readonly string[],
): Pick<Statistics, 'size' | 'mean' | 'both'> {
  const d = coefficients.length / m;
  const c = Array.from({ length: d }, (_, i) => coefficients.slice(i * m, (i + 1) * m).map((e) => e.node));
  const total = (parts: readonly Node[]) => parts.reduce(add, number(0));
  const means = c.map((row) => total(row.map((node, k) => multiply(number(mu[k]!), node))));
  const B = c.map((row) =>
    Array.from({ length: rank }, (_, r) => total(row.map((node, k) => multiply(number(factor[k * rank + r]!), node)))),
  );
  // Entry (i, j) and entry (j, i) are one tree, so one number.
  const entry = (i: number, j: number) => total(B[i]!.map((node, r) => multiply(node, B[j]![r]!)));
  const covariances = c.flatMap((_, i) => c.map((_, j) => (j <= i ? entry(i, j) : entry(j, i))));
  const writeMean = compile(means.map(expressionOf), parameters);
  const writeBoth = compile([...means, ...covariances].map(expressionOf), parameters);
  const out = new Float64Array(d + d * d);
  return {
    size: d,
    mean: writeMean,
    both(theta, mean, covariance) {
      writeBoth(theta, out);
      for (let i = 0; i < d; i++) mean[i] = out[i]!;
      for (let k = 0; k < d * d; k++) covariance[k] = out[d + k]!;
    },
  };
}
