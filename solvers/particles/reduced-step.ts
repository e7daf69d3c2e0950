import { nextNormal } from '../../src/num/random/normal.js';
import { emptyStream, seedFromNumbers } from '../../src/num/random/stream.js';

/**
 * One step of the reduced SDE of a diagonal linear network, in the coordinate that suits each depth. `c` holds the
 * coefficients of reduced-coefficients.ts, `xi` is a standard normal number. These functions are the reference for the
 * WebAssembly kernel, assembly/particles/step.ts, which repeats them operation by operation and gives the same bits.
 *
 * Depths 0 and 1 use a symmetric splitting of the Stratonovich equation into flows that are solved in closed form, which is
 * of weak order 2 and strong order 1 with one normal number a step (Ninomiya & Victoir 2008, for one noise). Let
 * dx = a dt + b∘dW with b² = k(x − c)² + ρ. The noise's flow moves w = x − c to w cosh(√k ΔW) + √(w² + ρ/k) sinh(√k ΔW);
 * cosh and sinh are cut after q² and q, q = kΔW², which leaves cosh ± sinh positive for every q.
 *
 * Depth 0: x = v, b² = 4T g(v), and the Stratonovich drift 2β₂ + 2Tα₂ − 2(β₁ + γ + Tα₁)v is linear.
 */
export function regressionStep(v: number, xi: number, c: Float64Array): number {
  const w = c[0] * v + c[1];
  const q = xi * xi;
  const root = Math.sqrt(c[3] * (w * w) + c[4]);
  const even = 1 + q * (c[15] + q * c[16]);
  const odd = 1 + q * c[17];
  return c[0] * (w * even + root * (xi * odd)) + c[2];
}

/**
 * Depth 1 in s = v⁻². With z = √s = 1/|v|, Itô's rule on [NB] Eq. 93 (theory of the SDE: d ln v = [−4r − 4Tg − 4γ]dt + 4√(Tg)dW) gives
 * b² = 16T(α₃z² − 2α₂z + α₁) and the Stratonovich drift A/z + B + C z, A = 12Tα₁, B = 4β₁ − 16Tα₂, C = 4Tα₃ − 4(β₂ − γ):
 * large v lies at z = 0, which A/z makes unreachable. Flow of A/z: s ↦ s + 2At. Since s′ = y² + A dt whatever the sign of
 * y, neither the sign of v changes nor can v overflow. Where s < c₆ the noise of one step is not small against z, and
 * the step is split; else the heavy tail of v would end at 1/√(A dt). s is held at 10²⁸⁰ (|v| = 10⁻¹⁴⁰): collapsed.
 */
export function twoLayerStep(s: number, xi: number, c: Float64Array): number {
  if (s < c[6]) return twoLayerSubsteps(s, xi, c);
  const w = c[0] * Math.sqrt(s + c[5]) + c[1];
  const q = xi * xi;
  const root = Math.sqrt(c[3] * (w * w) + c[4]);
  const even = 1 + q * (c[15] + q * c[16]);
  const odd = 1 + q * c[17];
  const y = c[0] * (w * even - root * (xi * odd)) + c[2];
  const next = y * y + c[5];
  return next > 1e280 ? 1e280 : next;
}

const local = emptyStream();

/**
 * A step in pieces whose length is proportional to s, so that each is the same problem on another scale. Their normals come
 * from a stream of their own, seeded by the bits of s and xi, so that the chain's stream moves on by one normal a step.
 */
