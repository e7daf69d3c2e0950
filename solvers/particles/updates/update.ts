import type { Stream } from '../../../src/num/random/stream.js';

/** What an update may read of the run. */
export interface UpdateOptions {
  readonly parameters: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly noiseTemperature: number;
}

/** The loss of the current step, weight decay included. */
export interface StepLoss {
  gradient(theta: Float64Array, out: Float64Array): void;
  /** The implicit step in closed form, if the model has one. */
  readonly solve: ((theta: Float64Array) => void) | null;
}

/** Makes the update of one step, in place; it returns how many equations it left unsolved. */
export type Update = (
  options: UpdateOptions,
) => (theta: Float64Array, velocity: Float64Array, stream: Stream, loss: StepLoss) => number;
