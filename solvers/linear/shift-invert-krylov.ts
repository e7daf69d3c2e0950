import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import type { Solution } from '../solution.js';
import { atOnce, Interrupted, wasStopped, type Steps } from '../steps.js';
import { combine, enlarge, norm, openSpace } from './arnoldi.js';
import type { ArnoldiSpace } from './arnoldi.js';
import type { Elimination } from './elimination.js';
import { projectedExponential } from './hessenberg-exponential.js';
import { solve } from './solve.js';

/** Settings of `krylovEvolve`. */
export interface KrylovOptions {
  /** Largest estimated error of a frame, relative to it, both in the Euclidean norm; 1e-10 by default. */
  readonly tolerance?: number;
  /** Largest dimension of the Krylov space, which is the number of solves; 120 by default. */
  readonly dimensionLimit?: number;
}

/** What is to be moved. */
export interface KrylovProblem {
  readonly mass: Float64Array;
  readonly times: readonly number[];
  readonly shift: number;
  /**
   * The masses as t → ∞, if known. Then only the difference to them is projected, which sums to 0 and dies out: totals are kept to
   * rounding, and late frames are as accurate as the limit.
   */
  readonly limit?: Float64Array;
}

/** exp(tA) m at one time. */
export interface KrylovFrame {
  readonly time: number;
  /** Masses ≥ 0 with the same total as at the start: what was below 0 is set to 0 and the rest scaled. */
  readonly mass: Float64Array;
  /** The smallest mass before that, at rounding or tolerance below 0. */
  readonly smallestMass: number;
  /** Sum of what was below 0, as a positive number, relative to the total. */
  readonly repaired: number;
  /** By how much the total was off before that, relative to it. */
  readonly massError: number;
  /** Estimated error before that, relative, in the Euclidean norm. */
  readonly errorEstimate: number;
}

/**
 * exp(tA) m at several times from one factorisation of sI − A, by projection on the Krylov space of the resolvent
 * (I − A/s)⁻¹ (Moret & Novati, BIT 44, 2004; van den Eshof & Hochbruck, SIAM J. Sci. Comput. 27, 2006). The number of solves
 * does not grow with the stiffness of A. One space serves all times; it is smallest for s ≈ `krylovShift(times)`.
 *
 * `elimination` is that of the generator with killing rate s and both factors kept. The space grows until, for every time,
 * the last two enlargements changed the result by an estimated error below the tolerance.
 * Outcome `step-limit`: the dimension limit came first; the frames carry their estimates.
 * `stats`: solves, errorEstimate, smallestMass, repaired, massError (the worst over frames).
 * Throws InputError for a time that is negative or not finite, s ≤ 0, or what `solve` refuses.
 */
export function krylovEvolve(
  elimination: Elimination,
  problem: KrylovProblem,
  options: KrylovOptions = {},
): Solution<readonly KrylovFrame[], KrylovOutcome> {
  return atOnce(krylovInSteps(elimination, problem, options));
}

/** How a projection ended; `stopped`: it was interrupted, and only frames that had settled by then are given. */
export type KrylovOutcome = 'converged' | 'step-limit' | 'stopped';

/** The same step by step, a solve each; where it is stopped, with the frames that have settled. */
export function* krylovInSteps(
  elimination: Elimination,
  problem: KrylovProblem,
  options: KrylovOptions = {},
): Steps<Solution<readonly KrylovFrame[], KrylovOutcome>> {
  const { mass, times, shift, limit } = problem;
  const { tolerance = 1e-10, dimensionLimit = 120 } = options;
  checkTimes(times, shift);
  const start = limit ? mass.map((m, j) => m - limit[j]) : mass;
  const space = openSpace(start, dimensionLimit);
  // Beside a limit a frame does not vanish as the difference does.
  const floor = limit && space.norm > 0 ? norm(limit) / space.norm : 0;
  const watches = times.map((time): Watch => {
    return {
      tau: time * shift,
      divisions: 1,
      coefficients: Float64Array.of(1),
      change: Infinity,
      error: time && Infinity,
    };
  });
  const isDone = (): boolean => space.closed || watches.every(({ error }) => error <= tolerance);
  const resolvent = (v: Float64Array): Float64Array => solve(elimination, v).map((x) => shift * x);
  let stopped = false;
  while (space.size < dimensionLimit && space.norm > 0 && !isDone() && !stopped) {
    const grow = Math.min(Math.max(2, space.size >> 3), dimensionLimit - space.size);
    for (let k = 0; k < grow && !space.closed && !stopped; k++) {
      enlarge(space, resolvent);
      stopped = yield* wasStopped({ share: space.size / (space.size + USUAL), words: `${space.size} solves` });
    }
    for (const watch of watches) if (watch.error > tolerance) review(watch, space, { tolerance, floor });
  }
  const settled = (i: number): boolean => !stopped || watches[i].error <= tolerance;
  const frames = times.flatMap((time, i) => (settled(i) ? [frame(space, watches[i], { ...problem, time })] : []));
  if (stopped && frames.length === 0) throw new Interrupted();
  const worst = (key: 'errorEstimate' | 'massError' | 'repaired'): number => Math.max(0, ...frames.map((f) => f[key]));
  const stats = {
    solves: space.size,
    errorEstimate: worst('errorEstimate'),
    massError: worst('massError'),
    repaired: worst('repaired'),
    smallestMass: Math.min(...frames.map((f) => f.smallestMass)),
  };
  const converged = isDone() || space.norm === 0;
  const message = converged
    ? `${space.size} solves, estimated error ${stats.errorEstimate.toExponential(1)}.`
    : `Estimated error ${stats.errorEstimate.toExponential(1)} after ${space.size} solves; raise dimensionLimit, or take fewer times at once.`;
  const outcome = converged ? 'converged' : stopped ? 'stopped' : 'step-limit';
  return { value: frames, outcome, message, stats };
}

