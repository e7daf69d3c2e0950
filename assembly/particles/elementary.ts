// exp and ln, line for line those of src/num/random/elementary.ts, whose derivation and error bounds hold here too.

const LN2_HIGH: f64 = 6.9314718036912381649e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;
const LOG2_E: f64 = 1.442695040888963387;
const SQRT2: f64 = 1.4142135623730951;

const C2: f64 = 1.0 / 2.0;
const C3: f64 = 1.0 / 6.0;
const C4: f64 = 1.0 / 24.0;
const C5: f64 = 1.0 / 120.0;
const C6: f64 = 1.0 / 720.0;
const C7: f64 = 1.0 / 5040.0;
const C8: f64 = 1.0 / 40320.0;
const C9: f64 = 1.0 / 362880.0;
const C10: f64 = 1.0 / 3628800.0;
const C11: f64 = 1.0 / 39916800.0;
const C12: f64 = 1.0 / 479001600.0;
const C13: f64 = 1.0 / 6227020800.0;

function powerOfTwo(k: i64): f64 {
  return reinterpret<f64>((k + 1023) << 52);
}

export function exponential(x: f64): f64 {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  const z = r * r;
  const even = 1 + z * (C2 + z * (C4 + z * (C6 + z * (C8 + z * (C10 + z * C12)))));
  const odd = r * (1 + z * (C3 + z * (C5 + z * (C7 + z * (C9 + z * (C11 + z * C13))))));
  const sum = even + odd;
  const first = Math.floor(k / 2);
  return sum * powerOfTwo(i64(first)) * powerOfTwo(i64(k - first));
}

/** For 0 < x normal, which is all that the sampler asks. */
export function logarithm(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let e: f64 = f64((bits >>> 52) - 1023);
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > SQRT2) {
    m *= 0.5;
    e += 1;
  }
  const f = (m - 1) / (m + 1);
  const z = f * f;
  const near = 1 + z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * (1.0 / 7.0 + z * (1.0 / 9.0))));
  const far = 1.0 / 11.0 + z * (1.0 / 13.0 + z * (1.0 / 15.0 + z * (1.0 / 17.0 + z * (1.0 / 19.0 + z * (1.0 / 21.0)))));
  const sum = near + z * z * (z * z) * z * far;
  return e * LN2_HIGH + (2 * f * sum + e * LN2_LOW);
}
