import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import type { Solution } from '../solution.js';
import { layOut, type Resolution } from './layout.js';
import { symmetricMarch } from './march.js';
import { symmetricModel } from './model.js';
import { startCloud, type SymmetricStart } from './start.js';
import { surviving } from './totals.js';

/** Options of `firstTimeAbove`. */
export interface FirstTimeOptions {
  /** The level L ≥ 0 of v (default 0: the right sign). */
  readonly level?: number;
  /** Levels of the quantiles wanted, in (0, 1) (default 0.5 and 0.95). */
  readonly quantiles?: readonly number[];
  /** Where the run stops if the quantiles are not reached (default 10 000 time steps). */
  readonly until?: number;
  readonly resolution?: Resolution;
}

/** The law of the first time at which v > L. */
export interface FirstTime {
  /** Survival function at the end of each time step: P(v ≤ L until then). times[0] = 0. */
  readonly times: Float64Array;
  readonly survival: Float64Array;
  /** Times at which the first-time law reaches each quantile level asked for; null where it does not within the run. */
  readonly quantiles: readonly { readonly level: number; readonly time: number | null }[];
  /** Probability that v > L is never reached: exactly balanced starts on the wrong side. */
  readonly never: number;
}

/** How the run ended. */
export type FirstTimeOutcome = 'converged' | 'step-limit';

/**
 * The law of the first time at which v > L from any start: the same evolution with v = L absorbing. Quantiles are found between
 * time steps along a straight line of ln survival. Stops as soon as the highest quantile is passed.
 * stats: cells, steps, massError (Σ mass and absorbed mass − 1).
 * Throws InputError as `evolveSymmetric`, and for a level < 0 or quantiles outside (0, 1).
 */
export function firstTimeAbove(
  problem: DiagonalLinearProblem,
  start: SymmetricStart,
  options: FirstTimeOptions = {},
): Solution<FirstTime, FirstTimeOutcome> {
  const { level = 0, quantiles = [0.5, 0.95], resolution = {} } = options;
  check(level, quantiles);
  const model = symmetricModel(problem);
  const cloud = startCloud(start);
  const grid = layOut(model, cloud, level, resolution);
  const { state, advance } = symmetricMarch(model, grid, cloud);
  const least = 1 - Math.max(0, ...quantiles);
  const never = cloud.weight.reduce((sum, m, n) => sum + (cloud.logA[n] === -Infinity ? m : 0), 0);
  const until = options.until ?? 10_000 * grid.timeStep;
  const times = [0];
  const survival = [1 - state.absorbed];
  while (survival[survival.length - 1] > least && state.time < until && survival[survival.length - 1] > never + 1e-12) {
    const stretch = Math.min(until, state.time + CHUNK * grid.timeStep);
    advance(stretch, grid.timeStep, ({ time, absorbed }) => {
      times.push(time);
      survival.push(1 - absorbed);
    });
  }
  const found = quantiles.map((q) => ({ level: q, time: timeOf(1 - q, times, survival) }));
  const missing = found.filter(({ time }) => time === null).length;
  return {
    value: { times: Float64Array.from(times), survival: Float64Array.from(survival), quantiles: found, never },
    outcome: missing === 0 || never > 0 ? 'converged' : 'step-limit',
    message:
      missing === 0
        ? `All quantiles were reached by t = ${state.time}.`
        : `${missing} of ${quantiles.length} quantiles lie beyond t = ${state.time}${never > 0 ? ' or are never reached' : ''}. Raise \`until\`.`,
    stats: { cells: state.cells.m0.length, steps: state.steps, massError: surviving(state) + state.absorbed - 1 },
  };
}

/** Time steps between looks at whether to stop. */
const CHUNK = 20;

/** The first time at which the survival function falls to s, null for never. */
function timeOf(s: number, times: readonly number[], survival: readonly number[]): number | null {
  const k = survival.findIndex((p) => p <= s);
  if (k < 0) return null;
  if (k === 0) return 0;
  const [before, after] = [Math.log(survival[k - 1]), Math.log(Math.max(survival[k], Number.MIN_VALUE))];
  return times[k - 1] + ((Math.log(s) - before) / (after - before)) * (times[k] - times[k - 1]);
}

function check(level: number, quantiles: readonly number[]): void {
  if (!(level >= 0 && level < Infinity)) {
    throw new InputError('firstTimeAbove', 'a finite level ≥ 0', String(level), 'Level 0 asks for the right sign.');
  }
  const wrong = quantiles.find((q) => !(q > 0 && q < 1));
  if (wrong !== undefined) {
    throw new InputError('firstTimeAbove', 'quantiles between 0 and 1', String(wrong), 'Use 0.5 for the median.');
  }
}
