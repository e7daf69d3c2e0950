import { criticalTemperature, type DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { firstTimeAbove, type FirstTime } from './first-time.js';
import type { Resolution } from './layout.js';
import type { SymmetricStart } from './start.js';

/** Options of `learningTimes`. */
export interface LearningTimesOptions {
  readonly temperatures: readonly number[];
  /**
   * Where SGD starts: a law or points, or for each of some imbalances a₀ = ¼Σ(u_i + w_i)² the point with that a₀ and the same
   * b₀ = ¼Σ(u_i − w_i)² = `opposite`, which has the wrong sign; a₀ says how far from the balanced manifold it is.
   */
  readonly start: SymmetricStart | { readonly imbalances: readonly number[]; readonly opposite?: number };
  /** The v that counts as learned (default half of the minimum, β₂/2β₁). */
  readonly learned?: number;
  /** Levels of the quantiles (default 0.05, 0.25, 0.5, 0.75, 0.95). */
  readonly quantiles?: readonly number[];
  readonly resolution?: Resolution;
  /** Called with each row as it is ready. */
  readonly onRow?: (row: LearningTime, done: number, of: number) => void;
}

/** The laws of the first time at which v > 0 and v > `learned`. */
export interface LearningTime {
  readonly temperature: number;
  /** a₀; null for a start that is given as such. */
  readonly imbalance: number | null;
  readonly sign: FirstTime;
  readonly learned: FirstTime;
  /** What each time grows by as a₀ falls by a factor e, for small a₀: 1/(8β₂), and 1/(4(β₂ − Tα₃ − γ)), Infinity from T_c on. */
  readonly growth: { readonly sign: number; readonly learned: number };
}

/** From T_c on most paths never learn: the run ends after this many times the highest quantile of the time to the right sign. */
const PATIENCE = 8;

/**
 * Learning times of depth 1 off the balanced manifold for each temperature and start. From v₀ = a₀ − b₀ < 0 the first v > 0 takes about
 * ln(1/a₀)/(8β₂), when the growing a meets the falling b; the first v of the size of the minimum about ln(1/a₀)/(4(β₂ − Tα₃ − γ)), when
 * a itself has grown (docs/derivations/learning-time.md).
 * Throws InputError for a₀ outside (0, b₀), a level that is no v > 0, and as `firstTimeAbove`.
 */
export function learningTimes(problem: DiagonalLinearProblem, options: LearningTimesOptions): LearningTime[] {
  const minimum = problem.beta[1] / problem.beta[0];
  const { temperatures, start, learned = minimum / 2, quantiles = [0.05, 0.25, 0.5, 0.75, 0.95], onRow } = options;
  const { resolution = {} } = options;
  if (!(learned > 0 && learned < Infinity)) {
    throw new InputError(
      'learningTimes',
      'a v > 0 that counts as learned',
      String(learned),
      'Use half of the minimum.',
    );
  }
  const starts = 'imbalances' in start ? wrongSigns(start, minimum) : [{ imbalance: null, start }];
  const all = temperatures.flatMap((temperature) => starts.map((s) => ({ temperature, ...s })));
  return all.map(({ temperature, imbalance, start: from }, k) => {
    const here = { ...problem, temperature };
    const sign = firstTimeAbove(here, from, { quantiles, resolution }).value;
    const collapses = temperature >= (criticalTemperature(here) ?? Infinity);
    const until = collapses ? { until: PATIENCE * sign.times[sign.times.length - 1] } : {};
    const reached = firstTimeAbove(here, from, { level: learned, quantiles, resolution, ...until }).value;
    const rate = problem.beta[1] - temperature * problem.alpha[2] - problem.weightDecay;
    const growth = { sign: 1 / (8 * problem.beta[1]), learned: rate > 0 ? 1 / (4 * rate) : Infinity };
    const row = { temperature, imbalance, sign, learned: reached, growth };
    onRow?.(row, k + 1, all.length);
    return row;
  });
}

function wrongSigns(
  { imbalances, opposite }: { readonly imbalances: readonly number[]; readonly opposite?: number },
  minimum: number,
): { readonly imbalance: number; readonly start: SymmetricStart }[] {
  const b = opposite ?? minimum;
  const wrong = imbalances.find((a) => !(a > 0 && a < b));
  if (wrong !== undefined) {
    throw new InputError('imbalances', `numbers between 0 and b₀ = ${b}`, String(wrong), 'Use for example 1e-3.');
  }
  return imbalances.map((a) => {
    const [s, t] = [Math.sqrt(a), Math.sqrt(b)];
    return { imbalance: a, start: [{ u: [s + t], w: [s - t] }] };
  });
}
