import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/** One factor 1 + 2 Re[α/(z − θ)] of a rational function: its pole θ and its weight α. */
export interface Pole {
  readonly thetaRe: number;
  readonly thetaIm: number;
  readonly alphaRe: number;
  readonly alphaIm: number;
}

/** Work arrays of `applyPole`: two complex vectors. */
export interface ResolventWork {
  readonly ratioRe: Float64Array;
  readonly ratioIm: Float64Array;
  readonly partialRe: Float64Array;
  readonly partialIm: Float64Array;
}

/** Allocates the work arrays of `applyPole` for chains of up to `size` cells. */
export function resolventWork(size: number): ResolventWork {
  const array = () => new Float64Array(size);
  return { ratioRe: array(), ratioIm: array(), partialRe: array(), partialIm: array() };
}

/**
 * v ← v + 2 Re[α (τA − θ)⁻¹ v] for a chain with two ends. O(n), no allocation; needs τ·(largest rate) ≤ 10¹⁵⁰.
 *
 * (θ − τA) x = v is eliminated as in `solveShifted`, with a complex killing rate:
 *   pivotᵢ = σᵢ + τ·(rate i → i+1),   σᵢ₊₁ = θ + τ·(rate i+1 → i)·σᵢ/pivotᵢ.
 * Why this needs no pivoting: let φ = arg θ, 0 < φ < π. If arg σᵢ lies in [0, φ], so does that of σᵢ/(σᵢ + rate), because
 * 1 + rate/σᵢ has a smaller argument than rate/σᵢ; and the sector is a convex cone, so it contains σᵢ₊₁. Every pivot is
 * therefore a sum of numbers at most φ apart, and |sum| ≥ cos(φ/2)·Σ|terms|: for the poles of order 16 (φ ≤ 120°) an addition
 * loses one bit at most, however stiff A is. Where a jump rate is 0 nothing is carried across, to the last bit.
 */
export function applyPole(
  chain: Tridiagonal,
  step: { readonly tau: number; readonly pole: Pole },
  v: Float64Array,
  work: ResolventWork,
): void {
  const tau = step.tau;
  const { thetaRe, thetaIm } = step.pole;
  const { ratioRe, ratioIm, partialRe, partialIm } = work;
  const { size: n, lower, upper } = chain;
  const right = (n - 1) >> 1;
  const middle = n - 1 - right;
  let [leakRe, leakIm, flowRe, flowIm] = [0, 0, 0, 0]; // from the left half
  let [drainRe, drainIm, tideRe, tideIm] = [0, 0, 0, 0]; // the same from the right half
  // i runs up and j down; with n even the left half is one cell longer and starts alone.
  for (let i = 0, j = middle > right ? n : n - 1; i < middle; i++, j--) {
    const up = tau * lower[i];
    const down = tau * upper[i];
    const sRe = thetaRe + leakRe;
    const sIm = thetaIm + leakIm;
    const cRe = v[i] + flowRe;
    const pRe = sRe + up;
    const scale = 1 / (pRe * pRe + sIm * sIm);
    const qRe = pRe * scale;
    const qIm = -sIm * scale;
    const bRe = cRe * qRe - flowIm * qIm;
    const bIm = cRe * qIm + flowIm * qRe;
    ratioRe[i] = down * qRe;
    ratioIm[i] = down * qIm;
    partialRe[i] = bRe;
    partialIm[i] = bIm;
    flowRe = up * bRe;
    flowIm = up * bIm;
    leakRe = down * (sRe * qRe - sIm * qIm);
    leakIm = down * (sRe * qIm + sIm * qRe);
    if (j === n) continue;
    const fall = tau * upper[j - 1];
    const rise = tau * lower[j - 1];
    const tRe = thetaRe + drainRe;
    const tIm = thetaIm + drainIm;
    const dRe = v[j] + tideRe;
    const oRe = tRe + fall;
    const size = 1 / (oRe * oRe + tIm * tIm);
    const rRe = oRe * size;
    const rIm = -tIm * size;
    const eRe = dRe * rRe - tideIm * rIm;
    const eIm = dRe * rIm + tideIm * rRe;
    ratioRe[j] = rise * rRe;
    ratioIm[j] = rise * rIm;
    partialRe[j] = eRe;
    partialIm[j] = eIm;
    tideRe = fall * eRe;
    tideIm = fall * eIm;
    drainRe = rise * (tRe * rRe - tIm * rIm);
    drainIm = rise * (tRe * rIm + tIm * rRe);
  }
  const pRe = thetaRe + leakRe + drainRe;
  const pIm = thetaIm + leakIm + drainIm;
  const cRe = v[middle] + flowRe + tideRe;
  const cIm = flowIm + tideIm;
  const scale = 1 / (pRe * pRe + pIm * pIm);
  const x = { re: (cRe * pRe + cIm * pIm) * scale, im: (cIm * pRe - cRe * pIm) * scale };
  substitute(chain, step.pole, x, { v, work, middle });
}

/** The way back: from the middle cell outwards, adding −2 Re(α x) to v on the way. */
function substitute(
  chain: Tridiagonal,
  pole: Pole,
  centre: { re: number; im: number },
  arrays: { v: Float64Array; work: ResolventWork; middle: number },
): void {
  const n = chain.size;
  const { v, middle } = arrays;
  const { ratioRe, ratioIm, partialRe, partialIm } = arrays.work;
  const aRe = -2 * pole.alphaRe;
  const aIm = -2 * pole.alphaIm;
  let [xRe, xIm, yRe, yIm] = [centre.re, centre.im, centre.re, centre.im];
  v[middle] += aRe * xRe - aIm * xIm;
  for (let i = middle - 1, j = middle + 1; i >= 0; i--, j++) {
    const re = partialRe[i] + (ratioRe[i] * xRe - ratioIm[i] * xIm);
    xIm = partialIm[i] + (ratioRe[i] * xIm + ratioIm[i] * xRe);
    xRe = re;
    v[i] += aRe * xRe - aIm * xIm;
    if (j === n) continue;
    const other = partialRe[j] + (ratioRe[j] * yRe - ratioIm[j] * yIm);
    yIm = partialIm[j] + (ratioRe[j] * yIm + ratioIm[j] * yRe);
    yRe = other;
    v[j] += aRe * yRe - aIm * yIm;
  }
}