function twoLayerSubsteps(start: number, xi: number, c: Float64Array): number {
  seedFromNumbers(start, xi, local);
  let s = start;
  let left = c[7];
  while (left > 0) {
    const dt = Math.min(left, c[8] * s);
    left -= dt;
    const h = c[9] * dt;
    const below = 12 - 6 * h + h * h;
    const a = (12 + 6 * h + h * h) / below;
    const b = (c[10] * dt) / below;
    const w = a * Math.sqrt(s + c[14] * dt) + (b - c[11]);
    const n = nextNormal(local);
    const k = c[12] * dt;
    const q = k * (n * n);
    const root = Math.sqrt(k * (w * w) + c[13] * dt);
    const even = 1 + q * (0.5 + q * (1 / 24));
    const odd = 1 + q * (1 / 6);
    const y = a * (w * even - root * (n * odd)) + (b + a * c[11]);
    s = y * y + c[14] * dt;
  }
  return s;
}

/**
 * Depth D ≥ 2 in the weight of one layer, u = (|v|/d)^{1/(D+1)}, with κ = u^{D−1} and v = dκu²:
 * d ln u = F dt + √S dW, F = −2[κ(β₁v − β₂) + κ²T g + γ], S = 4Tκ²g. F and S are sums of monomials in u, so all derivatives
 * with respect to ln u are multiplications by degrees, and the step is the simplified Taylor scheme of weak order 2 and
 * strong order 1 (Kloeden & Platen 1992, Eq. 14.2.2). With ′ = d/d ln u and b = √S, ln u grows by
 * F dt + bΔW + ¼S′(ΔW² − dt) + ½(F′b + Fb′ + ½b²b″)ΔW dt + ½(FF′ + ½F″S)dt².
 * u is multiplied by the Padé approximant [2/2] of the exponential of that, which is positive: u never changes sign.
 * Where S or the restoring force is large the step is split as at depth 1.
 */
export function deepStep(start: number, xi: number, depth: number, c: Float64Array): number {
  if (start === 0) return 0;
  let u = start;
  let left = c[0];
  let split = false;
  while (left > 0) {
    let k = u;
    for (let i = 2; i < depth; i++) k *= u;
    const v = c[1] * (k * (u * u));
    const t = v - c[2];
    const square = k * k * (c[3] * (t * t) + c[4]);
    const dt = Math.min(left, c[5] / (square + c[6] * (k * v)));
    if (dt < left && !split) {
      seedFromNumbers(start, xi, local);
      split = true;
    }
    left -= dt;
    const y = taylorStep(k, v, dt, { square, normal: split ? nextNormal(local) : xi, c });
    const even = y * y + 12;
    const odd = 6 * y;
    u = (u * (even + odd)) / (even - odd);
  }
  return u;
}

/** The growth of ln u over dt. */
function taylorStep(
  k: number,
  v: number,
  dt: number,
  { square, normal, c }: { square: number; normal: number; c: Float64Array },
): number {
  const kv = k * v;
  const kk = k * k;
  const one = c[7] * k;
  const two = c[8] * kv;
  const three = c[9] * kk;
  const four = c[10] * (kk * v);
  const five = c[11] * (kv * kv);
  const drift = one + two + three + four + five + c[12];
  const slope = c[13] * one + c[14] * two + c[15] * three + c[16] * four + c[17] * five;
  const bend =
    c[13] * (c[13] * one) +
    c[14] * (c[14] * two) +
    c[15] * (c[15] * three) +
    c[16] * (c[16] * four) +
    c[17] * (c[17] * five);
  // S = −2(three + four + five), which gives S′ and S″ from the same monomials.
  const squareSlope = -2 * (c[15] * three + c[16] * four + c[17] * five);
  const squareBend = -2 * (c[15] * (c[15] * three) + c[16] * (c[16] * four) + c[17] * (c[17] * five));
  const b = Math.sqrt(square);
  const bSlope = b > 0 ? squareSlope / (2 * b) : 0;
  const mixed = slope * b + drift * bSlope + 0.5 * (b * (0.5 * squareBend - bSlope * bSlope));
  const dw = Math.sqrt(dt) * normal;
  const plain = drift * dt + b * dw + 0.25 * squareSlope * (dw * dw - dt);
  return plain + 0.5 * dt * (mixed * dw + (drift * slope + 0.5 * (bend * square)) * dt);
}
