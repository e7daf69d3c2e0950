import { Solver } from '#odex';
import { compile } from '../../src/expression/compile.js';
import type { SymbolicModel } from '../../src/model/symbolic-loss.js';
import { bindToColumns } from '../../src/model/symbolic-loss.js';
import { InputError } from '../../src/num/input-error.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { createStream } from '../../src/num/random/stream.js';
import type { DataSource } from '../particles/data-source.js';
import { batchReader } from '../particles/data-source.js';
import type { Solution } from '../solution.js';
import type { OrbitSolver } from './balance-point.js';
import type { BalanceSystem } from './balance-system.js';
import type { ExponentialSymmetry } from './exponential-symmetry.js';
import { componentsOf } from './exponential-symmetry.js';

/** The charge θᵀAθ (‖u‖² − ‖w‖² for a rescaling) along three ways to descend, at common times: [NB] arXiv:2308.06671, Fig. 1. */
export interface BalanceTrajectories {
  /** Time = η·steps. */
  readonly times: Float64Array;
  /** Gradient flow, by odex: conserved but for weight decay. */
  readonly gradientFlow: Float64Array;
  /** SGD on samples. */
  readonly sgd: Float64Array;
  /** What the law of balance says along that run of SGD: start + ∫ G(θ_SGD) dt, with h = η as a step of finite size has it. */
  readonly predicted: Float64Array;
  /** Gradient descent with isotropic noise of constant strength: the mean of SGD's trace along its run. */
  readonly isotropic: Float64Array;
}

/** Settings of the runs. */
export interface TrajectoryOptions {
  readonly learningRate: number;
  readonly batchSize: number;
  /** Time of the last frame. */
  readonly until: number;
  /** Frames after the first; at least one step of SGD lies between two. */
  readonly frames?: number;
  readonly seed?: number;
}

/** What the runs share. */
export interface Descent {
  readonly model: SymbolicModel;
  readonly system: BalanceSystem;
  readonly symmetry: ExponentialSymmetry;
  /** The orbits of the system with h = η; see `trajectories`. */
  readonly solver: OrbitSolver;
  /** Samples, with the names of their columns. */
  readonly source: DataSource;
  readonly columns: readonly string[];
}

/**
 * Runs gradient flow, SGD and gradient descent with isotropic noise from one start and records the charge. Throws InputError at `--until` for a
 * time that is not positive.
 */
export function trajectories(
  descent: Descent,
  start: ArrayLike<number>,
  options: TrajectoryOptions,
): Solution<BalanceTrajectories, 'converged' | 'diverged'> {
  const { learningRate: eta, until, frames: wanted = 200, seed = 1 } = options;
  if (!(until > 0 && until < Infinity))
    throw new InputError('--until', 'a time > 0', String(until), 'It is measured in η × steps.');
  const frames = Math.max(1, Math.min(wanted, Math.round(until / eta)));
  const perFrame = Math.max(1, Math.round(until / eta / frames));
  const times = Float64Array.from({ length: frames + 1 }, (_, i) => i * perFrame * eta);
  const charge = (theta: ArrayLike<number>): number =>
    componentsOf(descent.symmetry, theta).reduce((sum, t, k) => sum + descent.symmetry.rates[k] * t * t, 0);
  const { sgd, predicted, trace } = runSgd(descent, start, { ...options, frames, perFrame, seed, charge });
  const value = {
    times,
    gradientFlow: runFlow(descent, start, { times, charge }),
    sgd,
    predicted,
    isotropic: runIsotropic(descent, start, { ...options, frames, perFrame, seed, charge, trace }),
  };
  const sound = [value.gradientFlow, sgd, value.isotropic].every((run) => Number.isFinite(run[frames]));
  const message = sound ? `${frames * perFrame} steps.` : 'A run diverged; take a smaller learning rate.';
  return { value, outcome: sound ? 'converged' : 'diverged', message, stats: { steps: frames * perFrame } };
}

