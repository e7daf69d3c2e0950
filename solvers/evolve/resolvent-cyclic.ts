import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import type { Pole } from './resolvent.js';

/** Work arrays of `applyPoleCyclic`: three complex vectors. */
export interface CyclicWork {
  readonly inverseRe: Float64Array;
  readonly inverseIm: Float64Array;
  readonly partialRe: Float64Array;
  readonly partialIm: Float64Array;
  readonly borderRe: Float64Array;
  readonly borderIm: Float64Array;
}

/** Allocates the work arrays of `applyPoleCyclic` for chains of up to `size` cells. */
export function cyclicWork(size: number): CyclicWork {
  const array = () => new Float64Array(size);
  const [inverseRe, inverseIm, partialRe, partialIm] = [array(), array(), array(), array()];
  return { inverseRe, inverseIm, partialRe, partialIm, borderRe: array(), borderIm: array() };
}

/**
 * As `applyPole`, for a chain of at least three cells whose last cell joins the first.
 * The last cell is the border: it is eliminated last, and every cell i carries the effective rates to it (w) and from it (q)
 * that arise when the cells before i are collapsed. Like the killing rate σ they are sums of products of rates, never differences:
 *   pivot = σ + up + w,   σ' = θ + down·σ/pivot,   w' = down·w/pivot,   q' = q·up/pivot.
 */
export function applyPoleCyclic(
  chain: Tridiagonal,
  step: { readonly tau: number; readonly pole: Pole },
  v: Float64Array,
  work: CyclicWork,
): void {
  const { tau, pole } = step;
  const { size: n, lower, upper } = chain;
  const { inverseRe, inverseIm, partialRe, partialIm, borderRe, borderIm } = work;
  const border = n - 1;
  let [sRe, sIm] = [pole.thetaRe, pole.thetaIm];
  let [wRe, wIm] = [tau * upper[border], 0];
  let [qRe, qIm] = [tau * lower[border], 0];
  let [cRe, cIm] = [v[0], 0];
  let [killRe, killIm, sumRe, sumIm] = [pole.thetaRe, pole.thetaIm, v[border], 0];
  for (let i = 0; i < border; i++) {
    const last = i === border - 1; // the next cell is the border itself
    const up = last ? 0 : tau * lower[i];
    if (last) {
      wRe += tau * lower[i];
      qRe += tau * upper[i];
    }
    const pRe = sRe + up + wRe;
    const pIm = sIm + wIm;
    const scale = 1 / (pRe * pRe + pIm * pIm);
    const iRe = pRe * scale;
    const iIm = -pIm * scale;
    const bRe = cRe * iRe - cIm * iIm;
    const bIm = cRe * iIm + cIm * iRe;
    const kRe = sRe * iRe - sIm * iIm;
    const kIm = sRe * iIm + sIm * iRe;
    inverseRe[i] = iRe;
    inverseIm[i] = iIm;
    partialRe[i] = bRe;
    partialIm[i] = bIm;
    borderRe[i] = qRe * iRe - qIm * iIm;
    borderIm[i] = qRe * iIm + qIm * iRe;
    killRe += qRe * kRe - qIm * kIm;
    killIm += qRe * kIm + qIm * kRe;
    sumRe += wRe * bRe - wIm * bIm;
    sumIm += wRe * bIm + wIm * bRe;
    if (last) break;
    const down = tau * upper[i];
    sRe = pole.thetaRe + down * kRe;
    sIm = pole.thetaIm + down * kIm;
    const ratioRe = wRe * iRe - wIm * iIm;
    wIm = down * (wRe * iIm + wIm * iRe);
    wRe = down * ratioRe;
    qRe = up * borderRe[i];
    qIm = up * borderIm[i];
    cRe = v[i + 1] + up * bRe;
    cIm = up * bIm;
  }
  const scale = 1 / (killRe * killRe + killIm * killIm);
  const xRe = (sumRe * killRe + sumIm * killIm) * scale;
  const xIm = (sumIm * killRe - sumRe * killIm) * scale;
  substitute(chain, step, { re: xRe, im: xIm }, { v, work });
}

/** The way back from the border cell, adding −2 Re(α x) to v on the way. */
function substitute(
  chain: Tridiagonal,
  step: { readonly tau: number; readonly pole: Pole },
  border: { re: number; im: number },
  arrays: { v: Float64Array; work: CyclicWork },
): void {
  const { v, work } = arrays;
  const aRe = -2 * step.pole.alphaRe;
  const aIm = -2 * step.pole.alphaIm;
  const n = chain.size;
  v[n - 1] += aRe * border.re - aIm * border.im;
  let [xRe, xIm] = [0, 0];
  for (let i = n - 2; i >= 0; i--) {
    const down = i === n - 2 ? 0 : step.tau * chain.upper[i];
    const [iRe, iIm] = [down * work.inverseRe[i], down * work.inverseIm[i]];
    const [bRe, bIm] = [work.borderRe[i], work.borderIm[i]];
    const re = work.partialRe[i] + (iRe * xRe - iIm * xIm) + (bRe * border.re - bIm * border.im);
    xIm = work.partialIm[i] + (iRe * xIm + iIm * xRe) + (bRe * border.im + bIm * border.re);
    xRe = re;
    v[i] += aRe * xRe - aIm * xIm;
  }
}
