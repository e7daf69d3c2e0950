import { InputError } from '../num/input-error.js';

/** The law of the data: what a loss is averaged over. Plain data and functions; `analytic.ts` and `rows.ts` make them. */
export interface DataLaw {
  readonly kind: 'analytic' | 'rows';
  /** Names of the columns, in the order of `exponents` and of `points`. */
  readonly columns: readonly string[];
  /** Number of rows, for kind 'rows'. */
  readonly rows?: number;
  /** One line for people: 'x ~ normal(0, 1), e ~ normal(0, 0.5), y = 1.2*x + e' or '1000 rows of points.csv'. */
  readonly description: string;
  /**
   * E of each monomial Π column^exponent and their exact centred covariances. `exponents[j]` has one whole number ≥ 0 per column.
   * Throws InputError where a moment does not exist (naming column and order) or does not fit in double precision.
   */
  monomialMoments(exponents: readonly (readonly number[])[]): Moments;
  /**
   * Nodes for averages of functions that are no polynomials: rows, atoms, or a tensor rule with about `order` nodes per base
   * law (Gauss up to order 32; beyond, a rule for each side of the centre that copes with kinks and poles there). The columns of node k stand at points[k·columns.length …]; the weights sum to 1; `exact` is true for rows and for
   * laws with finitely many values. Throws InputError where that would be more than 2²⁴ nodes.
   */
  nodes(order: number): DataNodes;
}

/** Means, covariances and their factor for m monomials; arrays of m·m are row-major. */
export interface Moments {
  readonly mean: Float64Array;
  /** Symmetric m×m. */
  readonly covariance: Float64Array;
  /**
   * Lower triangular m×m with diagonal ≥ 0 and covariance = factor·factorᵀ, computed by orthogonal transformations and not from
   * the covariance. So diagonal entry j is the standard deviation of what monomials 0 … j−1 leave unexplained of monomial j, to
   * full relative accuracy even where a difference of covariances would have no digit left.
   */
  readonly factor: Float64Array;
  /** Sentences about accuracy that could not be reached; usually empty. */
  readonly warnings: readonly string[];
}

/** Points of the data space with weights. */
export interface DataNodes {
  readonly points: Float64Array;
  readonly weights: Float64Array;
  readonly exact: boolean;
}

/** The moments as they are. Throws InputError at `path` where one of them is not a finite number. */
export function demandFinite(moments: Moments, path: string): Moments {
  for (const values of [moments.mean, moments.covariance, moments.factor]) {
    const bad = values.find((value) => !Number.isFinite(value));
    if (bad === undefined) continue;
    const cure = 'Give the columns in units in which they are nearer to 1.';
    throw new InputError(path, 'moments that fit in double precision', String(bad), cure);
  }
  return moments;
}

/** The order of a rule as it is. Throws InputError unless it is a whole number from 1 to 1024. */
export function demandOrder(order: number): number {
  if (Number.isInteger(order) && order >= 1 && order <= 1024) return order;
  throw new InputError(
    'nodes',
    'a whole number of nodes from 1 to 1024',
    String(order),
    'Give the order of a Gauss rule.',
  );
}
