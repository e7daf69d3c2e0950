import type { DataLaw } from '../data/law.js';
import { compile } from '../expression/compile.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import type { Term } from '../expression/polynomial.js';
import { expandIn } from '../expression/polynomial.js';
import { number } from '../expression/simplify.js';
import type { ConditionalMoments } from './conditional-moments.js';
import { conditionalMoments, unconditionalMoments } from './conditional-moments.js';
import { fusedStatistics } from './fused-statistics.js';
import { chooseOrder } from './quadrature-order.js';

/** How averages over the data are taken. */
export type Averages =
  /** Exact moments of that many monomials in the data; the cost does not depend on the number of rows. */
  | { readonly kind: 'moments'; readonly monomials: number }
  /** Exact sums over the rows, or over the values of a discrete law, in groups of equal value. */
  | { readonly kind: 'sum'; readonly groups: number }
  /**
   * Gauss rules with `order` nodes per base law. `change` is the largest relative change of mean and covariance over the probe points at
   * the last doubling of the order: an estimate of the error, too large where convergence is fast.
   */
  | { readonly kind: 'quadrature'; readonly groups: number; readonly order: number; readonly change: number };

/** Mean and covariance over the data of d functions f(θ, z), such as the gradient of a loss. */
export interface Statistics {
  /** d. */
  readonly size: number;
  /** Writes E f into mean[0..d). */
  mean(theta: ArrayLike<number>, mean: Float64Array): void;
  /** Writes E f into mean[0..d) and Cov f, row-major, symmetric and positive semi-definite, into covariance[0..d²). */
  both(theta: ArrayLike<number>, mean: Float64Array, covariance: Float64Array): void;
  readonly averages: Averages;
  /** Sentences about accuracy that was not reached; usually empty. */
  readonly warnings: readonly string[];
}

/** Up to this many products in c·F, moments are written into the generated code. */
const LARGEST_FUSED = 200;

/** Functions as Σ cₖ(θ, r)·mₖ(q): q the columns in which all of them are polynomials, r the other columns. */
interface Decomposition {
  /** Positions of the columns r. */
  readonly rest: readonly number[];
  /** Exponents of the monomials, one per column of the law. */
  readonly exponents: readonly (readonly number[])[];
  /** Row-major functions × monomials. */
  readonly coefficients: readonly Expression[];
}

/**
 * Statistics of `functions` of the parameters and of the columns of `law`. Where they are polynomials in all columns, every evaluation costs
 * the same for ten rows as for 10⁷. Otherwise nodes are summed: rows, atoms, or a Gauss rule whose order is doubled until nothing changes
 * by more than 1e-10 at probe points; what was reached is told in `averages` and, if it was less, in `warnings`.
 * Throws InputError where a moment does not exist.
 */
export function statistics(functions: readonly Expression[], parameters: readonly string[], law: DataLaw): Statistics {
  const parts = decompose(functions, law.columns);
  const evaluate = compile(parts.coefficients, [...parameters, ...parts.rest.map((j) => law.columns[j]!)]);
  const over = (moments: ConditionalMoments) => evaluator(evaluate, moments, functions.length, parameters.length);
  if (parts.rest.length === 0) {
    const averages: Averages = { kind: 'moments', monomials: parts.exponents.length };
    const moments = unconditionalMoments(law, parts.exponents);
    const small = moments.monomials > 0 && functions.length * moments.monomials * moments.rank <= LARGEST_FUSED;
    const evaluation = small ? fusedStatistics(parts.coefficients, moments, parameters) : over(moments);
    return { ...evaluation, averages, warnings: moments.warnings };
  }
  const withOrder = (order: number) => {
    const nodes = law.nodes(order);
    const moments = conditionalMoments(nodes, law.columns.length, parts.rest, parts.exponents);
    return { ...over(moments), groups: moments.groups, nodes: nodes.weights.length, exact: nodes.exact };
  };
  return chooseOrder(withOrder, parameters);
}

