import type { DataLaw } from '../../src/data/law.js';
import type { SymbolicModel } from '../../src/model/symbolic-loss.js';
import { bindToColumns } from '../../src/model/symbolic-loss.js';
import type { HyperParameters, SgdOptions } from '../../src/sde/hyper-parameters.js';
import { hyperParameters } from '../../src/sde/hyper-parameters.js';
import { statistics } from '../../src/sde/statistics.js';

/** What noise balance needs to know of a loss with few parameters. */
export interface BalanceSystem {
  /** Names of the d parameters. */
  readonly names: readonly string[];
  /** Writes ∇L into mean[0..d) and C = Cov ∇ℓ, row-major, into covariance[0..d²); weight decay is in neither. */
  gradient(theta: ArrayLike<number>, mean: Float64Array, covariance: Float64Array): void;
  /** L(θ) = E ℓ, without weight decay. */
  loss(theta: ArrayLike<number>): number;
  readonly hyperParameters: HyperParameters;
  /** Sentences about accuracy that was not reached. */
  readonly warnings: readonly string[];
}

/**
 * The balance system of a symbolic loss. Throws InputError for names that are neither parameters nor columns, hyper-parameters out of range,
 * and moments that do not exist.
 */
export function balanceSystem(model: SymbolicModel, law: DataLaw, options: SgdOptions): BalanceSystem {
  const settings = hyperParameters(options);
  const { parameters, gradient, loss } = bindToColumns(model, law.columns);
  const slope = statistics(gradient, parameters, law);
  const value = statistics([loss], parameters, law);
  const mean = new Float64Array(1);
  return {
    names: parameters,
    gradient: (theta, g, C) => slope.both(theta, g, C),
    loss(theta) {
      value.mean(theta, mean);
      return mean[0];
    },
    hyperParameters: settings,
    warnings: [...new Set([...slope.warnings, ...value.warnings])],
  };
}

/**
 * The weights with which noise and decay enter the law of balance, d/dt θᵀAθ = Tr[A M] − κ θᵀAθ with M = T C + h ∇L∇Lᵀ and
 * κ = 4γ(1 + γh) (docs/derivations/noise-balance.md; h = 0 unless the modified loss is asked for).
 */
export function balanceWeights({ temperature: T, weightDecay: gamma, modification: h }: HyperParameters) {
  return { noise: T, meanGradient: h, decay: 4 * gamma * (1 + gamma * h) };
}
