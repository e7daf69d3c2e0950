import { InputError } from '../../src/num/input-error.js';

/** Pearson's comparison of counts with a law. */
export interface ChiSquare {
  readonly statistic: number;
  /** Cells after pooling, less one. */
  readonly freedom: number;
  /** Probability of a larger statistic if the counts follow the law. */
  readonly pValue: number;
}

/**
 * Σ (O − E)²/E of counts against the probabilities of a law on the same cells. Neighbouring cells are pooled from the left
 * until each expects at least 5 independent values, without which the statistic has no χ² law. Correlated records enter through
 * `effectiveSize` (default: the sum of the counts), in proportion to which everything is counted.
 * Throws InputError for different lengths, no mass, a size that is not positive, or fewer than two cells after pooling.
 */
export function chiSquare(counts: ArrayLike<number>, law: ArrayLike<number>, effectiveSize = sumOf(counts)): ChiSquare {
  if (counts.length !== law.length) {
    throw new InputError(
      'chiSquare',
      'counts and a law on the same cells',
      `${counts.length} and ${law.length} cells`,
      'Bin both alike.',
    );
  }
  const [N, P] = [sumOf(counts), sumOf(law)];
  for (const value of [N, P, effectiveSize]) {
    if (!(value > 0 && value < Infinity)) {
      throw new InputError(
        'chiSquare',
        'positive finite counts, masses and size',
        String(value),
        'Record before comparing.',
      );
    }
  }
  const cells = pool(counts, law, [effectiveSize / N, effectiveSize / P]);
  if (cells.length < 2) {
    throw new InputError(
      'chiSquare',
      'at least two cells that expect 5 values',
      String(cells.length),
      'Use more samples or wider cells.',
    );
  }
  const statistic = cells.reduce((sum, [observed, expected]) => sum + (observed - expected) ** 2 / expected, 0);
  const freedom = cells.length - 1;
  return { statistic, freedom, pValue: upperGamma(freedom / 2, statistic / 2) };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** Pairs (observed, expected); what is left at the right end joins the last cell. */
function pool(
  counts: ArrayLike<number>,
  law: ArrayLike<number>,
  [perCount, perMass]: [number, number],
): [number, number][] {
  const cells: [number, number][] = [];
  let [observed, expected] = [0, 0];
  for (let i = 0; i < counts.length; i++) {
    observed += counts[i] * perCount;
    expected += law[i] * perMass;
    if (expected < 5) continue;
    cells.push([observed, expected]);
    [observed, expected] = [0, 0];
  }
  const last = cells[cells.length - 1];
  if (last !== undefined) cells[cells.length - 1] = [last[0] + observed, last[1] + expected];
  return cells;
}

/**
 * The regularised upper incomplete gamma function Q(a, x), a > 0, x ≥ 0, to about 10⁻¹³: one minus its power series for
 * x < a + 1, and Legendre's continued fraction by Lentz's method beyond (Abramowitz & Stegun 6.5.29, 6.5.31).
 */
export function upperGamma(a: number, x: number): number {
  if (x === 0) return 1;
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > 1e-17 * sum; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let d = 1 / b;
  let c = 1e300;
  let h = d;
  for (let n = 1; n < 100_000; n++) {
    const step = n * (a - n);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return front * h;
}

/** ln Γ(a) for a > 0: Stirling's series at a ≥ 12, where four terms and more leave 10⁻¹⁵, reached by Γ(a) = Γ(a + 1)/a. */
function logGamma(a: number): number {
  let shift = 0;
  let z = a;
  for (; z < 12; z++) shift += Math.log(z);
  const s = 1 / (z * z);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188))))) / z;
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}
