/**
 * ln Γ(x) for x > 0: Stirling's series after the argument has been raised to 12 or more by Γ(x + 1) = xΓ(x). Absolute error a few
 * 10⁻¹⁶ times the larger of 1 and x ln x.
 */
export function logGamma(x: number): number {
  let [shift, z] = [1, x];
  for (; z < 12; z++) shift *= z;
  const r = 1 / (z * z);
  const series = 1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))));
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z - Math.log(shift);
}

/**
 * The regularised incomplete beta function I_x(a, b) with 1 − x given beside x, so that neither end loses digits.
 * By the continued fraction of DiDonato & Morris (ACM Trans. Math. Softw. 18, 1992; also Numerical Recipes 6.4), which converges in
 * about √max(a, b) terms on the side of the mean; on the other side the complement is taken.
 */
export function incompleteBeta(a: number, b: number, x: number, complement: number): number {
  if (!(x > 0)) return x === 0 ? 0 : NaN;
  if (!(complement > 0)) return complement === 0 ? 1 : NaN;
  const logFront = a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b);
  if (x < (a + 1) / (a + b + 2)) return (Math.exp(logFront) * fraction(a, b, x)) / a;
  return 1 - (Math.exp(logFront) * fraction(b, a, complement)) / b;
}

/** The continued fraction by the modified Lentz method; numerators alternate between two forms. */
function fraction(a: number, b: number, x: number): number {
  const nonzero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let c = 1;
  let d = 1 / nonzero(1 - ((a + b) * x) / (a + 1));
  let f = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonzero(1 + even * d);
    c = nonzero(1 + even / c);
    f *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonzero(1 + odd * d);
    c = nonzero(1 + odd / c);
    f *= c * d;
    if (Math.abs(c * d - 1) <= 2e-16) break;
  }
  return f;
}
