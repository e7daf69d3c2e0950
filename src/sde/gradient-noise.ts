import type { DataLaw } from '../data/law.js';
import { derivative } from '../expression/derivative.js';
import type { SymbolicModel } from '../model/symbolic-loss.js';
import { bindToColumns } from '../model/symbolic-loss.js';
import type { HyperParameters, SgdOptions } from './hyper-parameters.js';
import { hyperParameters } from './hyper-parameters.js';
import type { Sde } from './sde.js';
import type { Averages, Statistics } from './averages.js';
import { statistics } from './statistics.js';

/** The SDE of SGD with what it was made from. */
export interface GradientNoise extends Sde {
  readonly hyperParameters: HyperParameters;
  /** How averages over the data are taken. */
  readonly averages: Averages;
  /** Sentences for people: accuracy that was not reached. Usually empty. */
  readonly warnings: readonly string[];
}

/**
 * The SDE of SGD in the parameters themselves: drift −∇L − 2γθ and diffusion D = (T/2)·Cov[∇ℓ], the covariance of the per-sample gradient
 * (arXiv:2308.06671, Eq. 2). With `modifiedLoss` the drift is −∇(Lγ + (h/4)‖∇Lγ‖²) = −(1 + (h/2)∇∇Lγ)∇Lγ, Lγ = L + γ‖θ‖².
 *
 * Drift and diffusion reuse work arrays: they cost no allocation and are not reentrant. Polynomial losses take tens of nanoseconds a point
 * whatever the data; others one evaluation per group of data nodes.
 * Throws InputError for names that are neither parameters nor columns, hyper-parameters out of range, and moments that do not exist.
 */
export function sgd(model: SymbolicModel, law: DataLaw, options: SgdOptions): GradientNoise {
  const settings = hyperParameters(options);
  const { parameters, gradient } = bindToColumns(model, law.columns);
  const slope = statistics(gradient, parameters, law);
  const d = parameters.length;
  const { temperature: T, weightDecay: gamma, modification } = settings;
  const unused = new Float64Array(d);
  const meanGradient = (theta: ArrayLike<number>, out: Float64Array): void => {
    slope.mean(theta, out);
    for (let i = 0; i < d; i++) out[i]! += 2 * gamma * theta[i]!;
  };
  const curvature = modification > 0 ? hessian(model, law) : undefined;
  const addModification = curvature && modifier(curvature, d, { gamma, half: modification / 2 });
  return {
    names: parameters,
    drift(theta, out) {
      meanGradient(theta, out);
      addModification?.(theta, out);
      for (let i = 0; i < d; i++) out[i] = -out[i]!;
    },
    diffusion(theta, out) {
      slope.both(theta, unused, out);
      for (let k = 0; k < d * d; k++) out[k]! *= T / 2;
    },
    hyperParameters: settings,
    averages: slope.averages,
    warnings: [...slope.warnings, ...(curvature?.warnings ?? [])],
  };
}

/** Averages of the second derivatives ∂ᵢ∂ⱼℓ, i ≥ j, row by row. */
function hessian(model: SymbolicModel, law: DataLaw): Statistics {
  const { parameters, gradient } = bindToColumns(model, law.columns);
  const second = gradient.flatMap((e, i) => parameters.slice(0, i + 1).map((name) => derivative(e, name)));
  return statistics(second, parameters, law);
}

/** Adds (h/2)(∇∇L + 2γ)·G to G in place. */
function modifier(curvature: Statistics, d: number, { gamma, half }: { gamma: number; half: number }) {
  const H = new Float64Array(curvature.size);
  const G = new Float64Array(d);
  return (theta: ArrayLike<number>, out: Float64Array): void => {
    curvature.mean(theta, H);
    for (let i = 0; i < d; i++) G[i] = out[i]!;
    for (let i = 0; i < d; i++) {
      let sum = 2 * gamma * G[i]!;
      for (let j = 0; j < d; j++) {
        const [row, column] = i >= j ? [i, j] : [j, i];
        sum += H[(row * (row + 1)) / 2 + column]! * G[j]!;
      }
      out[i]! += half * sum;
    }
  };
}
