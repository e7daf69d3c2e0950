import type { DataLaw } from '../data/law.js';
import type { Expression } from '../expression/parse.js';
import { expressionOf } from '../expression/parse.js';
import type { Term } from '../expression/polynomial.js';
import { expandIn } from '../expression/polynomial.js';
import { number } from '../expression/simplify.js';
import type { Averages, Statistics } from './averages.js';
import type { ConditionalMoments } from './conditional-moments.js';
import { conditionalMoments, unconditionalMoments } from './conditional-moments.js';
import type { GroupKernel } from './group-kernels.js';
import { fusedKernel, loopKernel } from './group-kernels.js';
import { chooseOrder } from './quadrature-order.js';

/** Up to this many products in c·μ and c·F, all of it is generated code. */
const LARGEST_FUSED = 300;

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
  const { rest, exponents, coefficients } = decompose(functions, law.columns);
  const columns = rest.map((j) => law.columns[j]!);
  const over = (moments: ConditionalMoments) => {
    const small = moments.monomials > 0 && coefficients.length * (1 + moments.rank) <= LARGEST_FUSED;
    const kernel = (small ? fusedKernel : loopKernel)({ coefficients, parameters, columns, moments });
    return overGroups(kernel, moments.weights, functions.length);
  };
  if (rest.length === 0) {
    const averages: Averages = { kind: 'moments', monomials: exponents.length };
    const moments = unconditionalMoments(law, exponents);
    return { ...over(moments), averages, warnings: moments.warnings };
  }
  const withOrder = (order: number) => {
    const nodes = law.nodes(order);
    const moments = conditionalMoments(nodes, law.columns.length, rest, exponents);
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
 * From groups of weight W_g, mean f_g and covariance C_g: E f = Σ W_g f_g and Cov f = Σ W_g [C_g + (f_g − E f)(f_g − E f)ᵀ], the
 * second part in a pass of its own, which keeps its digits and makes it a sum of squares.
 */
function overGroups(kernel: GroupKernel, W: Float64Array, d: number): Pick<Statistics, 'size' | 'mean' | 'both'> {
  const G = W.length;
  const within = (d * (d + 1)) / 2;
  const one = new Float64Array(d + within);
  const f = new Float64Array(G > 1 ? G * d : 0);
  const triangle = new Float64Array(within);
  const addBetween = (mean: Float64Array): void => {
    for (let g = 0; g < G; g++) {
      for (let i = 0, place = 0; i < d; i++) {
        const centred = W[g]! * (f[g * d + i]! - mean[i]!);
        for (let j = 0; j <= i; j++, place++) triangle[place]! += centred * (f[g * d + j]! - mean[j]!);
      }
    }
  };
  return {
    size: d,
    mean(theta, mean) {
      if (G === 1) return kernel.mean(theta, 0, mean);
      mean.fill(0, 0, d);
      for (let g = 0; g < G; g++) {
        kernel.mean(theta, g, one);
        for (let i = 0; i < d; i++) mean[i]! += W[g]! * one[i]!;
      }
    },
    both(theta, mean, covariance) {
      if (G === 1) {
        kernel.both(theta, 0, one);
        for (let i = 0; i < d; i++) mean[i] = one[i]!;
        return unpack(one, d, covariance, d);
      }
      mean.fill(0, 0, d);
      triangle.fill(0);
      for (let g = 0; g < G; g++) {
        kernel.both(theta, g, one);
        for (let i = 0; i < d; i++) mean[i]! += W[g]! * one[i]!;
        for (let i = 0; i < d; i++) f[g * d + i] = one[i]!;
        for (let k = 0; k < within; k++) triangle[k]! += W[g]! * one[d + k]!;
      }
      addBetween(mean);
      unpack(triangle, 0, covariance, d);
    },
  };
}

/** Writes a lower triangle, given row by row from `place` on, as a symmetric d×d matrix. */
function unpack(triangle: Float64Array, place: number, matrix: Float64Array, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) matrix[i * d + j] = matrix[j * d + i] = triangle[place++]!;
  }
}
