import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import { shiftedWork, solveShifted, tridiagonal } from '../../src/num/tridiagonal.js';
import type { ShiftedWork, Tridiagonal } from '../../src/num/tridiagonal.js';
import type { Solution } from '../solution.js';
import { evolutionOf, frameAt, initialMass, outputTimes } from './frame.js';
import type { Evolution, Frame } from './frame.js';
import type { EvolveOutcome } from './evolve.js';

/** Options of `evolveRamp`. */
export interface RampOptions {
  /** Largest estimated Σ|error| of a step; 10⁻⁶. */
  readonly tolerance?: number;
  /** Steps allowed in all, rejected ones included; 100 000. */
  readonly stepLimit?: number;
  /** Called with each frame as it is ready. */
  readonly onFrame?: (frame: Frame) => void;
}

// TR-BDF2 as a diagonally implicit Runge–Kutta method (Hosea & Shampine, Appl. Numer. Math. 20, 1996, table 1).
const GAMMA = 2 - Math.SQRT2;
const D = GAMMA / 2;
const W = Math.SQRT2 / 4;
// b − b̂, the difference of the weights to those of the embedded method of order three.
const E1 = (4 * W - 1) / 3;
const E2 = -1 / 3;
const E3 = (2 * D) / 3;

/** The state of one run: the masses, z = (step)·A m at the three stages, and room for trial values. */
interface RampState {
  readonly mass: Float64Array;
  readonly z: readonly [Float64Array, Float64Array, Float64Array];
  readonly stage: Float64Array;
  readonly next: Float64Array;
  readonly rhs: Float64Array;
  readonly work: ShiftedWork;
}

/**
 * The density at each of `times` for a generator that changes smoothly (a warm-up ramp): dm/dt = A(t) m by TR-BDF2, second
 * order, L-stable, with steps chosen so that the estimated Σ|error| of each stays below `tolerance`.
 * Unlike `evolve` it is only as positive as it is accurate: a cell may be left at about −tolerance.
 * `generatorAt(t)` is called twice per step, on one grid of the same number of cells; jumps belong in `evolveSchedule`.
 * stats: steps, rejected, errorEstimate (the sum over steps). Throws InputError as `evolve` does, and for cyclic chains.
 */
export function evolveRamp(
  generatorAt: (time: number) => Generator,
  density: Density,
  times: readonly number[],
  options: RampOptions = {},
): Solution<Evolution, EvolveOutcome> {
  const { tolerance = 1e-6, stepLimit = 100_000 } = options;
  if (!(tolerance > 0)) {
    throw new InputError('evolveRamp', 'a tolerance > 0', String(tolerance), 'The default is 1e-6.');
  }
  const output = outputTimes(times);
  const first = generatorAt(0);
  const state = rampState(initialMass(first, density));
  const total = compensatedSum(state.mass);
  const chainAt = (t: number): Tridiagonal => {
    const { rates } = generatorAt(t);
    if (rates.rows !== state.mass.length) {
      const got = `${rates.rows} cells at time ${t} after ${state.mass.length}`;
      throw new InputError('evolveRamp', 'the same grid at all times', got, 'Build every generator on one grid.');
    }
    return tridiagonal(rates);
  };
  product(tridiagonal(first.rates), state.mass, state.z[0]);
  const totals = { steps: 0, rejected: 0, error: 0 };
  const frames: Frame[] = [];
  let now = 0;
  let size = Math.sqrt(tolerance) / (norm(state.z[0]) + 1e-300); // the step that z[0] = A m is to be multiplied with
  scale(state.z[0], size);
  for (const time of output.times) {
    while (now < time && totals.steps + totals.rejected < stepLimit) {
      const last = size >= time - now;
      const step = last ? time - now : size;
      scale(state.z[0], step / size);
      const error = tryStep(state, step, [chainAt(now + GAMMA * step), chainAt(last ? time : now + step)]);
      const growth = Math.min(4, Math.max(0.2, 0.9 * (tolerance / error) ** (1 / 3)));
      const accepted = error <= tolerance;
      if (accepted) {
        now = last ? time : now + step;
        totals.error += error;
        state.mass.set(state.next);
        state.z[0].set(state.z[2]);
      }
      totals[accepted ? 'steps' : 'rejected'] += 1;
      // A step cut short by an output time says nothing against the size before it.
      const wanted = step * (growth > 0 ? growth : 0.2);
      const next = accepted && last ? Math.max(wanted, Math.min(size, 4 * wanted)) : wanted;
      scale(state.z[0], next / step);
      size = next;
    }
    if (now < time) break;
    const frame = frameAt(first, time, state.mass, total);
    frames.push(frame);
    options.onFrame?.(frame);
  }
  const arrived = frames.length === times.length;
  return {
    value: evolutionOf(frames, output.warnings),
    outcome: arrived ? 'converged' : 'step-limit',
    message: arrived
      ? `${frames.length} frames in ${totals.steps} steps.`
      : `Stopped at time ${now} by the limit of ${stepLimit} steps. Raise stepLimit or the tolerance.`,
    stats: { steps: totals.steps, rejected: totals.rejected, errorEstimate: totals.error, cells: state.mass.length },
  };
}

/** One step from `mass` to `next`, with z[0] = step·A m on entry; fills z[1], z[2] and returns the estimated Σ|error|. */
function tryStep(state: RampState, step: number, chains: readonly [Tridiagonal, Tridiagonal]): number {
  const { mass, stage, next, rhs, work } = state;
  const [z1, z2, z3] = state.z;
  const system = { shift: 1, scale: D * step, work };
  for (let i = 0; i < mass.length; i++) rhs[i] = mass[i] + D * z1[i];
  solveShifted(chains[0], system, rhs, stage);
  for (let i = 0; i < mass.length; i++) {
    z2[i] = (stage[i] - rhs[i]) / D;
    rhs[i] = mass[i] + W * (z1[i] + z2[i]);
  }
  solveShifted(chains[1], system, rhs, next);
  for (let i = 0; i < mass.length; i++) {
    z3[i] = (next[i] - rhs[i]) / D;
    rhs[i] = E1 * z1[i] + E2 * z2[i] + E3 * z3[i];
  }
  // Solving once more takes the stiff part, which the method damps anyway, out of the estimate.
  solveShifted(chains[1], system, rhs, stage);
  return norm(stage);
}

function rampState(mass: Float64Array): RampState {
  const vector = () => new Float64Array(mass.length);
  const z = [vector(), vector(), vector()] as const;
  return { mass, z, stage: vector(), next: vector(), rhs: vector(), work: shiftedWork(mass.length) };
}

/** out = A m from the flux across each face, so that the sum of out vanishes but for rounding. */
function product(chain: Tridiagonal, m: Float64Array, out: Float64Array): void {
  out.fill(0);
  for (let i = 0; i + 1 < m.length; i++) {
    const flux = chain.lower[i] * m[i] - chain.upper[i] * m[i + 1];
    out[i] -= flux;
    out[i + 1] += flux;
  }
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += Math.abs(v[i]);
  return sum;
}

function scale(v: Float64Array, factor: number): void {
  for (let i = 0; i < v.length; i++) v[i] *= factor;
}
