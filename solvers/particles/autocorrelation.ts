import { InputError } from '../../src/num/input-error.js';
import { momentsOf, type Tally } from './tally.js';

/** How many independent records a run is worth. */
export interface EffectiveSample {
  /** Integrated autocorrelation time τ = 1 + 2Σρ(k), in records: the variance of the mean is τ·variance/records. */
  readonly time: number;
  /** records/τ. */
  readonly size: number;
  /** Whether the estimate can be trusted: series much longer than τ, or enough chains. */
  readonly reliable: boolean;
}

/**
 * τ of one or more series of equal length by Sokal's automatic windowing: the sum is cut at the first lag W ≥ 5τ(W)
 * (Madras & Sokal 1988), beyond which it would collect noise. Series share the mean, so that chains stuck in different places
 * count as correlated. Reliable from 50τ records a series on. Throws InputError for series that are empty or of unequal lengths.
 */
export function autocorrelationTime(series: readonly ArrayLike<number>[]): EffectiveSample {
  const length = series[0]?.length ?? 0;
  if (length === 0 || series.some((s) => s.length !== length)) {
    throw new InputError(
      'autocorrelationTime',
      'series of one length above 0',
      series.map((s) => s.length).join(', '),
      'Record first.',
    );
  }
  let mean = 0;
  for (const s of series) for (let i = 0; i < length; i++) mean += s[i] / (length * series.length);
  const covariance = (lag: number): number => {
    let sum = 0;
    for (const s of series) for (let i = lag; i < length; i++) sum += (s[i] - mean) * (s[i - lag] - mean);
    return sum / (series.length * (length - lag));
  };
  const variance = covariance(0);
  const total = length * series.length;
  if (!(variance > 0)) return { time: 1, size: total, reliable: false };
  let time = 1;
  for (let lag = 1; lag < length; lag++) {
    if (lag >= 5 * time) return effective(time, total, length >= 50 * time);
    time += (2 * covariance(lag)) / variance;
  }
  return effective(time, total, false);
}

function effective(time: number, total: number, reliable: boolean): EffectiveSample {
  // Anticorrelated records carry more than one sample each, but an estimate at or below 0 is noise.
  const positive = Math.max(time, 1 / total);
  return { time: positive, size: total / positive, reliable };
}

/**
 * τ from independent chains, given as the tallies of consecutive parts, as batches: with R records in each of n chains, τ = R·Var(chain means)/Var(records), whatever the
 * correlation inside a chain. Reliable from 30 chains on. Chains lost on the way, which have fewer records, are left out.
 * With `threshold` j, the same for the indicator "below threshold j", which is what a distribution function averages.
 */
export function chainsTime(parts: readonly Tally[], threshold?: number): EffectiveSample {
  const full = parts.reduce((most, { records }) => records.reduce((m, r) => Math.max(m, r), most), 0);
  const width = thresholdsOf(parts);
  if (threshold !== undefined && !(Number.isInteger(threshold) && threshold >= 0 && threshold < width)) {
    throw new InputError(
      'chainsTime',
      `a threshold from 0 to ${width - 1}`,
      String(threshold),
      'Give the observable thresholds.',
    );
  }
  let [n, mean, spread] = [0, 0, 0];
  for (const { chains, records, moments, below } of parts) {
    for (let k = 0; k < chains; k++) {
      if (full === 0 || records[k] < full) continue;
      n++;
      const own = threshold === undefined ? moments[4 * k] : below[k * width + threshold] / full;
      const delta = own - mean;
      mean += delta / n;
      spread += delta * (own - mean);
    }
  }
  const total = n * full;
  const variance = threshold === undefined ? (momentsOf(parts).variance ?? 0) : mean * (1 - mean);
  if (n < 2 || !(variance > 0)) return { time: 1, size: total, reliable: false };
  return effective((full * spread) / (n - 1) / variance, total, n >= 30);
}

function thresholdsOf([{ below, chains }]: readonly Tally[]): number {
  return below.length / chains;
}

/** The smallest effective size among all thresholds, for tests on the whole distribution; without thresholds, that of the mean. */
export function distributionSize(parts: readonly Tally[]): EffectiveSample {
  const width = thresholdsOf(parts);
  if (width === 0) return chainsTime(parts);
  const sizes = Array.from({ length: width }, (_, j) => chainsTime(parts, j));
  const usable = sizes.filter((s) => s.reliable);
  return (usable.length > 0 ? usable : sizes).reduce((least, s) => (s.size < least.size ? s : least));
}
