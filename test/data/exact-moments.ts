/** Exact rational arithmetic on doubles: moments of rows, rounded once at the end. */

/** Every double is an integer multiple of 2⁻¹⁰⁷⁴. */
const UNIT = 1074n;

function toInteger(value: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const exponent = (raw >> 52n) & 0x7ffn;
  const mantissa = (raw & ((1n << 52n) - 1n)) | (exponent === 0n ? 0n : 1n << 52n);
  const magnitude = mantissa << (exponent === 0n ? 0n : exponent - 1n);
  return raw >> 63n === 1n ? -magnitude : magnitude;
}

/** numerator/denominator·2^−shift, right to about 10⁻¹⁸ before the last rounding. */
function toNumber(numerator: bigint, denominator: bigint, shift: bigint): number {
  if (numerator === 0n) return 0;
  const scaled = (numerator << 200n) / denominator;
  const digits = scaled.toString(2).replace('-', '').length;
  const drop = BigInt(Math.max(0, digits - 64));
  return (
    Number(scaled >> drop) *
    2 ** Number((drop - 200n - shift) / 2n) *
    2 ** Number(drop - 200n - shift - (drop - 200n - shift) / 2n)
  );
}

/** α₁, α₂, α₃, β₁, β₂ and Δ of rows (x, y), each the nearest double to the exact value for these doubles. */
export function exactMoments(
  x: readonly number[],
  y: readonly number[],
): Record<'a1' | 'a2' | 'a3' | 'b1' | 'b2' | 'delta', number> {
  const n = BigInt(x.length);
  const [X, Y] = [x.map(toInteger), y.map(toInteger)];
  const U = X.map((value) => value * value);
  const V = X.map((value, i) => value * Y[i]);
  const sum = (values: readonly bigint[]): bigint => values.reduce((s, value) => s + value, 0n);
  const dot = (a: readonly bigint[], b: readonly bigint[]): bigint => sum(a.map((value, i) => value * b[i]));
  const covariance = (a: readonly bigint[], b: readonly bigint[]): bigint => n * dot(a, b) - sum(a) * sum(b);
  const [a1, a2, a3] = [covariance(U, U), covariance(U, V), covariance(V, V)];
  return {
    a1: toNumber(a1, n * n, 4n * UNIT),
    a2: toNumber(a2, n * n, 4n * UNIT),
    a3: toNumber(a3, n * n, 4n * UNIT),
    b1: toNumber(sum(U), n, 2n * UNIT),
    b2: toNumber(sum(V), n, 2n * UNIT),
    delta: toNumber(a1 * a3 - a2 * a2, n ** 4n, 8n * UNIT),
  };
}
