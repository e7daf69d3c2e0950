import { InputError } from '../num/input-error.js';

/** SGD's settings as a user gives them. */
export interface SgdOptions {
  /** η > 0. */
  readonly learningRate?: number;
  /** S ≥ 1, a whole number. */
  readonly batchSize?: number;
  /** T = η/S, in place of learning rate and batch size. */
  readonly temperature?: number;
  /** γ ≥ 0 of the penalty γ‖θ‖² (default 0). */
  readonly weightDecay?: number;
  /**
   * The drift −∇(L + (η/4)‖∇L‖²) of second-order theory in place of −∇L (default false). 'paper' puts T/4 in place of η/4
   * (arXiv:2308.06671, App. A.3), the case S = 1.
   */
  readonly modifiedLoss?: boolean | 'paper';
}

/** What of the settings enters the SDE. */
export interface HyperParameters {
  /** T. */
  readonly temperature: number;
  /** γ. */
  readonly weightDecay: number;
  /** h in the modified loss L + (h/4)‖∇L‖²: 0, η or T. */
  readonly modification: number;
}

/**
 * Checks the settings and reduces them to what enters the SDE. Throws InputError at `sgd.NAME` for values out of range, for neither
 * temperature nor learning rate with batch size, for a temperature that contradicts them, and for `modifiedLoss: true` without η.
 */
export function hyperParameters(options: SgdOptions): HyperParameters {
  const { learningRate, batchSize, temperature, weightDecay = 0, modifiedLoss = false } = options;
  const demand = (name: keyof SgdOptions, holds: boolean, expectation: string) => {
    if (!holds) throw new InputError(`sgd.${name}`, expectation, String(options[name]), 'Change it.');
  };
  demand('learningRate', learningRate === undefined || (learningRate > 0 && learningRate < Infinity), 'a number > 0');
  demand('batchSize', batchSize === undefined || (Number.isInteger(batchSize) && batchSize >= 1), 'a whole number ≥ 1');
  demand('temperature', temperature === undefined || (temperature >= 0 && temperature < Infinity), 'a number ≥ 0');
  demand('weightDecay', weightDecay >= 0 && weightDecay < Infinity, 'a number ≥ 0');
  demand('modifiedLoss', [true, false, 'paper'].includes(modifiedLoss), 'true, false or "paper"');
  const ratio = learningRate !== undefined && batchSize !== undefined ? learningRate / batchSize : undefined;
  const T = temperature ?? ratio;
  if (T === undefined) {
    const got = learningRate === undefined ? 'no learning rate' : 'no batch size';
    throw new InputError('sgd', 'a temperature, or a learning rate and a batch size', got, 'Give the missing one.');
  }
  if (ratio !== undefined && Math.abs(T - ratio) > 1e-9 * ratio) {
    const cure = 'Leave out the temperature or mend one of the three.';
    throw new InputError('sgd.temperature', `learningRate/batchSize = ${ratio}`, String(T), cure);
  }
  if (modifiedLoss === true && learningRate === undefined) {
    const cure = 'Give the learning rate, or modifiedLoss: paper.';
    throw new InputError('sgd.modifiedLoss', 'a learning rate beside it', 'none', cure);
  }
  const modification = modifiedLoss === 'paper' ? T : modifiedLoss ? learningRate! : 0;
  return { temperature: T, weightDecay, modification };
}
