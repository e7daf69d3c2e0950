/**
 * exp and ln whose bits do not depend on the host: the language leaves Math.exp and Math.log to the engine, and a stream
 * that rejects on their last bit would then differ between Node, a browser and a compiled kernel. Only + − × ÷ and exact
 * scalings by powers of two are used, so the same lines in WebAssembly (assembly/particles) give the same bits.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const LOG2_E = 1.442695040888963387;

/** Cn = 1/n!. */
const C2 = 1 / 2;
const C3 = 1 / 6;
const C4 = 1 / 24;
const C5 = 1 / 120;
const C6 = 1 / 720;
const C7 = 1 / 5040;
const C8 = 1 / 40320;
const C9 = 1 / 362880;
const C10 = 1 / 3628800;
const C11 = 1 / 39916800;
const C12 = 1 / 479001600;
const C13 = 1 / 6227020800;

const word = new Float64Array(1);
const half = new Int32Array(word.buffer);

/** 2^k for −1022 ≤ k ≤ 1023, exactly. */
function powerOfTwo(k: number): number {
  half[0] = 0;
  half[1] = (k + 1023) << 20;
  return word[0];
}

/**
 * eˣ within 2 units of the last place: x = k ln 2 + r with |r| ≤ ½ ln 2 and ln 2 in two parts (Cody & Waite 1980), Taylor's
 * series of eʳ to r¹³ (the next term is below 5·10⁻¹⁸), and a scaling by 2ᵏ in two exact halves, which reaches subnormals.
 */
export function exponential(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  // cosh and sinh of r: two short chains of operations instead of a long one.
  const z = r * r;
  const even = 1 + z * (C2 + z * (C4 + z * (C6 + z * (C8 + z * (C10 + z * C12)))));
  const odd = r * (1 + z * (C3 + z * (C5 + z * (C7 + z * (C9 + z * (C11 + z * C13))))));
  const sum = even + odd;
  const first = Math.floor(k / 2);
  return sum * powerOfTwo(first) * powerOfTwo(k - first);
}

/**
 * ln x within 2 units of the last place for x ≥ 0 (−∞ at 0): x = 2ᵉ m with √½ ≤ m < √2 and
 * ln m = 2 artanh f, f = (m − 1)/(m + 1), |f| < 0.172, whose series to f²¹ leaves less than 10⁻¹⁹.
 */
export function logarithm(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const subnormal = x < 2.2250738585072014e-308;
  word[0] = subnormal ? x * 18014398509481984 : x;
  let e = (half[1] >>> 20) - 1023 - (subnormal ? 54 : 0);
  half[1] = (half[1] & 0xfffff) | 0x3ff00000;
  let m = word[0];
  if (m > Math.SQRT2) {
    m *= 0.5;
    e += 1;
  }
  const f = (m - 1) / (m + 1);
  const z = f * f;
  const near = 1 + z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9))));
  const far = 1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z * (1 / 21)))));
  const sum = near + z * z * (z * z) * z * far;
  return e * LN2_HIGH + (2 * f * sum + e * LN2_LOW);
}
