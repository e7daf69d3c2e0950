import { bracketRoot } from '../../src/num/bracket-root.js';

/**
 * K groups of parameters that can be rescaled against each other: group k by e^{λ_k} with Σλ_k = 0. `noise[k]` is the trace
 * Tr[T C + h∇L∇Lᵀ] of group k at λ = 0 and `decay[k]` is κ‖θ_k‖², both ≥ 0.
 */
export interface GroupTerms {
  readonly noise: ArrayLike<number>;
  readonly decay: ArrayLike<number>;
}

/**
 * How it ended:
 * - `converged`: all pairwise balances hold at once at λ;
 * - `noiseless`: there is neither noise nor decay in any group, so that every point is balanced;
 * - `runaway`: some groups have no noise (their product with the others vanishes), so that noise shrinks the others for ever;
 * - `not-finite`: the noise is not a finite number.
 */
export type JointOutcome = 'converged' | 'noiseless' | 'runaway' | 'not-finite';

/** The exponents λ_k of the balanced point; NaN where there is none. */
export interface JointBalance {
  readonly exponents: Float64Array;
  readonly outcome: JointOutcome;
}

/**
 * All pairwise balances of K groups at once. They say that m_k e^{−2λ_k} − d_k e^{2λ_k} is one number μ for every k. Given μ, each
 * q_k = e^{−2λ_k} is the positive root of m_k q² − μq − d_k = 0, which grows with μ, and Σ ln q_k = 0 fixes μ: one rising function of one
 * variable, whatever K. Without decay μ is the geometric mean of the m_k; for K = 2, e^{4λ₁} = (m₁ + d₂)/(m₂ + d₁), which is
 * λ⁴ = wᵀC₂w / uᵀC₁u ([NB] arXiv:2308.06671, Th. 3.1) when d = 0.
 */
export function jointBalance({ noise, decay }: GroupTerms): JointBalance {
  const K = noise.length;
  const m = Array.from(noise);
  const d = Array.from(decay);
  const none = (outcome: JointOutcome): JointBalance => ({ exponents: new Float64Array(K).fill(NaN), outcome });
  if (![...m, ...d].every((value) => value >= 0 && value < Infinity)) return none('not-finite');
  if ([...m, ...d].every((value) => value === 0)) return none('noiseless');
  if (K === 2) {
    const [first, second] = [m[0] + d[1], m[1] + d[0]];
    if (!(first > 0 && second > 0)) return none('runaway');
    const lambda = (Math.log(first) - Math.log(second)) / 4;
    return { exponents: Float64Array.of(lambda, -lambda), outcome: 'converged' };
  }
  // A group with neither bounds nothing; one without noise wants μ < 0, one without decay μ > 0.
  const isOpen = m.some((value, k) => value === 0 && d[k] === 0);
  if (isOpen || (m.includes(0) && d.includes(0))) return none('runaway');
  const logs = new Float64Array(K);
  const sum = (mu: number): number => {
    let total = 0;
    for (let k = 0; k < K; k++) total += logs[k] = logPositiveRoot(m[k], d[k], mu);
    return total;
  };
  // μ on a scale on which Σ ln q_k is nearly straight far from 0, where it is K ln|μ| + const.
  const scale = Math.max(...m.map((value, k) => 2 * Math.sqrt(value * d[k])));
  const span = scale > 0 ? scale : geometricMean(m.includes(0) ? d : m);
  const toMu = m.includes(0)
    ? (s: number) => -span * Math.exp(-s)
    : d.includes(0)
      ? (s: number) => span * Math.exp(s)
      : (s: number) => span * Math.sinh(s);
  const { root, outcome } = bracketRoot((s) => sum(toMu(s)), { within: [-1, 1], tolerance: 2 ** -53 });
  if (outcome !== 'converged') return none('runaway');
  const rest = sum(toMu(root)) / K;
  // What rounding leaves of Σλ_k is shared out, so that the product of the groups is kept to the last digit.
  return { exponents: logs.map((log) => -(log - rest) / 2), outcome: 'converged' };
}

/** ln of the positive root q of m q² − μ q − d = 0 without cancellation; one of m and d may be 0. */
function logPositiveRoot(m: number, d: number, mu: number): number {
  const root = Math.hypot(mu, 2 * Math.sqrt(m) * Math.sqrt(d));
  return mu > 0 ? Math.log(mu + root) - Math.log(2 * m) : Math.log(2 * d) - Math.log(root - mu);
}

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** One sentence on an outcome, for people. */
export const JOINT_SENTENCES: Readonly<Record<JointOutcome, string>> = {
  converged: 'All pairs are balanced at one point of the orbit.',
  noiseless:
    'Every point of the orbit is balanced: it has no gradient noise (an exact fit, a dead neuron, or parameters that are all 0).',
  runaway:
    'No balanced point: a group of parameters has no gradient noise because another is 0, so noise shrinks the rest for ever. Start where none is 0 or add weight decay.',
  'not-finite': 'The gradient noise is not finite here. Start nearer to 0.',
};
