import { InputError } from '../num/input-error.js';
import type { DataLaw } from './law.js';

/** A spread below this fraction of the size is taken for rounding of the data: 45 units in the last place. */
const ROUNDING = 1e-14;

/** What the data do to a model that is linear in x, in the letters of Ziyin, Li & Ueda (arXiv:2308.06671, §4). */
export interface RegressionMoments {
  /** α₁ = Var[x²], α₂ = Cov[x², xy], α₃ = Var[xy]. */
  readonly alpha: readonly [number, number, number];
  /** β₁ = E[x²], β₂ = E[xy]. */
  readonly beta: readonly [number, number];
  /** Δ = α₁α₃ − α₂² ≥ 0. */
  readonly delta: number;
  /** E[y²]. */
  readonly meanSquareOutput: number;
  /** Sentences about accuracy that could not be reached; usually empty. */
  readonly warnings: readonly string[];
}

/**
 * Moments of the columns x and y of a data law. Δ is α₁ times the variance of what is left of xy after regression on x², found by
 * orthogonal transformations, so it keeps its digits however nearly y = kx, and is never negative.
 *
 * Snapped to exactly 0: α₁ (with α₂ and Δ) where the standard deviation of x² is at most 10⁻¹⁴ of the root mean square of x²;
 * α₃ (with α₂ and Δ) likewise for xy; Δ where that of the remainder is at most 10⁻¹⁴ of the root mean square of xy. Rows of
 * y = kx hold products that are rounded at 10⁻¹⁶, and without this would count as very little noise and not as none.
 *
 * Throws InputError at `data` where x or y is missing, x is 0 in every sample, the moments do not fit in double precision, or
 * α = 0 altogether.
 */
export function regressionMoments(law: DataLaw): RegressionMoments {
  const [x, y] = ['x', 'y'].map((name) => columnIndex(law, name));
  const monomial = (...factors: number[]): number[] => law.columns.map((_, c) => factors.filter((f) => f === c).length);
  const { mean, covariance, factor, warnings } = law.monomialMoments([monomial(x, x), monomial(x, y)]);
  const output = law.monomialMoments([monomial(y)]);
  const beta = [mean[0], mean[1]] as const;
  if (beta[0] === 0) demandInput(law, monomial(x));
  demandRange(factor, covariance);
  const moved = (spread: number, size: number): boolean => spread > ROUNDING * Math.hypot(size, spread);
  const noiseX = moved(factor[0], beta[0]);
  const noiseXY = moved(Math.sqrt(covariance[3]), beta[1]);
  if (!noiseX && !noiseXY) {
    const cure =
      'There is no gradient noise: SGD is plain gradient descent and has no stationary density. Use data that vary.';
    throw new InputError('data', 'data with Var[x²] or Var[xy] > 0', 'the same x² and xy in every sample', cure);
  }
  const alpha1 = noiseX ? covariance[0] : 0;
  const alpha3 = noiseXY ? covariance[3] : 0;
  const remainder = noiseX && noiseXY && factor[3] > ROUNDING * Math.hypot(beta[1], Math.sqrt(alpha3)) ? factor[3] : 0;
  return {
    alpha: [alpha1, noiseX && noiseXY ? covariance[1] : 0, alpha3],
    beta,
    delta: alpha1 * remainder * remainder,
    meanSquareOutput: output.covariance[0] + output.mean[0] ** 2,
    warnings: [...new Set([...warnings, ...output.warnings])],
  };
}

function columnIndex(law: DataLaw, name: string): number {
  const index = law.columns.indexOf(name);
  if (index >= 0) return index;
  const cure = `Add ${name}; this family of models predicts y from x.`;
  throw new InputError('data', 'columns x and y', `no ${name} among ${law.columns.join(', ')}`, cure);
}

function demandInput(law: DataLaw, exponents: readonly number[]): void {
  const { mean, factor } = law.monomialMoments([exponents]);
  if (mean[0] !== 0 || factor[0] !== 0) throw underflow();
  throw new InputError(
    'data',
    'an input x',
    'x that is 0 in every sample',
    'The loss does not depend on the model then.',
  );
}

/** Squares of tiny columns vanish in silence, where overflow would have been told already. */
function demandRange(factor: Float64Array, covariance: Float64Array): void {
  const vanished = (j: number): boolean => covariance[3 * j] === 0 && (factor[2 * j] !== 0 || factor[3 * j] !== 0);
  if (vanished(0) || vanished(1)) throw underflow();
}

function underflow(): InputError {
  const cure = 'Give x and y in units in which they are nearer to 1.';
  return new InputError('data', 'variances that fit in double precision', 'x or y so small that they underflow', cure);
}
