import type { TwoLayerData, TwoLayerShape, TwoLayerWeights } from '../../src/model/two-layer.js';
import { addGradient } from '../../src/model/two-layer.js';
import { InputError } from '../../src/num/input-error.js';
import { createStream, nextIndex } from '../../src/num/random/stream.js';
import type { Solution } from '../solution.js';

/** How to train; batches are drawn from the samples with replacement. */
export interface TrainingOptions {
  readonly learningRate: number;
  readonly batchSize: number;
  /** γ of the penalty γ‖θ‖². */
  readonly weightDecay: number;
  readonly steps: number;
  readonly seed: number;
  /** Called before the first and after every `every`-th step with the number of steps done. */
  readonly every?: number;
  readonly observe?: (step: number, weights: TwoLayerWeights) => void;
}

/** Plain SGD on a two-layer network from a copy of `weights`; the same seed gives the same run. Throws InputError for settings out of range. */
export function trainNetwork(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  data: TwoLayerData,
  options: TrainingOptions,
): Solution<TwoLayerWeights, 'converged' | 'diverged'> {
  const { learningRate, batchSize, weightDecay, steps, every = steps, observe } = options;
  if (!(Number.isSafeInteger(steps) && steps >= 0)) {
    throw new InputError('--train', 'a number of steps ≥ 0', String(steps), 'Give a whole number.');
  }
  const theta = { outer: weights.outer.slice(), inner: weights.inner.slice() };
  const gradient = { outer: new Float64Array(theta.outer.length), inner: new Float64Array(theta.inner.length) };
  const r = new Float64Array(shape.outputs);
  const stream = createStream(options.seed, 0);
  const kept = 1 - 2 * learningRate * weightDecay;
  observe?.(0, theta);
  for (let step = 1; step <= steps; step++) {
    gradient.outer.fill(0);
    gradient.inner.fill(0);
    for (let b = 0; b < batchSize; b++) {
      addGradient(shape, theta, data, {
        n: nextIndex(stream, data.count),
        scale: learningRate / batchSize,
        out: gradient,
        r,
      });
    }
    for (let k = 0; k < theta.outer.length; k++) theta.outer[k] = kept * theta.outer[k] - gradient.outer[k];
    for (let k = 0; k < theta.inner.length; k++) theta.inner[k] = kept * theta.inner[k] - gradient.inner[k];
    if (step % every !== 0) continue;
    if (!Number.isFinite(theta.outer[0])) {
      const message = `SGD diverged within ${step} steps; take a smaller learning rate.`;
      return { value: theta, outcome: 'diverged', message, stats: { steps: step } };
    }
    observe?.(step, theta);
  }
  return { value: theta, outcome: 'converged', message: `${steps} steps of SGD.`, stats: { steps } };
}