/** Solves after which half are taken to be done, when it is not yet known how many there will be. */
const USUAL = 30;

/** A shift for which one Krylov space serves all times: ten over the geometric mean of the shortest and the longest. */
export function krylovShift(times: readonly number[]): number {
  const positive = times.filter((t) => t > 0);
  return positive.length > 0 ? 10 / Math.sqrt(Math.min(...positive) * Math.max(...positive)) : 1;
}

function checkTimes(times: readonly number[], shift: number): void {
  for (const t of times) {
    if (t >= 0 && t < Infinity) continue;
    throw new InputError('krylovEvolve', 'times must be finite and ≥ 0', `${t}`, 'Start from the earliest density.');
  }
  if (!(shift > 0 && shift < Infinity)) {
    throw new InputError('krylovEvolve', 'the shift must be > 0', `${shift}`, 'Use krylovShift(times).');
  }
}

/** One time: its coefficients in the basis so far, and by how much the last enlargements changed them. */
interface Watch {
  readonly tau: number;
  /** In how many steps the projected exponential is taken. */
  divisions: number;
  coefficients: Float64Array;
  change: number;
  error: number;
}

/**
 * Looks again at one time after the space has grown. If changes keep shrinking by a factor q, all that are still to come
 * add up to the last one times q/(1 − q); q is taken between ½ and 0.95. A small change is believed once halving the steps
 * of the projected exponential changes as little.
 */
function review(
  watch: Watch,
  space: ArnoldiSpace,
  { tolerance, floor }: { readonly tolerance: number; readonly floor: number },
): void {
  const H = { ...space.H, size: space.size };
  const current = projectedExponential(H, watch.tau, watch.divisions);
  const length = Math.max(norm(current), floor);
  const change = distance(current, watch.coefficients) / length;
  const q = Math.min(Math.max(change / watch.change, 0.5), 0.95);
  watch.coefficients = current;
  watch.error = space.closed ? 0 : (change * q) / (1 - q);
  watch.change = change;
  if (watch.error > tolerance) return;
  let gap = Infinity;
  for (let divisions = 2 * watch.divisions; divisions <= MOST_DIVISIONS; divisions *= 2) {
    const finer = projectedExponential(H, watch.tau, divisions);
    const next = distance(finer, watch.coefficients) / length;
    if (next <= Math.max(0.1 * tolerance, 3e-14)) return;
    // Small gaps that no longer shrink are rounding.
    if (next < 1e-8 && next > 0.5 * gap) {
      watch.error = Math.max(watch.error, next);
      return;
    }
    gap = next;
    watch.divisions = divisions;
    watch.coefficients = finer;
    // What had settled was something else: look again when the space has grown.
    watch.error = space.closed ? 0 : Infinity;
  }
}

/** Steps of the projected exponential: enough for a thousand turns. */
const MOST_DIVISIONS = 4096;

function frame(
  space: ArnoldiSpace,
  watch: Watch,
  { time, mass, limit }: { readonly time: number; readonly mass: Float64Array; readonly limit?: Float64Array },
): KrylovFrame {
  const moved = time > 0 && space.norm > 0;
  const result = moved ? combine(space, watch.coefficients, space.norm) : mass.slice();
  if (moved && limit) for (let j = 0; j < result.length; j++) result[j] += limit[j];
  const total = compensatedSum(mass);
  const found = compensatedSum(result);
  const massError = total > 0 ? Math.abs(found / total - 1) : 0;
  const { smallestMass, repaired } = moved ? repair(result, total) : { smallestMass: smallest(result), repaired: 0 };
  return { time, mass: result, smallestMass, repaired, massError, errorEstimate: watch.error };
}

/** Sets what is below 0 to 0 and scales the rest to the total. */
function repair(mass: Float64Array, total: number): { smallestMass: number; repaired: number } {
  const smallestMass = smallest(mass);
  let below = 0;
  for (let j = 0; j < mass.length; j++) {
    if (mass[j] >= 0) continue;
    below -= mass[j];
    mass[j] = 0;
  }
  const scale = total / compensatedSum(mass);
  if (total > 0 && scale !== 1) for (let j = 0; j < mass.length; j++) mass[j] *= scale;
  return { smallestMass, repaired: total > 0 ? below / total : 0 };
}

function smallest(mass: Float64Array): number {
  let least = Infinity;
  for (let j = 0; j < mass.length; j++) if (!(mass[j] >= least)) least = mass[j];
  return least;
}

/** ‖u − v‖, the shorter one continued by zeros. */
function distance(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += (u[i] - (i < v.length ? v[i] : 0)) ** 2;
  return Math.sqrt(sum);
}
