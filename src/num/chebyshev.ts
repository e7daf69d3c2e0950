/** A polynomial on [low, high] by its Chebyshev coefficients: Σ cₖ Tₖ(x), x ∈ [−1, 1]. */
export interface ChebyshevFit {
  readonly low: number;
  readonly high: number;
  readonly coefficients: Float64Array;
  /** Size of the last three coefficients relative to the largest: how well the polynomial stands for the function. */
  readonly tail: number;
}

/** Interpolates f at n Chebyshev points, all inside (low, high); for an analytic f the error falls geometrically with n. */
export function chebyshevFit(f: (x: number) => number, low: number, high: number, n: number): ChebyshevFit {
  const angles = Float64Array.from({ length: n }, (_, j) => (Math.PI * (j + 0.5)) / n);
  // Half-angle form: points near `low` keep their distance from it.
  const values = angles.map((angle) => f(low + (high - low) * Math.cos(angle / 2) ** 2));
  const coefficients = Float64Array.from({ length: n }, (_, k) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += values[j] * Math.cos(k * angles[j]);
    return ((k === 0 ? 1 : 2) * sum) / n;
  });
  const size = coefficients.reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  const last = coefficients.subarray(Math.max(1, n - 3)).reduce((most, c) => Math.max(most, Math.abs(c)), 0);
  return { low, high, coefficients, tail: size === 0 ? 0 : last / size };
}

/** The polynomial at x, by Clenshaw's recurrence. */
export function chebyshevAt({ low, high, coefficients }: ChebyshevFit, x: number): number {
  const t = (2 * (x - low)) / (high - low) - 1;
  let [b1, b2] = [0, 0];
  for (let k = coefficients.length - 1; k > 0; k--) [b1, b2] = [2 * t * b1 - b2 + coefficients[k], b1];
  return t * b1 - b2 + coefficients[0];
}
