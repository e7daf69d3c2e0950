import { bernoulli } from '../../src/num/bernoulli.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/** Writes the drift a, the diffusion D and its slope D′ at x to out[0], out[1], out[2]. */
export type LineCoefficientsWithSlope = (x: number, out: Float64Array) => void;

/** Nodes first·h + (i + ½)h, i = 0 … size − 1; with `end` > size·h − h/2 … a boundary beyond the last node that absorbs. */
export interface ChainNodes {
  readonly spacing: number;
  readonly size: number;
  /** The first node. */
  readonly first: number;
  /** Distance from the last node to an absorbing boundary, in (0, ∞); null: nothing leaves. */
  readonly absorber: number | null;
}

/**
 * The exponentially fitted (Scharfetter–Gummel) generator of dx = a dt + √(2D) dW on equally spaced nodes, walls at the ends:
 *   rate(i → i+1) = D_f B(−P)/(h w_i),  rate(i+1 → i) = D_f B(P)/(h w_{i+1}),  P = h (a − D′)_f/D_f  at the face's middle.
 * Second order; where D_f vanishes it is upwind. With an absorbing boundary at distance d beyond the last node the chain has one
 * cell more, from which nothing returns; the last node's cell is then w = (h + d)/2 wide (Shortley & Weller 1938).
 */
export function fittedChain(coefficients: LineCoefficientsWithSlope, nodes: ChainNodes): Tridiagonal {
  const { spacing: h, size: n, first, absorber } = nodes;
  const size = absorber === null ? n : n + 1;
  const [lower, upper] = [new Float64Array(size), new Float64Array(size)];
  const out = new Float64Array(3);
  const lastWidth = absorber === null ? h : (h + absorber) / 2;
  for (let i = 0; i + 1 < size; i++) {
    const gap = i + 1 < n ? h : absorber!;
    coefficients(first + i * h + gap / 2, out);
    const [up, down] = faceRates(out[0] - out[2], out[1], gap);
    lower[i] = up / (gap * (i + 1 < n ? h : lastWidth));
    upper[i] = i + 1 < n ? down / (gap * (i + 2 < n ? h : lastWidth)) : 0;
  }
  const diagonal = Float64Array.from({ length: size }, (_, i) => 0 - lower[i] - (i > 0 ? upper[i - 1] : 0));
  return { size, lower, diagonal, upper, cyclic: false };
}

/** D·B(∓P) with P = h·flow/D, and their limits h·max(±flow, 0) for D = 0. */
function faceRates(flow: number, D: number, h: number): [number, number] {
  const P = (h * flow) / D;
  // Beyond this B(−P) = P to rounding, and D might be too small to divide by.
  if (!(Math.abs(P) < 1e3)) return [h * Math.max(flow, 0), h * Math.max(-flow, 0)];
  return [D * bernoulli(-P), D * bernoulli(P)];
}
