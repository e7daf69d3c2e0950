import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/**
 * The eigenvalues of −A for a chain with two ends, each to high relative accuracy however small.
 *
 * −A is similar to BᵀB, where the bidiagonal B has entries √(rate up), −√(rate down) on each face: the pivots of
 * BᵀB − λ follow from the rates alone, by the differential form of the quotient–difference recursion (Fernando & Parlett,
 * Numer. Math. 67, 1994):   pivotᵢ = upᵢ + tᵢ,   tᵢ₊₁ = downᵢ tᵢ/pivotᵢ − λ,   t₀ = −λ,
 * with up and down the two rates of face i. The rounding errors of one sweep amount to relative changes of the rates by a few
 * units in the last place, and those change every eigenvalue by as little, relatively (Demmel & Kahan, SIAM J. Sci. Stat.
 * Comput. 11, 1990). A sweep over the assembled matrix would only give λ to a few ulps of the largest rate.
 */

/** The number of eigenvalues of −A below λ > 0, with multiplicity (Sylvester's law of inertia). O(n). */
export function countBelow(chain: Tridiagonal, lambda: number): number {
  const { size: n, lower, upper } = chain;
  const right = (n - 1) >> 1; // both halves are eliminated towards the middle, for two chains of divisions at a time
  const middle = n - 1 - right;
  let t = -lambda;
  let s = -lambda;
  let count = 0;
  // i runs up and j down; with n even the left half is one cell longer and starts alone.
  for (let i = 0, j = middle > right ? n : n - 1; i < middle; i++, j--) {
    if (t + lower[i] < 0) count++;
    t = sweep(t, lower[i], upper[i], lambda);
    if (j === n) continue;
    if (s + upper[j - 1] < 0) count++;
    s = sweep(s, upper[j - 1], lower[j - 1], lambda);
  }
  return t + (s + lambda) < 0 ? count + 1 : count;
}

/** One step of the recursion, over a face with rate `leave` out of the eliminated cell and `enter` into it. */
export function sweep(t: number, leave: number, enter: number, lambda: number): number {
  const ratio = t / pivotOf(leave, t);
  return ratio === ratio ? enter * ratio - lambda : enter - lambda; // ∞/∞ stands for 1
}

/** leave + t; where it cancels to 0, moved by one rounding error of its terms. */
export function pivotOf(leave: number, t: number): number {
  const pivot = leave + t;
  return pivot === 0 ? -2.3e-16 * leave - 1e-300 : pivot;
}

/** The eigenvalue number k ≥ 0 of −A, counted from the smallest, known to be > 0, by bisection to the last digits. */
export function eigenvalue(chain: Tridiagonal, k: number): number {
  let high = 0;
  for (let i = 0; i < chain.size; i++) high = Math.max(high, 4 * chain.lower[i], 4 * chain.upper[i]);
  let low = 0;
  // Geometric steps until the bracket is within a factor of two: rates may span hundreds of decades.
  let floor = 1e-307;
  while (low === 0 ? high > floor : high > 2 * low) {
    const trial = Math.sqrt(low === 0 ? floor : low) * Math.sqrt(high);
    if (countBelow(chain, trial) > k) high = trial;
    else low = floor = trial;
  }
  for (;;) {
    const trial = low + (high - low) / 2;
    if (!(trial > low && trial < high) || high - low <= 2.3e-16 * high) return trial;
    if (countBelow(chain, trial) > k) high = trial;
    else low = trial;
  }
}