function decompose(functions: readonly Expression[], columns: readonly string[]): Decomposition {
  const single = columns.map((column) => functions.every((f) => expandIn(f, [column]) !== null));
  const polynomial = columns.filter((_, j) => single[j]);
  const joint = functions.map((f) => expandIn(f, polynomial));
  // Too many terms together, though each column alone is fine: take no column out.
  const chosen = joint.includes(null) ? [] : polynomial;
  const expansions = functions.map((f) => expandIn(f, chosen) as Term[]);
  const keyOf = (term: Term) => term.exponents.join(',');
  const keys = [...new Set(expansions.flatMap((terms) => terms.map(keyOf)))];
  const zero = expressionOf(number(0));
  const exponents = keys.map((key) => {
    const powers = key.split(',').map(Number);
    return columns.map((column) => (chosen.includes(column) ? powers[chosen.indexOf(column)]! : 0));
  });
  const coefficients = expansions.flatMap((terms) =>
    keys.map((key) => terms.find((term) => keyOf(term) === key)?.coefficient ?? zero),
  );
  return { rest: columns.map((_, j) => j).filter((j) => !chosen.includes(columns[j]!)), exponents, coefficients };
}

/**
 * In group g the functions have the mean f_g = c_g μ_g and the covariance B·Bᵀ with B = c_g F_g. Then E f = Σ W_g f_g and
 * Cov f = Σ W_g [B·Bᵀ + (f_g − E f)(f_g − E f)ᵀ]: a sum of squares, so symmetric and positive semi-definite whatever the rounding,
 * and without loss of digits where f is nearly deterministic.
 */
function evaluator(
  evaluate: (args: ArrayLike<number>, out: Float64Array) => void,
  { groups: G, monomials: m, weights: W, rest, mean: mu, factor, rank }: ConditionalMoments,
  d: number,
  parameters: number,
): Pick<Statistics, 'size' | 'mean' | 'both'> {
  const others = rest.length / G;
  const args = new Float64Array(parameters + others);
  const c = new Float64Array(d * m);
  const f = new Float64Array(G * d);
  const B = new Float64Array(d);
  /** Writes c and f of group g. */
  const visit = (theta: ArrayLike<number>, g: number): void => {
    if (others === 0) evaluate(theta, c);
    else {
      for (let j = 0; j < others; j++) args[parameters + j] = rest[g * others + j]!;
      evaluate(args, c);
    }
    for (let i = 0; i < d; i++) {
      let sum = 0;
      for (let k = 0; k < m; k++) sum += c[i * m + k]! * mu[g * m + k]!;
      f[g * d + i] = sum;
    }
  };
  const start = (theta: ArrayLike<number>, mean: Float64Array): void => {
    for (let j = 0; j < parameters; j++) args[j] = theta[j]!;
    mean.fill(0, 0, d);
  };
  /** Adds W_g B·Bᵀ to the lower triangle, one column of the factor at a time. */
  const addWithin = (g: number, covariance: Float64Array): void => {
    for (let r = 0; r < rank; r++) {
      for (let i = 0; i < d; i++) {
        let sum = 0;
        for (let k = 0; k < m; k++) sum += c[i * m + k]! * factor[(g * m + k) * rank + r]!;
        B[i] = sum;
        for (let j = 0; j <= i; j++) covariance[i * d + j]! += W[g]! * sum * B[j]!;
      }
    }
  };
  return {
    size: d,
    mean(theta, mean) {
      start(theta, mean);
      for (let g = 0; g < G; g++) {
        visit(theta, g);
        for (let i = 0; i < d; i++) mean[i]! += W[g]! * f[g * d + i]!;
      }
    },
    both(theta, mean, covariance) {
      start(theta, mean);
      covariance.fill(0, 0, d * d);
      for (let g = 0; g < G; g++) {
        visit(theta, g);
        for (let i = 0; i < d; i++) mean[i]! += W[g]! * f[g * d + i]!;
        addWithin(g, covariance);
      }
      for (let g = 0; g < G && G > 1; g++) {
        for (let i = 0; i < d; i++) {
          const centred = W[g]! * (f[g * d + i]! - mean[i]!);
          for (let j = 0; j <= i; j++) covariance[i * d + j]! += centred * (f[g * d + j]! - mean[j]!);
        }
      }
      for (let i = 0; i < d; i++) for (let j = 0; j < i; j++) covariance[j * d + i] = covariance[i * d + j]!;
    },
  };
}
