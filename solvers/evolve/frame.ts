import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';

/** The density at one output time, as it came out of the solver: nothing clamped, nothing renormalised. */
export interface Frame {
  readonly time: number;
  readonly density: Density;
  /** |Σ mass − Σ initial mass|. */
  readonly massError: number;
  /** The smallest mass of a cell; a method that is exact up to rounding may leave −10⁻¹⁵. */
  readonly smallestMass: number;
}

/** The frames of a run, in order of time, and the worst of their checks. */
export interface Evolution {
  readonly frames: readonly Frame[];
  readonly massError: number;
  readonly smallestMass: number;
  readonly warnings: readonly string[];
}

/** Output times checked and put in order, with a warning for each thing that was changed. */
export interface OutputTimes {
  readonly times: readonly number[];
  readonly warnings: readonly string[];
}

/** Sorts output times. Throws InputError where there are none, or one is negative or not finite. */
export function outputTimes(times: readonly number[]): OutputTimes {
  if (times.length === 0) {
    throw new InputError('evolve', 'at least one output time', 'none', 'Give times such as [0, 1, 10].');
  }
  for (const t of times) {
    if (!(t >= 0 && t < Infinity)) {
      throw new InputError('evolve', 'finite output times ≥ 0', String(t), 'The initial density stands at time 0.');
    }
  }
  const sorted = [...times].sort((a, b) => a - b);
  const moved = sorted.some((t, i) => t !== times[i]);
  return { times: sorted, warnings: moved ? ['The output times were not in ascending order; they were sorted.'] : [] };
}

/** How far below zero an initial mass may lie: what another run may have left, but no real negative density. */
const INITIAL_FLOOR = -1e-9;

/** A copy of the initial masses. Throws InputError where they do not fit the generator or are no probability law. */
export function initialMass(generator: Generator, density: Density): Float64Array {
  const n = generator.rates.rows;
  if (density.mass.length !== n) {
    const cure = 'Put the density on the grid of the generator.';
    throw new InputError('evolve', `a density on ${n} cells`, `${density.mass.length} masses`, cure);
  }
  const cell = density.mass.findIndex((m) => !(m >= INITIAL_FLOOR && m < Infinity));
  if (cell >= 0) {
    throw new InputError(
      'evolve',
      'finite masses ≥ 0',
      `${density.mass[cell]} in cell ${cell}`,
      'Check the initial density.',
    );
  }
  const total = compensatedSum(density.mass);
  if (!(Math.abs(total - 1) <= 1e-6)) {
    throw new InputError('evolve', 'masses that sum to 1', String(total), 'Normalise the initial density.');
  }
  return density.mass.slice();
}

/** A frame from a copy of `mass`; `total` is the sum of the initial masses. */
export function frameAt(generator: Generator, time: number, mass: Float64Array, total: number): Frame {
  let smallestMass = Infinity;
  for (let i = 0; i < mass.length; i++) if (!(mass[i] >= smallestMass)) smallestMass = mass[i];
  const massError = Math.abs(compensatedSum(mass) - total);
  return { time, density: { grid: generator.grid, mass: mass.slice() }, massError, smallestMass };
}

/** The frames with the worst of their checks. */
export function evolutionOf(frames: readonly Frame[], warnings: readonly string[]): Evolution {
  const massError = Math.max(0, ...frames.map((f) => f.massError));
  const smallestMass = Math.min(...frames.map((f) => f.smallestMass));
  return { frames, massError, smallestMass, warnings };
}
