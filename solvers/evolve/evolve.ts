import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import type { Solution } from '../solution.js';
import { advance } from './advance.js';
import { evolutionOf, frameAt, initialMass, outputTimes } from './frame.js';
import type { Evolution, Frame } from './frame.js';
import { propagator } from './propagator.js';
import type { Propagator } from './propagator.js';

/** Options of `evolve` and `evolveSchedule`. */
export interface EvolveOptions {
  /** Largest Σ|error| of a step in time; 10⁻¹¹. The error of the grid is separate and usually far larger. */
  readonly tolerance?: number;
  /** Smallest mass a step may leave in a cell; −10⁻¹⁵. */
  readonly floor?: number;
  /** Steps of eight solves allowed in all; 10 000. A run that starts near equilibrium needs one per output time. */
  readonly stepLimit?: number;
  /** Called with each frame as it is ready. */
  readonly onFrame?: (frame: Frame) => void;
}

/** A stretch of time with one generator, from the end of the segment before it (or 0) to `until`. */
export interface Segment {
  readonly generator: Generator;
  readonly until: number;
}

/** How a run ended. */
export type EvolveOutcome = 'converged' | 'step-limit';

/**
 * The density at each of `times`, started from `density` at time 0: m(t) = exp(tA) m(0), dm/dt = A m, for a generator whose
 * jumps join neighbouring cells (one dimension, periodic or not). The exponential is the Chebyshev rational approximation
 * of order 16, one step per output time where `errorBound` shows that it is accurate there and several where it does not.
 * Mass is kept in every run of cells that no jump leaves; mass never crosses a face whose rates are 0, to the last bit.
 * stats: steps, errorEstimate (Σ|error| of the steps in time, an upper estimate), massCorrection (rounding put right).
 * Throws InputError for a generator of another shape, times that are negative or not finite, and masses that are no law.
 */
export function evolve(
  generator: Generator,
  density: Density,
  times: readonly number[],
  options: EvolveOptions = {},
): Solution<Evolution, EvolveOutcome> {
  return evolveSchedule([{ generator, until: Infinity }], density, times, options);
}

/**
 * As `evolve`, with a generator that changes at given times (a learning-rate schedule): a product of exponentials.
 * Throws InputError for no segments, ends that do not ascend, grids of different size, or times after the last end.
 */
export function evolveSchedule(
  segments: readonly Segment[],
  density: Density,
  times: readonly number[],
  options: EvolveOptions = {},
): Solution<Evolution, EvolveOutcome> {
  const output = outputTimes(times);
  checkSegments(segments, output.times[output.times.length - 1]);
  const control = stepControl(options);
  const mass = initialMass(segments[0].generator, density);
  const total = compensatedSum(mass);
  const frames: Frame[] = [];
  let [now, s] = [0, 0];
  let p = propagator(tridiagonal(segments[0].generator.rates));
  const goTo = (time: number): boolean => {
    if (time > now) checkStep(p, time - now);
    const arrived = time === now || advance(p, mass, time - now, control);
    now = time;
    return arrived;
  };
  let arrived = true;
  for (const time of output.times) {
    while (arrived && segments[s].until < time) {
      arrived = goTo(segments[s].until);
      p = propagator(tridiagonal(segments[++s].generator.rates));
    }
    if (!arrived || !goTo(time)) {
      arrived = false;
      break;
    }
    const frame = frameAt(segments[s].generator, time, mass, total);
    frames.push(frame);
    options.onFrame?.(frame);
  }
  const { steps, error, corrected } = control.totals;
  return {
    value: evolutionOf(frames, output.warnings),
    outcome: arrived ? 'converged' : 'step-limit',
    message: arrived
      ? `${frames.length} frames in ${steps} steps.`
      : `Stopped at the limit of ${control.stepLimit} steps with ${frames.length} of ${times.length} frames done. ` +
        'Raise stepLimit or the tolerance, or start nearer to where the mass ends up.',
    stats: { steps, errorEstimate: error, massCorrection: corrected, cells: mass.length },
  };
}

function stepControl(options: EvolveOptions) {
  const { tolerance = 1e-11, floor = -1e-15, stepLimit = 10_000 } = options;
  if (!(tolerance > 0)) {
    throw new InputError('evolve', 'a tolerance > 0', String(tolerance), 'The default is 1e-11.');
  }
  if (!(floor < 0)) throw new InputError('evolve', 'a floor < 0', String(floor), 'The default is -1e-15.');
  if (!(stepLimit >= 1)) {
    throw new InputError('evolve', 'a stepLimit of at least 1', String(stepLimit), 'The default is 10000.');
  }
  return { tolerance, floor, stepLimit, totals: { steps: 0, error: 0, corrected: 0 } };
}

function checkSegments(segments: readonly Segment[], last: number): void {
  if (segments.length === 0) {
    throw new InputError(
      'evolve',
      'at least one segment',
      'none',
      'Give a generator and the time until which it holds.',
    );
  }
  const cells = segments[0].generator.rates.rows;
  let start = 0;
  for (const { generator, until } of segments) {
    if (!(until > start)) {
      throw new InputError(
        'evolve',
        `a segment that ends after ${start}`,
        String(until),
        'Ends of segments must ascend.',
      );
    }
    if (generator.rates.rows !== cells) {
      const got = `${generator.rates.rows} cells after ${cells}`;
      throw new InputError('evolve', 'the same grid in every segment', got, 'Build every generator on one grid.');
    }
    start = until;
  }
  if (last > start) {
    const cure = 'Lengthen the last segment: the schedule says nothing about later times.';
    throw new InputError('evolve', `output times up to ${start}, where the schedule ends`, String(last), cure);
  }
}

/** Squares of pivots must stay finite. */
const LARGEST_STEP = 1e150;

function checkStep(p: Propagator, time: number): void {
  const jumps = p.largestRate * time;
  if (!(jumps <= LARGEST_STEP)) {
    const cure = 'Shorten the grid: a cell is left this often only where the coordinate stretches without bound.';
    throw new InputError('evolve', `rate × time ≤ ${LARGEST_STEP}`, jumps.toExponential(1), cure);
  }
}
