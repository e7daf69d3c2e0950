import { exponential, logarithm } from './elementary.js';
import { fraction, nextBits, nextUniform, type Stream } from './stream.js';

/**
 * The standard normal law by the ziggurat of Marsaglia & Tsang (J. Stat. Softw. 5(8), 2000) with 256 layers of equal area
 * under f(x) = exp(−x²/2). Of each 64-bit draw, bits 3–10 choose the layer and bits 12–63 the signed position u in
 * [−½, ½): separate bits, because sharing them correlates layer and position (Doornik 2005). 98.8 % of the draws end there.
 *
 * With half-widths X₀ > X₁ > … > X₂₅₆ = 0, layer i ≥ 1 is the box |x| < Xᵢ, f(Xᵢ) ≤ y < f(Xᵢ₊₁). Layer 0 is the strip
 * below f(X₁) with the tail beyond X₁ folded in, as wide as its area asks: X₀ = V/f(X₁).
 */
export interface Ziggurat {
  /** 256 pairs (2Xᵢ, Xᵢ₊₁/2Xᵢ): the full width, and the |u| below which a draw needs no second look. */
  readonly layers: Float64Array;
  /** f(Xᵢ), i = 0 … 256. */
  readonly heights: Float64Array;
  /**
   * 256 pairs that spare nearly every exponential where a second look is needed: 1/(½ − Xᵢ₊₁/2Xᵢ), which maps |u| there to
   * [0, 1], and how far f strays from its chord in the layer, (Xᵢ − Xᵢ₊₁)²·max|f″|/8, in units of the layer's height.
   */
  readonly wedges: Float64Array;
}

/** X₁, where the tail begins, and the area V of a layer: the root that makes X₂₅₆ = 0, in multi-precision. */
const TAIL = 3.654152885361009;
const AREA = 0.004928673233974655;

/** The tables, built with host-independent exp and ln, so that they are the same everywhere. */
export const ziggurat: Ziggurat = buildZiggurat();

function buildZiggurat(): Ziggurat {
  const X = new Float64Array(257);
  const layers = new Float64Array(512);
  const f = (x: number): number => exponential(-0.5 * x * x);
  X[0] = AREA / f(TAIL);
  X[1] = TAIL;
  for (let i = 2; i < 256; i++) X[i] = Math.sqrt(-2 * logarithm(AREA / X[i - 1] + f(X[i - 1])));
  for (let i = 0; i < 256; i++) {
    layers[2 * i] = 2 * X[i];
    layers[2 * i + 1] = (0.5 * X[i + 1]) / X[i];
  }
  const heights = X.map(f);
  const wedges = new Float64Array(512);
  for (let i = 1; i < 256; i++) {
    wedges[2 * i] = 1 / (0.5 - layers[2 * i + 1]);
    // f″ = (x² − 1) f is monotone but for its maximum at √3.
    const holdsMaximum = X[i + 1] <= Math.sqrt(3) && Math.sqrt(3) <= X[i];
    const bends = [X[i], X[i + 1], holdsMaximum ? Math.sqrt(3) : X[i]].map((x) => Math.abs(x * x - 1) * f(x));
    wedges[2 * i + 1] = ((X[i] - X[i + 1]) ** 2 * Math.max(...bends)) / 8 / (heights[i + 1] - heights[i]) + 1e-12;
  }
  return { layers, heights, wedges };
}

const { layers, heights, wedges } = ziggurat;

/** A standard normal number; uses one 64-bit draw in 98.8 % of the calls. */
export function nextNormal(s: Stream): number {
  for (;;) {
    nextBits(s);
    const layer = (s[8] >>> 3) & 0xff;
    const u = fraction(s) - 0.5;
    const x = u * layers[2 * layer];
    if (Math.abs(u) < layers[2 * layer + 1]) return x;
    if (layer === 0) return u < 0 ? -tail(s) : tail(s);
    if (underCurve(s, layer, u)) return x;
  }
}

/** |x| beyond X₁: Marsaglia's exponential rejection (1964). */
function tail(s: Stream): number {
  for (;;) {
    const x = -logarithm(nextUniform(s)) / TAIL;
    const y = -logarithm(nextUniform(s));
    if (2 * y > x * x) return TAIL + x;
  }
}

/** Whether a uniform height in the layer lies under the curve at u: by the chord, or where that is too close to tell, by f. */
function underCurve(s: Stream, layer: number, u: number): boolean {
  const height = nextUniform(s);
  const gap = 1 - (Math.abs(u) - layers[2 * layer + 1]) * wedges[2 * layer] - height;
  if (Math.abs(gap) > wedges[2 * layer + 1]) return gap > 0;
  const x = u * layers[2 * layer];
  return heights[layer] + height * (heights[layer + 1] - heights[layer]) < exponential(-0.5 * x * x);
}
