import { InvalidArgumentError } from 'commander';
import { InputError } from '../src/num/input-error.js';
import type { Sampling } from '../solvers/particles/data-source.js';
import type { ParticleMethod } from '../solvers/particles/experiment.js';

/** What a user may ask of particles; everything has a default that depends on the problem. */
export interface ParticleChoices {
  readonly method?: ParticleMethod;
  readonly particles?: number;
  readonly steps?: number;
  readonly time?: number;
  readonly burnIn?: number;
  readonly thin?: number;
  readonly seed?: number;
  readonly workers?: number;
  /** Δt of an SDE. */
  readonly step?: number;
  readonly sampling?: Sampling;
  readonly momentum?: number;
  readonly noise?: number;
  /** Also tell how the mean depends on the time step. */
  readonly stepStudy?: boolean;
}

/** Options by the paths that the solvers use for them. */
const OPTION_OF: Readonly<Record<string, string>> = {
  'particles.method': '--method',
  'particles.sampling': '--sampling',
  'particles.timeStep': '--step',
  'particles.noiseTemperature': '--noise',
  'particles.stepStudy': '--step-study',
  'particles.count': '--particles',
  'particles.steps': '--steps',
  'particles.burnIn': '--burn-in',
  'particles.thin': '--thin',
  'particles.initial': 'initial',
  'sgd.momentum': '--momentum',
  seed: '--seed',
};

/** An input error under the name by which a user of the command line knows the input; anything else as it is. */
export function underOptionName(error: unknown): unknown {
  if (!(error instanceof InputError) || !Object.hasOwn(OPTION_OF, error.path)) return error;
  const named = new InputError(OPTION_OF[error.path], '', '', '');
  const { path, message } = error;
  named.message = message.startsWith(path) ? named.path + message.slice(path.length) : message;
  return named;
}

/** Calls `work`; input errors that come out are named as options. */
export function withOptionNames<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw underOptionName(error);
  }
}

/** A number of an option, for commander. */
export function numberOption(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value))
    throw new InvalidArgumentError(`Expected a number, got «${text}».`);
  return value;
}

/** Throws InputError unless an option is a whole number of at least `least`. */
export function demandWhole(option: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  throw new InputError(option, `a whole number ≥ ${least}`, String(value), 'Change it.');
}

/** Throws InputError unless an option is a positive finite number. */
export function demandPositive(option: string, value: number | undefined): void {
  if (value === undefined || (value > 0 && value < Infinity)) return;
  throw new InputError(option, 'a positive number', String(value), 'Change it.');
}
