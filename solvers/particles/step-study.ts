import { InputError } from '../../src/num/input-error.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { createStream, emptyStream, type Stream } from '../../src/num/random/stream.js';
import { observedOrder } from './order-study.js';
import type { SdeStep } from './schemes/step.js';

/** What a step study runs: a scheme at three time steps along the same Brownian paths. */
export interface StepStudyOptions {
  readonly dimension: number;
  /** The scheme for steps of one length. */
  stepAt(timeStep: number): SdeStep;
  /** What is averaged at the end. */
  of(theta: Float64Array): number;
  initial(stream: Stream, theta: Float64Array): void;
  /** The shortest of the steps, Δt; the others are 2Δt and 4Δt. */
  readonly timeStep: number;
  /** Steps of 4Δt. */
  readonly steps: number;
  readonly paths: number;
  readonly seed: number;
}

/** How the mean of an observable depends on the time step. */
export interface StepStudy {
  /** Δt, 2Δt, 4Δt. */
  readonly timeSteps: readonly [number, number, number];
  readonly means: readonly [number, number, number];
  /** Mean at 4Δt − mean at 2Δt, and mean at 2Δt − mean at Δt, with standard errors: paths are shared, which leaves little noise. */
  readonly differences: readonly [
    { readonly value: number; readonly error: number },
    { readonly value: number; readonly error: number },
  ];
  /** Observed weak order, ln₂ of the ratio of the differences; null where one of them is within two standard errors of 0. */
  readonly order: number | null;
  /** What Richardson's rule leaves of the mean's error at Δt, with the observed order, else 1. */
  readonly error: number;
}

/**
 * Weak convergence in the time step where no exact value is known. Paths that overflow at one of the steps are left
 * out. Throws InputError for steps or paths that are not integers above 1, and where half of the paths overflow.
 */
export function stepStudy(options: StepStudyOptions): StepStudy {
  const { dimension, timeStep, steps, paths, seed } = options;
  for (const [name, value] of Object.entries({ steps, paths })) {
    if (Number.isSafeInteger(value) && value > 1) continue;
    throw new InputError(`stepStudy.${name}`, 'an integer above 1', String(value), 'Change it.');
  }
  const lengths = [4, 2, 1].map((multiple) => ({ multiple, step: options.stepAt(multiple * timeStep) }));
  const stream = emptyStream();
  const [start, theta, sum] = [0, 1, 2].map(() => new Float64Array(dimension));
  const dw = new Float64Array(4 * dimension);
  const thetas = lengths.map(() => new Float64Array(dimension));
  const totals = new Float64Array(3);
  const [first, second] = [new Float64Array(2), new Float64Array(2)];
  const root = Math.sqrt(timeStep);
  let kept = 0;
  for (let path = 0; path < paths; path++) {
    options.initial(createStream(seed, path, stream), start);
    for (const own of thetas) own.set(start);
    for (let n = 0; n < steps; n++) {
      for (let i = 0; i < dw.length; i++) dw[i] = root * nextNormal(stream);
      lengths.forEach(({ multiple, step }, level) => {
        theta.set(thetas[level]);
        for (let from = 0; from < 4; from += multiple) {
          sum.fill(0);
          for (let j = from; j < from + multiple; j++)
            for (let i = 0; i < dimension; i++) sum[i] += dw[j * dimension + i];
          step(theta, multiple * timeStep, sum);
        }
        thetas[level].set(theta);
      });
    }
    const [coarse, middle, fine] = thetas.map((own) => options.of(own));
    if (![coarse, middle, fine].every(Number.isFinite)) continue;
    kept++;
    [coarse, middle, fine].forEach((value, level) => (totals[level] += value));
    addTo(first, coarse - middle);
    addTo(second, middle - fine);
  }
  if (kept < paths / 2) {
    const got = `${paths - kept} of ${paths} that do not at 4·${timeStep}`;
    throw new InputError('particles.timeStep', 'a step at which paths stay finite', got, 'Shorten it.');
  }
  const means = totals.map((total) => total / kept);
  const differences = [judged(first, kept), judged(second, kept)] as const;
  const clear = differences.every(({ value, error }) => Math.abs(value) > 2 * error);
  const observed = observedOrder([means[0], means[1], means[2]], 2);
  const order = clear && Number.isFinite(observed) ? observed : null;
  const error = Math.abs(differences[1].value) / (2 ** Math.max(order ?? 1, 0.5) - 1);
  return {
    timeSteps: [timeStep, 2 * timeStep, 4 * timeStep],
    means: [means[2], means[1], means[0]],
    differences,
    order,
    error,
  };
}

function addTo(sums: Float64Array, value: number): void {
  sums[0] += value;
  sums[1] += value * value;
}

function judged([sum, squares]: Float64Array, n: number): { readonly value: number; readonly error: number } {
  const value = sum / n;
  return { value, error: Math.sqrt(Math.max(0, squares / n - value * value) / (n - 1)) };
}