type Charge = (theta: ArrayLike<number>) => number;
interface Run {
  readonly learningRate: number;
  readonly batchSize: number;
  readonly frames: number;
  readonly perFrame: number;
  readonly seed: number;
  readonly charge: Charge;
}

/** SGD with fresh batches, and the law of balance along it, by the trapezoidal rule over frames. */
function runSgd({ model, system, solver, source, columns }: Descent, start: ArrayLike<number>, run: Run) {
  const { learningRate: eta, batchSize, frames, perFrame, seed, charge } = run;
  const { gradient, parameters } = bindToColumns(model, columns);
  const d = parameters.length;
  const slope = compile(gradient, [...parameters, ...columns]);
  const stream = createStream(seed, 0);
  const at = new Float64Array(d + columns.length);
  const reader = batchReader(source, batchSize, 'replacement');
  const one = new Float64Array(d);
  const sum = new Float64Array(d);
  const gamma = system.hyperParameters.weightDecay;
  for (let i = 0; i < d; i++) at[i] = start[i];
  const theta = at.subarray(0, d);
  const sgd = Float64Array.of(charge(theta), ...new Float64Array(frames));
  const predicted = sgd.slice();
  const C = new Float64Array(d * d);
  let trace = 0;
  let rate = solver.rate(theta).value;
  for (let frame = 1; frame <= frames; frame++) {
    for (let step = 0; step < perFrame; step++) {
      sum.fill(0);
      reader.next(stream);
      for (const row of reader.batch) {
        at.set(row, d);
        slope(at, one);
        for (let i = 0; i < d; i++) sum[i] += one[i];
      }
      for (let i = 0; i < d; i++) at[i] -= eta * (sum[i] / batchSize + 2 * gamma * at[i]);
    }
    sgd[frame] = charge(theta);
    const next = solver.rate(theta).value;
    predicted[frame] = predicted[frame - 1] + (eta * perFrame * (rate + next)) / 2;
    rate = next;
    system.gradient(theta, one, C);
    for (let i = 0; i < d; i++) trace += C[i * (d + 1)] / frames;
  }
  return { sgd, predicted, trace };
}

/** dθ/dt = −∇L − 2γθ. */
function runFlow(
  { system }: Descent,
  start: ArrayLike<number>,
  { times, charge }: { times: Float64Array; charge: Charge },
): Float64Array {
  const d = system.names.length;
  const mean = new Float64Array(d);
  const C = new Float64Array(d * d);
  const gamma = system.hyperParameters.weightDecay;
  const solver = new Solver(d);
  solver.absoluteTolerance = solver.relativeTolerance = 1e-11;
  solver.maxSteps = 100_000;
  let theta = Array.from(start);
  return times.map((time, i) => {
    if (i > 0) {
      const right = (_: number, y: number[]): number[] => {
        system.gradient(y, mean, C);
        return y.map((value, k) => -mean[k] - 2 * gamma * value);
      };
      theta = solver.solve(right, times[i - 1], theta, time).y;
    }
    return charge(theta);
  });
}

/** θ ← θ − η(∇L + 2γθ) + √(ηT·trace/d) ξ, ξ standard normal. */
function runIsotropic(
  { system }: Descent,
  start: ArrayLike<number>,
  run: Run & { readonly trace: number },
): Float64Array {
  const { learningRate: eta, frames, perFrame, seed, charge, trace } = run;
  const d = system.names.length;
  const mean = new Float64Array(d);
  const C = new Float64Array(d * d);
  const { temperature: T, weightDecay: gamma } = system.hyperParameters;
  const stream = createStream(seed, 1);
  const theta = Float64Array.from(start);
  const size = Math.sqrt((eta * T * trace) / d);
  const charges = Float64Array.of(charge(theta), ...new Float64Array(frames));
  for (let frame = 1; frame <= frames; frame++) {
    for (let step = 0; step < perFrame; step++) {
      system.gradient(theta, mean, C);
      for (let i = 0; i < d; i++) theta[i] += size * nextNormal(stream) - eta * (mean[i] + 2 * gamma * theta[i]);
    }
    charges[frame] = charge(theta);
  }
  return charges;
}
