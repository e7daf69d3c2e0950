import type { RescalingSymmetry } from '../../src/model/symmetry.js';
import { InputError } from '../../src/num/input-error.js';
import type { Solution } from '../solution.js';
import type { BalanceSystem } from './balance-system.js';
import { balanceWeights } from './balance-system.js';
import type { JointOutcome } from './joint-balance.js';
import { JOINT_SENTENCES, jointBalance } from './joint-balance.js';

/** Parameters, by index, any two of which can be rescaled against each other: a chain u₀·u₁·…·u_D. */
export type RescalingGroup = readonly number[];

/** A point at which every pair of every group is balanced, evaluated at θ itself. */
export interface RescaledPoint {
  readonly theta: Float64Array;
  /** θᵢ = factors[i]·startᵢ; 1 for parameters in no group. */
  readonly factors: Float64Array;
  /** Var[∂ᵢℓ] at θ. */
  readonly noise: Float64Array;
  /** The largest difference of m_k − d_k within a group, relative to the largest m_k + d_k: 0 where balance holds exactly. */
  readonly residual: number;
}

/** The balance of one orbit of rescalings; null where there is none. */
export type RescaledBalance = Solution<RescaledPoint | null, JointOutcome | 'fixed-point'>;

/**
 * Groups of parameters from rescaling symmetries of pairs; with (a, b) and (b, c) also (a, c) is a symmetry, so groups are the connected
 * components. Throws InputError at `model` where there is no symmetry.
 */
export function rescalingGroups(
  parameters: readonly string[],
  symmetries: readonly RescalingSymmetry[],
): RescalingGroup[] {
  const group = parameters.map((_, i) => i);
  for (const { pair } of symmetries) {
    const [u, w] = pair.map((name) => group[parameters.indexOf(name)]);
    group.forEach((label, i) => label === w && (group[i] = u));
  }
  const groups = [...new Set(group)].map((label) => parameters.map((_, i) => i).filter((i) => group[i] === label));
  const found = groups.filter((members) => members.length > 1);
  if (found.length > 0) return found;
  const cure =
    'Noise balance needs ℓ(λu, w/λ) = ℓ(u, w) for two parameters; or give another symmetry as symmetry: [[1, 0], [0, -1]].';
  throw new InputError('model', 'a loss with a rescaling symmetry', `none among ${parameters.join(', ')}`, cure);
}

/**
 * Balances points of a system under rescaling within groups. Groups do not disturb each other: rescaling one changes neither the loss nor the
 * gradient in the parameters of another. One point costs two evaluations of the gradient's covariance.
 */
export function rescalingSolver(
  system: BalanceSystem,
  groups: readonly RescalingGroup[],
): (start: ArrayLike<number>) => RescaledBalance {
  const n = system.names.length;
  const mean = new Float64Array(n);
  const C = new Float64Array(n * n);
  const weights = balanceWeights(system.hyperParameters);
  const noise = new Float64Array(n);
  const decay = new Float64Array(n);
  const measure = (theta: ArrayLike<number>): void => {
    system.gradient(theta, mean, C);
    for (let i = 0; i < n; i++) {
      noise[i] = weights.noise * C[i * (n + 1)] + weights.meanGradient * mean[i] * mean[i];
      decay[i] = weights.decay * theta[i] * theta[i];
    }
  };
  return (start) => {
    const stats = {};
    measure(start);
    const factors = new Float64Array(n).fill(1);
    for (const group of groups) {
      if (group.every((i) => start[i] === 0)) {
        const message = `${group.map((i) => system.names[i]).join(', ')} are all 0: the orbit is one point. Start elsewhere.`;
        return { value: null, outcome: 'fixed-point', message, stats };
      }
      const { exponents, outcome } = jointBalance({
        noise: group.map((i) => noise[i]),
        decay: group.map((i) => decay[i]),
      });
      if (outcome !== 'converged') return { value: null, outcome, message: JOINT_SENTENCES[outcome], stats };
      group.forEach((i, k) => (factors[i] = Math.exp(exponents[k])));
    }
    const theta = factors.map((factor, i) => factor * start[i]);
    measure(theta);
    const residual = groups.reduce((most, group) => Math.max(most, spread(group, noise, decay)), 0);
    const variances = Float64Array.from({ length: n }, (_, i) => C[i * (n + 1)]);
    return {
      value: { theta, factors, noise: variances, residual },
      outcome: 'converged',
      message: JOINT_SENTENCES.converged,
      stats,
    };
  };
}

/** (max − min)(m_k − d_k) / max(m_k + d_k) over a group. */
function spread(group: RescalingGroup, noise: Float64Array, decay: Float64Array): number {
  let [least, most, size] = [Infinity, -Infinity, 0];
  for (const i of group) {
    least = Math.min(least, noise[i] - decay[i]);
    most = Math.max(most, noise[i] - decay[i]);
    size = Math.max(size, noise[i] + decay[i]);
  }
  return (most - least) / size;
}
