/**
 * erfc(x) = (2/√π) ∫_x^∞ e^{−t²} dt, with small relative error on both sides of 0 and in the tail until it underflows at x ≈ 26.6.
 *
 * Below 1 by erf(x) = (2/√π) e^{−x²} Σ 2ⁿ x^{2n+1}/(2n+1)!!, whose terms are all positive; above by Laplace's continued
 * fraction √π e^{x²} erfc(x) = 1/(x + ½/(x + 1/(x + 3/2/(x + …)))), evaluated upwards (modified Lentz): there 1 − erf would cancel.
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x > 27) return 0;
  if (!(x >= 0)) return NaN;
  return x < 1 ? 1 - erfSeries(x) : gaussian(x) * tailFraction(x);
}

/** e^{−x²}, with x split so that the rounding of x² is not multiplied by x². */
function gaussian(x: number): number {
  const coarse = Math.round(x * 1024) / 1024;
  return Math.exp(-coarse * coarse) * Math.exp(-(x - coarse) * (x + coarse));
}

function erfSeries(x: number): number {
  let [term, sum] = [x, x];
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * gaussian(x) * sum;
}

/** e^{x²} erfc(x) for x ≥ 1. */
function tailFraction(x: number): number {
  let [c, d] = [Infinity, 1 / x];
  let f = d;
  for (let n = 1; n < 500; n++) {
    const a = n / 2;
    d = 1 / (x + a * d);
    c = x + a / c;
    const factor = c * d;
    f *= factor;
    if (Math.abs(factor - 1) <= 1e-16) break;
  }
  return f / Math.sqrt(Math.PI);
}

/** P(Z > z) of a standard normal variable. */
export function normalTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}
