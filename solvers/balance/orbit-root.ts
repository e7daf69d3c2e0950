import { bracketRoot } from '../../src/num/bracket-root.js';

/**
 * The terms of G(λ) = Σ_k a_k (m_k e^{−2λa_k} − d_k e^{2λa_k}), the rate of θᵀAθ along the orbit e^{λA}θ: m_k = v_kᵀ(T C + h∇L∇Lᵀ)v_k and
 * d_k = κ(v_k·θ)² at λ = 0, all ≥ 0. G falls with λ, so it has one zero at most.
 */
export interface OrbitTerms {
  readonly rates: ArrayLike<number>;
  readonly noise: ArrayLike<number>;
  readonly decay: ArrayLike<number>;
}

/**
 * Where the balanced point of an orbit is:
 * - `converged`: at λ;
 * - `to-plus-infinity`, `to-minus-infinity`: nowhere; noise drives λ there for ever, because nothing pushes back;
 * - `noiseless`: everywhere; there is neither noise nor decay on the orbit;
 * - `fixed-point`: the orbit is a single point, Aθ = 0;
 * - `not-finite`: the noise is not a finite number there;
 * - `failed`: the root finder did not end, which the terms' monotonicity excludes.
 */
export type OrbitOutcome =
  'converged' | 'to-plus-infinity' | 'to-minus-infinity' | 'noiseless' | 'fixed-point' | 'not-finite' | 'failed';

/** A zero of G and how the search for it ended; `lambda` is ±Infinity or NaN where there is none. */
export interface OrbitRoot {
  readonly lambda: number;
  readonly outcome: OrbitOutcome;
  readonly evaluations: number;
}

/**
 * The zero of G as that of F = ln P − ln N, P and N the positive and negative terms of G. F falls with a slope between −4·max|a| and
 * −2·(the least |a| in P + the least in N), neither over- nor underflows, and is a straight line where only one rate occurs in each part,
 * as for u → λu, w → w/λ. Newton's method inside a bracket therefore takes two or three steps.
 */
export function orbitRoot(terms: OrbitTerms): OrbitRoot {
  const none = (outcome: OrbitOutcome, lambda = NaN): OrbitRoot => ({ lambda, outcome, evaluations: 0 });
  const { positive, negative, finite } = parted(terms);
  if (!finite) return none('not-finite');
  if (positive.length === 0 && negative.length === 0) return none('noiseless');
  if (negative.length === 0) return none('to-plus-infinity', Infinity);
  if (positive.length === 0) return none('to-minus-infinity', -Infinity);
  const { root, outcome, evaluations } = bracketRoot(
    (lambda) => logSum(positive, lambda).value - logSum(negative, lambda).value,
    {
      within: [-1, 1],
      // An error of λ is a relative error of the parameters.
      tolerance: 2 ** -53,
      slope: (lambda) => logSum(positive, lambda).slope - logSum(negative, lambda).slope,
    },
  );
  return { lambda: root, outcome: outcome === 'converged' ? outcome : 'failed', evaluations };
}

/** A term e^{offset + exponent·λ}. */
interface Exponential {
  readonly offset: number;
  readonly exponent: number;
}

function parted({ rates, noise, decay }: OrbitTerms): {
  positive: Exponential[];
  negative: Exponential[];
  finite: boolean;
} {
  const positive: Exponential[] = [];
  const negative: Exponential[] = [];
  let finite = true;
  for (let k = 0; k < rates.length; k++) {
    const a = rates[k];
    if (!(noise[k] < Infinity && decay[k] < Infinity)) finite = false;
    if (a === 0) continue;
    const size = Math.log(Math.abs(a));
    if (noise[k] > 0) (a > 0 ? positive : negative).push({ offset: size + Math.log(noise[k]), exponent: -2 * a });
    if (decay[k] > 0) (a > 0 ? negative : positive).push({ offset: size + Math.log(decay[k]), exponent: 2 * a });
  }
  return { positive, negative, finite };
}

/** ln Σ e^{offset + exponent·λ} and its derivative in λ. */
function logSum(terms: readonly Exponential[], lambda: number): { value: number; slope: number } {
  let top = -Infinity;
  for (const { offset, exponent } of terms) top = Math.max(top, offset + exponent * lambda);
  let sum = 0;
  let slope = 0;
  for (const { offset, exponent } of terms) {
    const weight = Math.exp(offset + exponent * lambda - top);
    sum += weight;
    slope += weight * exponent;
  }
  return { value: top + Math.log(sum), slope: slope / sum };
}

/** One sentence on an outcome, for people. */
export const ORBIT_SENTENCES: Readonly<Record<OrbitOutcome, string>> = {
  converged: 'The orbit has one balanced point.',
  'to-plus-infinity':
    'No balanced point: the gradient noise of the shrinking directions vanishes, so λ grows without bound and they collapse. Start off this orbit or add weight decay.',
  'to-minus-infinity':
    'No balanced point: the gradient noise of the growing directions vanishes, so λ falls without bound and they collapse. Start off this orbit or add weight decay.',
  noiseless: 'Every point of the orbit is balanced: it has no gradient noise (an exact fit, or a dead neuron).',
  'fixed-point': 'The orbit is one point: all parameters that the symmetry moves are 0. Start elsewhere.',
  'not-finite': 'The gradient noise is not finite here. Start nearer to 0.',
  failed: 'The root finder did not end; this is a fault of the program.',
};
