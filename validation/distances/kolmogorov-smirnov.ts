import { InputError } from '../../src/num/input-error.js';

/** A Kolmogorov–Smirnov comparison. */
export interface KolmogorovSmirnov {
  /** sup |F − G|. */
  readonly statistic: number;
  /** Probability of a larger statistic if both laws are the same. */
  readonly pValue: number;
}

/**
 * One sample against a continuous distribution function. `effectiveSize` (default: the number of values) is how many
 * independent values the sample is worth. Throws InputError for an empty sample or a size that is not positive.
 */
export function kolmogorovSmirnov(
  sample: ArrayLike<number>,
  cdf: (x: number) => number,
  effectiveSize = sample.length,
): KolmogorovSmirnov {
  const X = Float64Array.from(sample).sort();
  const n = X.length;
  if (n === 0) throw new InputError('kolmogorovSmirnov', 'at least one value', '0', 'Record before comparing.');
  let statistic = 0;
  for (let i = 0; i < n; i++) {
    const F = cdf(X[i]);
    statistic = Math.max(statistic, F - i / n, (i + 1) / n - F);
  }
  return judge(statistic, effectiveSize);
}

/**
 * Two laws on the same cells, compared at the edges: p with `effectiveSize` independent values against an exact q, or against a q with
 * `otherSize` of its own. Between edges nothing is seen, so the p-value is on the cautious side.
 * Throws InputError for different lengths, a law without mass, or a size that is not positive.
 */
export function kolmogorovSmirnovCells(
  p: ArrayLike<number>,
  q: ArrayLike<number>,
  effectiveSize: number,
  otherSize = Infinity,
): KolmogorovSmirnov {
  if (p.length !== q.length || p.length === 0) {
    throw new InputError(
      'kolmogorovSmirnovCells',
      'laws on the same cells',
      `${p.length} and ${q.length} cells`,
      'Bin both alike.',
    );
  }
  const [P, Q] = [p, q].map((law) => {
    let total = 0;
    for (let i = 0; i < law.length; i++) total += law[i];
    if (total > 0 && total < Infinity) return total;
    throw new InputError(
      'kolmogorovSmirnovCells',
      'a positive finite total mass',
      String(total),
      'Pass probabilities or counts.',
    );
  });
  if (!(otherSize > 0)) {
    throw new InputError(
      'kolmogorovSmirnovCells',
      'a positive number of independent values',
      String(otherSize),
      'Measure it.',
    );
  }
  let difference = 0;
  let statistic = 0;
  for (let i = 0; i < p.length; i++) {
    difference += p[i] / P - q[i] / Q;
    statistic = Math.max(statistic, Math.abs(difference));
  }
  return judge(statistic, 1 / (1 / effectiveSize + 1 / otherSize));
}

function judge(statistic: number, size: number): KolmogorovSmirnov {
  if (!(size > 0)) {
    throw new InputError('kolmogorovSmirnov', 'a positive number of independent values', String(size), 'Measure it.');
  }
  // Stephens (1970): this argument makes the limit law accurate to a per cent from n = 5 on.
  const root = Math.sqrt(size);
  return { statistic, pValue: kolmogorovTail((root + 0.12 + 0.11 / root) * statistic) };
}

/**
 * P(K > x) of Kolmogorov's limit law: 2Σ(−1)^{k−1} exp(−2k²x²) for large x; below x = 1, where that alternates without settling,
 * one minus the theta-function form √(2π)/x Σ exp(−(2k−1)²π²/8x²). Both to rounding; they meet at 1.
 */
export function kolmogorovTail(x: number): number {
  if (!(x > 0)) return 1;
  let sum = 0;
  if (x < 1) {
    for (let k = 1; k <= 5; k++) sum += Math.exp((-((2 * k - 1) ** 2) * Math.PI ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * sum;
  }
  for (let k = 1; k <= 6; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return sum;
}
