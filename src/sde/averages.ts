/** How averages over the data are taken. */
export type Averages =
  /** Exact moments of that many monomials in the data; the cost does not depend on the number of rows. */
  | { readonly kind: 'moments'; readonly monomials: number }
  /** Exact sums over the rows, or over the values of a discrete law, in groups of equal value. */
  | { readonly kind: 'sum'; readonly groups: number }
  /**
   * Gauss rules with `order` nodes per base law. `change` is the largest relative change of mean and covariance over the probe points when
   * the order is doubled, an estimate of the error; where a warning says that they did not settle, it is that of the last doubling.
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
