import { CRAM_LIMIT, CRAM_POLES } from '../evolve/cram.js';
import type { Pole } from '../evolve/resolvent.js';

/** A k × k upper Hessenberg matrix in the corner of rows `stride` long. */
export interface Hessenberg {
  readonly entries: Float64Array;
  readonly stride: number;
  readonly size: number;
}

/**
 * exp(τ(I − H⁻¹)) e₁ for the projection H of a resolvent (I − γA)⁻¹, that is exp(τγA) as the projection sees it, in `steps`
 * equal steps. H⁻¹ is never formed: it is as large as A is stiff, and scaling and squaring would lose as many digits. Instead
 * the Chebyshev rational approximation of `cram.ts`, (z − θ)⁻¹ = H(τ(H − I) − θH)⁻¹, each factor a Hessenberg solve in O(k²).
 * One step is good to rounding where the eigenvalues of A are negative; where they rotate, a step may turn them by about 2.
 */
export function projectedExponential(H: Hessenberg, tau: number, steps: number): Float64Array {
  const v = new Float64Array(H.size);
  v[0] = 1;
  const work: Complex = { re: new Float64Array(H.size * H.size), im: new Float64Array(H.size * H.size) };
  const y: Complex = { re: new Float64Array(H.size), im: new Float64Array(H.size) };
  for (let step = 0; step < steps; step++) {
    for (const pole of CRAM_POLES) applyFactor(H, { tau: tau / steps, pole }, v, { work, y });
    for (let i = 0; i < v.length; i++) v[i] *= CRAM_LIMIT;
  }
  return v;
}

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** v ← v + 2 Re[α H ((τ − θ)H − τI)⁻¹ v]. */
function applyFactor(
  { entries, stride, size }: Hessenberg,
  { tau, pole }: { readonly tau: number; readonly pole: Pole },
  v: Float64Array,
  { work, y }: { readonly work: Complex; readonly y: Complex },
): void {
  for (let i = 0; i < size; i++) {
    for (let j = Math.max(0, i - 1); j < size; j++) {
      work.re[i * size + j] = (tau - pole.thetaRe) * entries[i * stride + j] - (i === j ? tau : 0);
      work.im[i * size + j] = -pole.thetaIm * entries[i * stride + j];
    }
  }
  y.re.set(v);
  y.im.fill(0);
  solveHessenberg(work, y);
  for (let i = 0; i < size; i++) {
    let [re, im] = [0, 0];
    for (let j = Math.max(0, i - 1); j < size; j++) {
      re += entries[i * stride + j] * y.re[j];
      im += entries[i * stride + j] * y.im[j];
    }
    v[i] += 2 * (pole.alphaRe * re - pole.alphaIm * im);
  }
}

/** Overwrites y with M⁻¹y; M is spoilt. Gaussian elimination; rows are swapped with their neighbour for the larger pivot. */
function solveHessenberg(M: Complex, y: Complex): void {
  const n = y.re.length;
  for (let k = 0; k + 1 < n; k++) {
    const [a, b] = [k * n + k, (k + 1) * n + k];
    if (Math.abs(M.re[b]) + Math.abs(M.im[b]) > Math.abs(M.re[a]) + Math.abs(M.im[a])) {
      for (let j = 0; j < n - k; j++) swap(M, a + j, b + j);
      swap(y, k, k + 1);
    }
    const square = M.re[a] ** 2 + M.im[a] ** 2;
    const re = (M.re[b] * M.re[a] + M.im[b] * M.im[a]) / square;
    const im = (M.im[b] * M.re[a] - M.re[b] * M.im[a]) / square;
    if (re === 0 && im === 0) continue;
    for (let j = 1; j < n - k; j++) subtractProduct(M, b + j, { re, im, x: M, at: a + j });
    subtractProduct(y, k + 1, { re, im, x: y, at: k });
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) {
      subtractProduct(y, i, { re: M.re[i * n + j], im: M.im[i * n + j], x: y, at: j });
    }
    const [re, im] = [M.re[i * n + i], M.im[i * n + i]];
    const square = re ** 2 + im ** 2;
    const real = (y.re[i] * re + y.im[i] * im) / square;
    y.im[i] = (y.im[i] * re - y.re[i] * im) / square;
    y.re[i] = real;
  }
}

function swap({ re, im }: Complex, i: number, j: number): void {
  [re[i], re[j]] = [re[j], re[i]];
  [im[i], im[j]] = [im[j], im[i]];
}

/** u[i] −= (re + i·im)·x[at]. */
function subtractProduct(
  u: Complex,
  i: number,
  { re, im, x, at }: { readonly re: number; readonly im: number; readonly x: Complex; readonly at: number },
): void {
  u.re[i] -= re * x.re[at] - im * x.im[at];
  u.im[i] -= re * x.im[at] + im * x.re[at];
}
