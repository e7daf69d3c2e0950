import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { pivotOf, sweep } from './sturm.js';

/** An eigenpair of A: A right = −rate·right, Aᵀ left = −rate·left, Σ left·right = 1. */
export interface EigenPair {
  readonly rate: number;
  /** A function on the cells (for rate 0 and one class: the constant 1). */
  readonly left: Float64Array;
  /** Masses (for rate 0: the steady state; otherwise they sum to 0). */
  readonly right: Float64Array;
}

/**
 * The eigenvectors for an eigenvalue found by `eigenvalue`: eliminate from both ends and solve from the cell r where the two
 * eliminations meet with the smallest pivot, which is where the vector is largest (Dhillon & Parlett, Linear Algebra Appl.
 * 387, 2004). In terms of the rates both vectors follow without a square root and without the steady state:
 *   leftᵢ = leftᵢ₊₁ upᵢ/pivotᵢ,   rightᵢ = rightᵢ₊₁ downᵢ/pivotᵢ   for i < r, and mirrored for i > r.
 * `taken`, if given, is a vector for the same eigenvalue to rounding; r is then sought where that vector is small.
 */
export function eigenPair(
  chain: Tridiagonal,
  rate: number,
  given: { readonly logLaw: Float64Array; readonly taken: EigenPair | null },
): EigenPair {
  const taken = given.taken;
  const { size: n, lower, upper } = chain;
  const t = new Float64Array(n).fill(-rate);
  const s = new Float64Array(n).fill(-rate);
  for (let i = 0; i + 1 < n; i++) t[i + 1] = sweep(t[i], lower[i], upper[i], rate);
  for (let i = n - 1; i > 0; i--) s[i - 1] = sweep(s[i], upper[i - 1], lower[i - 1], rate);
  let most = 0;
  if (taken) for (let i = 0; i < n; i++) most = Math.max(most, taken.left[i] * taken.right[i]);
  let [r, least] = [-1, Infinity];
  for (let i = 0; i < n; i++) {
    if (taken && taken.left[i] * taken.right[i] > 0.01 * most) continue;
    const pivot = Math.abs(t[i] + (s[i] + rate));
    if (pivot < least || r < 0) [r, least] = [i, pivot];
  }
  const [left, right] = [new Float64Array(n), new Float64Array(n)];
  left[r] = right[r] = 1;
  for (let i = r - 1; i >= 0; i--) {
    left[i] = (left[i + 1] * lower[i]) / pivotOf(lower[i], t[i]);
    right[i] = (right[i + 1] * upper[i]) / pivotOf(lower[i], t[i]);
  }
  for (let i = r + 1; i < n; i++) {
    left[i] = (left[i - 1] * upper[i - 1]) / pivotOf(upper[i - 1], s[i]);
    right[i] = (right[i - 1] * lower[i - 1]) / pivotOf(upper[i - 1], s[i]);
  }
  if (taken) separate(taken, left, right);
  normalise(left, right, Math.exp(given.logLaw[r]));
  return { rate, left, right };
}

/** Takes the components along an earlier pair out of both vectors. */
function separate(taken: EigenPair, left: Float64Array, right: Float64Array): void {
  let [a, b] = [0, 0];
  for (let i = 0; i < left.length; i++) {
    a += left[i] * taken.right[i];
    b += right[i] * taken.left[i];
  }
  for (let i = 0; i < left.length; i++) {
    left[i] -= a * taken.left[i];
    right[i] -= b * taken.right[i];
  }
}

/**
 * Scales to Σ left·right = 1 with left > 0 in the last cell it does not vanish in. `lawAtPeak` is π in cell r, where both
 * vectors are 1, and makes right = π·left, so that Σ π·left² = 1; without it (NaN) Σ|right| = 1.
 */
function normalise(left: Float64Array, right: Float64Array, lawAtPeak: number): void {
  let [product, size, sign] = [0, 0, 1];
  for (let i = 0; i < left.length; i++) {
    product += left[i] * right[i];
    size += Math.abs(right[i]);
    if (left[i] !== 0) sign = Math.sign(left[i]);
  }
  const scale = sign * (lawAtPeak > 0 ? Math.sqrt(product / lawAtPeak) : size);
  for (let i = 0; i < left.length; i++) {
    left[i] *= scale / product;
    right[i] /= scale;
  }
}
