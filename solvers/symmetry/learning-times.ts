import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { firstTimeAbove } from './first-time.js';
import type { Resolution } from './layout.js';

/** Options of `learningTimes`. */
export interface LearningTimesOptions {
  /** Initial a₀ = ¼Σ(u_i + w_i)², which measures how far from balanced a start of the wrong sign is. */
  readonly imbalances: readonly number[];
  readonly temperatures: readonly number[];
  /** b₀ = ¼Σ(u_i − w_i)² of every start (default β₂/β₁: v₀ is minus the minimum, but for a₀). */
  readonly opposite?: number;
  /** The v that counts as learned (default half of the minimum, β₂/2β₁). */
  readonly learned?: number;
  readonly resolution?: Resolution;
}

/** One row of the table: quantiles of the first time v > 0 and v > `learned`, null where not reached. */
export interface LearningTime {
  readonly temperature: number;
  readonly imbalance: number;
  readonly sign: { readonly median: number | null; readonly quantile95: number | null };
  readonly learned: { readonly median: number | null; readonly quantile95: number | null };
  /** What each time grows by as a₀ falls by a factor e, for small a₀: 1/(8β₂), and 1/(4(β₂ − Tα₃ − γ)), Infinity from T_c on. */
  readonly growth: { readonly sign: number; readonly learned: number };
}

/**
 * Learning times from starts of the wrong sign, v₀ = a₀ − b₀ < 0, for each temperature and imbalance. The first v > 0 takes about
 * ln(1/a₀)/(8β₂), when the growing a meets the falling b; the first v of the size of the minimum about
 * ln(1/a₀)/(4(β₂ − Tα₃ − γ)), when a itself has grown (docs/derivations/learning-time.md).
 * Throws InputError for a₀ outside (0, b₀), and as `firstTimeAbove`.
 */
export function learningTimes(problem: DiagonalLinearProblem, options: LearningTimesOptions): LearningTime[] {
  const minimum = problem.beta[1] / problem.beta[0];
  const { imbalances, temperatures, opposite = minimum, learned = minimum / 2, resolution = {} } = options;
  const wrong = imbalances.find((a) => !(a > 0 && a < opposite));
  if (wrong !== undefined) {
    throw new InputError(
      'learningTimes',
      `imbalances between 0 and ${opposite}`,
      String(wrong),
      'Use for example 1e-3.',
    );
  }
  return temperatures.flatMap((temperature) =>
    imbalances.map((imbalance) => {
      const [s, t] = [Math.sqrt(imbalance), Math.sqrt(opposite)];
      const at = (level: number): { median: number | null; quantile95: number | null } => {
        const { value } = firstTimeAbove({ ...problem, temperature }, [{ u: [s + t], w: [s - t] }], {
          level,
          resolution,
        });
        return { median: value.quantiles[0].time, quantile95: value.quantiles[1].time };
      };
      const rate = problem.beta[1] - temperature * problem.alpha[2] - problem.weightDecay;
      const growth = { sign: 1 / (8 * problem.beta[1]), learned: rate > 0 ? 1 / (4 * rate) : Infinity };
      return { temperature, imbalance, sign: at(0), learned: at(learned), growth };
    }),
  );
}
