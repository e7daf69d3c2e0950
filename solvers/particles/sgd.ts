import { InputError } from '../../src/num/input-error.js';
import { advanceEach, type ChainStepper, type Process } from './chains.js';
import { batchReader, type BatchReader, type DataSource, type Sampling } from './data-source.js';
import type { Trainable } from './trainable.js';
import { descent } from './updates/descent.js';
import { heavyBall } from './updates/heavy-ball.js';
import { implicit } from './updates/implicit.js';
import { nesterov } from './updates/nesterov.js';
import type { StepLoss, Update } from './updates/update.js';

/** Ways to use a gradient. 'gradient-descent' takes the full one; 'langevin' adds noise to that of the batch. */
export type SgdMethod = 'sgd' | 'heavy-ball' | 'nesterov' | 'implicit' | 'langevin' | 'gradient-descent';

const UPDATES: Readonly<Record<SgdMethod, Update>> = {
  sgd: descent,
  'heavy-ball': heavyBall,
  nesterov,
  implicit,
  langevin: descent,
  'gradient-descent': descent,
};

/** Options of sgdProcess; loss and data are the caller's, so that any model can be trained. */
export interface SgdOptions {
  readonly model: Trainable;
  readonly data: DataSource;
  /** η > 0. */
  readonly learningRate: number;
  /** S ≥ 1; not read by 'gradient-descent'. */
  readonly batchSize: number;
  /** γ ≥ 0 in ℓ + γ‖θ‖²; default 0. */
  readonly weightDecay?: number;
  /** Default 'sgd'. */
  readonly method?: SgdMethod;
  /** Default 'replacement'. */
  readonly sampling?: Sampling;
  /** μ in [0, 1) of 'heavy-ball' and 'nesterov'; default 0.9. */
  readonly momentum?: number;
  /** τ ≥ 0 of the noise √(2ητ) ξ that 'langevin' and 'gradient-descent' inject; default 0. */
  readonly noiseTemperature?: number;
  /** Bound on a parameter beyond which a chain counts as lost; default 10⁸. */
  readonly limit?: number;
}

/**
 * Stochastic gradient descent as it is run, [NB] Eq. (1): θ ← θ − (η/S) Σ_batch ∇ℓ(θ, z) and its variants, with every chain
 * drawing its own batches. Throws InputError for an unknown method, numbers out of range, and what batchReader refuses.
 */
export function sgdProcess(options: SgdOptions): Process {
  const { model, data, learningRate, weightDecay = 0, method = 'sgd', sampling = 'replacement', limit = 1e8 } = options;
  const { momentum = 0.9, noiseTemperature = 0 } = options;
  check(options);
  const usesBatch = method !== 'gradient-descent';
  const reader = usesBatch ? batchReader(data, options.batchSize, sampling) : null;
  const full = usesBatch ? null : fullGradient(model, data);
  const { parameters } = model;
  const noise = method === 'langevin' || method === 'gradient-descent' ? noiseTemperature : 0;
  const update = UPDATES[method]({ parameters, learningRate, momentum, noiseTemperature: noise });
  const loss = stepLoss(model, full ?? reader!, learningRate, weightDecay);
  const stepper: ChainStepper = {
    ...(reader === null ? {} : { open: reader.open, close: reader.close }),
    // Noise of the update's own would come between the numbers of two batches.
    ...(reader?.ahead && noise === 0 ? { ahead: reader.ahead } : {}),
    step(theta, velocity, stream) {
      reader?.next(stream);
      return update(theta, velocity, stream, loss);
    },
  };
  return {
    dimension: parameters,
    velocities: method === 'heavy-ball' || method === 'nesterov' ? parameters : 0,
    epochWords: reader?.epochWords ?? 0,
    timeStep: learningRate,
    limit,
    advance: (chains, steps) => {
      advanceEach(chains, steps, stepper, limit);
    },
  };
}

type Gradient = (theta: Float64Array, out: Float64Array) => void;

function stepLoss(model: Trainable, source: BatchReader | Gradient, eta: number, decay: number): StepLoss {
  const bare: Gradient =
    typeof source === 'function' ? source : (theta, out) => model.gradient(theta, source.batch, out);
  const gradient: Gradient = (theta, out) => {
    bare(theta, out);
    if (decay > 0) for (let i = 0; i < out.length; i++) out[i] += 2 * decay * theta[i];
  };
  const closed = model.implicitStep;
  if (closed === undefined || typeof source === 'function') return { gradient, solve: null };
  return { gradient, solve: (theta) => closed(theta, source.batch, eta, decay) };
}

/** ∇L: the model's own, or the average over all rows. */
function fullGradient(model: Trainable, data: DataSource): Gradient {
  if (model.meanGradient !== undefined) return model.meanGradient;
  if (data.kind === 'law') {
    const cure = 'Give the model a meanGradient, or use rows.';
    throw new InputError(
      'particles.method',
      'a model with a known mean gradient for "gradient-descent" on a law',
      'none',
      cure,
    );
  }
  const { count, columns, rows } = data;
  const views = Array.from({ length: count }, (_, i) => rows.subarray(i * columns, (i + 1) * columns));
  return (theta, out) => model.gradient(theta, views, out);
}

function check({
  model,
  data,
  learningRate,
  weightDecay = 0,
  momentum = 0.9,
  noiseTemperature = 0,
  method = 'sgd',
}: SgdOptions): void {
  if (!Object.hasOwn(UPDATES, method)) {
    throw new InputError(
      'particles.method',
      `one of ${Object.keys(UPDATES).join(', ')}`,
      JSON.stringify(method),
      'Choose a method.',
    );
  }
  const inRange = (path: string, value: number, holds: boolean, expectation: string): void => {
    if (!holds) throw new InputError(path, expectation, String(value), 'Change it.');
  };
  inRange('sgd.learningRate', learningRate, learningRate > 0 && learningRate < Infinity, 'a positive number');
  inRange('sgd.weightDecay', weightDecay, weightDecay >= 0 && weightDecay < Infinity, 'a number of at least 0');
  inRange('sgd.momentum', momentum, momentum >= 0 && momentum < 1, 'a number in [0, 1)');
  inRange(
    'particles.noiseTemperature',
    noiseTemperature,
    noiseTemperature >= 0 && noiseTemperature < Infinity,
    'a number of at least 0',
  );
  inRange(
    'data.columns',
    data.columns,
    data.columns >= model.columns,
    `at least ${model.columns} columns, as the model reads`,
  );
}
