import type { TwoLayerData, TwoLayerShape, TwoLayerWeights } from '../../src/model/two-layer.js';
import { forwardPass } from '../../src/model/two-layer.js';
import type { HyperParameters } from '../../src/sde/hyper-parameters.js';
import type { Solution } from '../solution.js';
import { balanceWeights } from './balance-system.js';
import type { JointOutcome } from './joint-balance.js';
import { JOINT_SENTENCES, jointBalance } from './joint-balance.js';
import type { NeuronNoise } from './neuron-noise.js';
import { neuronNoise, neuronSpectrum, squaredNorm } from './neuron-noise.js';

/** One neuron (or the layer as a whole) at its balanced point; noises are evaluated there, not carried along. */
export interface BalancedNeuron {
  readonly outcome: JointOutcome;
  /** u → λu, w → w/λ; NaN where there is no balance. */
  readonly lambda: number;
  /** Relative difference of the two sides of the balance at the balanced point, NaN where there is none. */
  readonly residual: number;
  /** Tr Cov ∂ℓ/∂u and Tr Cov ∂ℓ/∂w at the balanced point. */
  readonly noiseU: number;
  readonly noiseW: number;
  /** ‖u‖²/‖w‖² at the balanced point. */
  readonly ratio: number;
}

/** A two-layer network at balance. */
export interface NetworkBalance {
  /** Weights with every neuron at its balanced point; neurons without one stay as they are. */
  readonly weights: TwoLayerWeights;
  readonly neurons: readonly BalancedNeuron[];
  /** The balance of the whole layer, one λ for all neurons, from the weights given. */
  readonly layer: BalancedNeuron;
  /** Mean loss, which no rescaling changes. */
  readonly loss: number;
}

/** What an eigenvalue bound says of one neuron. */
export interface NeuronBounds {
  readonly neuron: number;
  /** λ_min(M₂)/λ_max(M₁) ≤ ‖u‖²/‖w‖² ≤ λ_max(M₂)/λ_min(M₁) at balance ([NB] arXiv:2308.06671, Eq. 4); upper is ∞ for singular M₁. */
  readonly lower: number;
  readonly upper: number;
  readonly ranks: readonly [number, number];
  /** Whether C₁ and C₂ have full rank ([NB] Th. 3.2). */
  readonly fullRank: boolean;
}

/**
 * Balances every neuron of a two-layer network: λ_i⁴ = (m_u + κ‖w‖²)/(m_w + κ‖u‖²) with m = T·(trace of the gradient's covariance) + h‖mean
 * gradient‖² ([NB] arXiv:2308.06671, Th. 3.1, extended to decay and modified loss). Neurons do not disturb each other: rescaling one leaves the
 * function, the activation pattern and the gradient of the others as they are.
 */
export function networkBalance(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  data: TwoLayerData,
  settings: HyperParameters,
): Solution<NetworkBalance, 'converged' | 'partly'> {
  const { noise: T, meanGradient: h, decay: kappa } = balanceWeights(settings);
  const { width, inputs, outputs } = shape;
  const all = Array.from({ length: width }, (_, i) => i);
  const sides = (noise: NeuronNoise, { outer, inner }: TwoLayerWeights, members: readonly number[]) => {
    const total = (f: (i: number) => number): number => members.reduce((sum, i) => sum + f(i), 0);
    const norms = [
      total((i) => squaredNorm(outer, i * outputs, outputs)),
      total((i) => squaredNorm(inner, i * inputs, inputs)),
    ];
    const covariances = [total((i) => noise.outer[i]), total((i) => noise.inner[i])];
    const means = [total((i) => noise.outerMean[i]), total((i) => noise.innerMean[i])];
    return {
      norms,
      covariances,
      noise: covariances.map((c, k) => T * c + h * means[k]),
      decay: norms.map((norm) => kappa * norm),
    };
  };
  const pass = forwardPass(shape, weights, data);
  const before = neuronNoise(shape, weights, data, pass);
  const roots = all.map((i) => jointBalance(sides(before, weights, [i])));
  const whole = jointBalance(sides(before, weights, all));

  const told = (
    root: typeof whole,
    moved: TwoLayerWeights,
    noise: NeuronNoise,
    members: readonly number[],
  ): BalancedNeuron => {
    const { norms, covariances, noise: m, decay } = sides(noise, moved, members);
    const [positive, negative] = [m[0] + decay[1], m[1] + decay[0]];
    const balanced = root.outcome === 'converged';
    return {
      outcome: root.outcome,
      lambda: Math.exp(root.exponents[0]),
      residual: balanced ? Math.abs(positive - negative) / Math.min(positive, negative) : NaN,
      noiseU: covariances[0],
      noiseW: covariances[1],
      ratio: norms[0] / norms[1],
    };
  };
  const measured = (exponents: (i: number) => number) => {
    const moved = rescaled(shape, weights, exponents);
    return { moved, noise: neuronNoise(shape, moved, data, forwardPass(shape, moved, data)) };
  };
  const each = measured((i) => (roots[i].outcome === 'converged' ? roots[i].exponents[0] : 0));
  const layer = measured(() => (whole.outcome === 'converged' ? whole.exponents[0] : 0));
  const neurons = roots.map((root, i) => told(root, each.moved, each.noise, [i]));
  const missing = neurons.filter(({ outcome }) => outcome !== 'converged');
  const message =
    missing.length === 0
      ? JOINT_SENTENCES.converged
      : `${missing.length} of ${width} neurons: ${JOINT_SENTENCES[missing[0].outcome]}`;
  return {
    value: { weights: each.moved, neurons, layer: told(whole, layer.moved, layer.noise, all), loss: pass.loss },
    outcome: missing.length === 0 ? 'converged' : 'partly',
    message,
    stats: { neurons: width, balanced: width - missing.length },
  };
}

/** The bounds of [NB] Eq. 4 for some neurons, from the eigenvalues of C₁ and C₂; they do not change along the orbit. */
export function neuronBounds(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  data: TwoLayerData,
  { settings, neurons }: { readonly settings: HyperParameters; readonly neurons: readonly number[] },
): NeuronBounds[] {
  const pass = forwardPass(shape, weights, data);
  return neurons.map((neuron) => {
    const { outer, inner, ranks } = neuronSpectrum(shape, data, pass, { neuron, ...balanceWeights(settings) });
    // Rounding may leave a singular matrix with a tiny eigenvalue of either sign.
    const floor = (value: number, largest: number): number => (value > 1e-12 * largest ? value : 0);
    const upper = inner[1] / floor(outer[0], outer[1]);
    const fullRank = ranks[0] === shape.outputs && ranks[1] === shape.inputs;
    return { neuron, lower: floor(inner[0], inner[1]) / outer[1], upper, ranks, fullRank };
  });
}

/** u_i → e^{λ_i}u_i, w_i → e^{−λ_i}w_i. */
function rescaled(
  { inputs, outputs }: TwoLayerShape,
  { outer, inner }: TwoLayerWeights,
  exponents: (i: number) => number,
): TwoLayerWeights {
  return {
    outer: outer.map((u, k) => u * Math.exp(exponents(Math.floor(k / outputs)))),
    inner: inner.map((w, k) => w * Math.exp(-exponents(Math.floor(k / inputs)))),
  };
}
