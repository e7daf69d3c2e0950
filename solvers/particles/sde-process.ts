import { InputError } from '../../src/num/input-error.js';
import { nextNormal } from '../../src/num/random/normal.js';
import type { Sde } from '../../src/sde/sde.js';
import { advanceEach, type Process } from './chains.js';
import { eulerStep } from './schemes/euler.js';
import { logarithmicStep } from './schemes/logarithmic.js';
import { milsteinStep } from './schemes/milstein.js';
import type { SdeStep } from './schemes/step.js';

/** Schemes for any Sde. */
export type SdeMethod = 'euler' | 'milstein' | 'log';

const SCHEMES: Readonly<Record<SdeMethod, (sde: Sde) => SdeStep>> = {
  euler: eulerStep,
  milstein: milsteinStep,
  log: logarithmicStep,
};

/** Options of sdeProcess. */
export interface SdeOptions {
  readonly method: SdeMethod;
  /** Time step, in units of learning rate × steps. */
  readonly timeStep: number;
  /** Bound on a coordinate beyond which a chain counts as lost; default 10⁸. */
  readonly limit?: number;
}

/** The scheme of a method. Throws InputError for an unknown one. */
export function sdeStep(sde: Sde, method: SdeMethod): SdeStep {
  if (Object.hasOwn(SCHEMES, method)) return SCHEMES[method](sde);
  throw new InputError(
    'particles.method',
    `one of ${Object.keys(SCHEMES).join(', ')}`,
    JSON.stringify(method),
    'Choose a method.',
  );
}

/** Particles of an SDE in plain JavaScript. Throws InputError for a bad time step or method. */
export function sdeProcess(sde: Sde, { method, timeStep, limit = 1e8 }: SdeOptions): Process {
  if (!(timeStep > 0 && Number.isFinite(timeStep))) {
    throw new InputError(
      'particles.timeStep',
      'a positive number',
      String(timeStep),
      'Pass a time step such as 0.001.',
    );
  }
  const dimension = sde.names.length;
  const advance = sdeStep(sde, method);
  const dw = new Float64Array(dimension);
  const root = Math.sqrt(timeStep);
  const stepper = {
    step: (theta: Float64Array, _velocity: Float64Array, stream: Int32Array): undefined => {
      for (let i = 0; i < dimension; i++) dw[i] = root * nextNormal(stream);
      advance(theta, timeStep, dw);
    },
  };
  return {
    dimension,
    velocities: 0,
    epochWords: 0,
    timeStep,
    limit,
    advance: (chains, steps) => {
      advanceEach(chains, steps, stepper, limit);
    },
  };
}
