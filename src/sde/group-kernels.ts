import { compile } from '../expression/compile.js';
import type { Node } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import { add, multiply, name, number } from '../expression/simplify.js';
import type { ConditionalMoments } from './conditional-moments.js';

/**
 * Mean and covariance of d functions within one group of data. With the functions as c·m, the monomials m of conditional mean μ and covariance
 * F·Fᵀ, the mean is c·μ and the covariance B·Bᵀ with B = c·F: a sum of squares, so symmetric and positive semi-definite whatever the rounding,
 * and without loss of digits where the functions become nearly deterministic.
 */
export interface GroupKernel {
  /** Writes the mean into out[0..d). */
  mean(theta: ArrayLike<number>, group: number, out: Float64Array): void;
  /** Writes the mean and after it the lower triangle of the covariance, row by row. */
  both(theta: ArrayLike<number>, group: number, out: Float64Array): void;
}

/** What the kernels are made from: c, row-major d × monomials, in the parameters and the grouping columns, and the moments. */
export interface KernelSource {
  readonly coefficients: readonly Expression[];
  readonly parameters: readonly string[];
  readonly columns: readonly string[];
  readonly moments: ConditionalMoments;
}

/**
 * Everything as generated code, about five times faster than loops over small matrices. The moments of a single group are written into it as
 * numbers; those of several groups are arguments.
 */
export function fusedKernel({ coefficients, parameters, columns, moments }: KernelSource): GroupKernel {
  const { groups, monomials: m, mean: mu, factor: F, rank } = moments;
  const d = coefficients.length / m;
  // Blanks keep these names apart from every name that a text can contain.
  const moment = (k: number) => (groups === 1 ? number(mu[k]!) : name(`mean ${k}`));
  const entry = (k: number) => (groups === 1 ? number(F[k]!) : name(`factor ${k}`));
  const labels = (label: string, count: number) => Array.from({ length: count }, (_, k) => `${label} ${k}`);
  const total = (parts: readonly Node[]) => parts.reduce(add, number(0));
  const c = Array.from({ length: d }, (_, i) => coefficients.slice(i * m, (i + 1) * m).map((e) => e.node));
  const means = c.map((row) => expressionOf(total(row.map((node, k) => multiply(moment(k), node)))));
  const B = c.map((row) =>
    Array.from({ length: rank }, (_, r) => total(row.map((node, k) => multiply(entry(k * rank + r), node)))),
  );
  const triangle = B.flatMap((row, i) =>
    B.slice(0, i + 1).map((other) => expressionOf(total(row.map((node, r) => multiply(node, other[r]!))))),
  );
  const names = [...parameters, ...columns];
  if (groups > 1) names.push(...labels('mean', m), ...labels('factor', m * rank));
  const [mean, both] = [compile(means, names), compile([...means, ...triangle], names)];
  if (groups === 1 && columns.length === 0) {
    return { mean: (theta, _, out) => mean(theta, out), both: (theta, _, out) => both(theta, out) };
  }
  const load = loader(moments, parameters.length, groups > 1);
  return {
    mean: (theta, group, out) => mean(load(theta, group), out),
    both: (theta, group, out) => both(load(theta, group), out),
  };
}

/** Puts θ, the grouping values and, if wanted, μ and F of a group one after the other. */
function loader(
  { monomials: m, rest, groups, mean, factor, rank }: ConditionalMoments,
  p: number,
  withMoments: boolean,
) {
  const others = rest.length / groups;
  const args = new Float64Array(p + others + (withMoments ? m * (1 + rank) : 0));
  return (theta: ArrayLike<number>, group: number): Float64Array => {
    for (let i = 0; i < p; i++) args[i] = theta[i]!;
    let place = p;
    for (let j = 0; j < others; j++) args[place++] = rest[group * others + j]!;
    if (!withMoments) return args;
    for (let k = 0; k < m; k++) args[place++] = mean[group * m + k]!;
    for (let k = 0; k < m * rank; k++) args[place++] = factor[group * m * rank + k]!;
    return args;
  };
}

/** Only c as generated code, and loops for the rest: for many parameters or monomials, where generated code would be long. */
export function loopKernel({ coefficients, parameters, columns, moments }: KernelSource): GroupKernel {
  const { monomials: m, mean: mu, factor: F, rank } = moments;
  const d = coefficients.length / m;
  const evaluate = compile(coefficients, [...parameters, ...columns]);
  const load = loader(moments, parameters.length, false);
  const c = new Float64Array(d * m);
  const B = new Float64Array(d * rank);
  const mean = (theta: ArrayLike<number>, group: number, out: Float64Array): void => {
    evaluate(load(theta, group), c);
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += c[i * m + k]! * mu[group * m + k]!;
      out[i] = sum;
    }
  };
  return {
    mean,
    both(theta, group, out) {
      mean(theta, group, out);
      let place = d;
      for (let i = 0; i < d; i++) {
        for (let r = 0; r < rank; r++) {
          let sum = 0;
          for (let k = 0; k < m; k++) sum += c[i * m + k]! * F[(group * m + k) * rank + r]!;
          B[i * rank + r] = sum;
        }
        for (let j = 0; j <= i; j++) {
          let sum = 0;
          for (let r = 0; r < rank; r++) sum += B[i * rank + r]! * B[j * rank + r]!;
          out[place++] = sum;
        }
      }
    },
  };
}
