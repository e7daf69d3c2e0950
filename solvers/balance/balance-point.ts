import type { Solution } from '../solution.js';
import type { BalanceSystem } from './balance-system.js';
import { balanceWeights } from './balance-system.js';
import type { ExponentialSymmetry } from './exponential-symmetry.js';
import { componentsOf, moveAlong, variancesAlong } from './exponential-symmetry.js';
import type { OrbitOutcome, OrbitTerms } from './orbit-root.js';
import { ORBIT_SENTENCES, orbitRoot } from './orbit-root.js';

/** A point at which noise is balanced, with the check made there: everything but λ is evaluated at θ itself, not carried along the orbit. */
export interface BalancePoint {
  readonly theta: Float64Array;
  /** θ = e^{λA}·start. For A = diag(1, −1) the parameters are multiplied by e^λ and e^{−λ}. */
  readonly lambda: number;
  /** |G| / (sum of the sizes of its positive and negative part, halved): 0 where balance holds exactly, 2 at most. */
  readonly residual: number;
  /** Σ a_k v_kᵀC v_k over a_k > 0: Tr Cov[∇_u ℓ] for A = diag(1, −1). */
  readonly noiseU: number;
  /** −Σ a_k v_kᵀC v_k over a_k < 0: Tr Cov[∇_w ℓ]. */
  readonly noiseW: number;
}

/** The balance of one orbit: null where there is none. `rate` is G at the start, the law of balance's d/dt θᵀAθ. */
export type OrbitBalance = Solution<BalancePoint | null, OrbitOutcome>;

/** Work arrays and settings for many orbits of one system. */
export interface OrbitSolver {
  /** The balanced point of the orbit through θ. */
  balance(theta: ArrayLike<number>): OrbitBalance;
  /** G(θ) = Tr[A(T C + h∇L∇Lᵀ)] − κθᵀAθ, the mean rate d/dt θᵀAθ, and the sizes of its two parts. */
  rate(theta: ArrayLike<number>): { readonly value: number; readonly size: number };
  /** The terms of G along the orbit through θ. */
  terms(theta: ArrayLike<number>): OrbitTerms;
}

/**
 * The balance of orbits e^{λA}θ of a system ([NB] arXiv:2308.06671 Th. 3.1 and arXiv:2402.07193, with weight decay and modified loss as in
 * docs/derivations/noise-balance.md). One orbit costs two evaluations of the gradient's covariance.
 */
export function orbitSolver(system: BalanceSystem, symmetry: ExponentialSymmetry): OrbitSolver {
  const n = symmetry.size;
  const mean = new Float64Array(n);
  const C = new Float64Array(n * n);
  const weights = balanceWeights(system.hyperParameters);
  const { rates } = symmetry;

  const measure = (theta: ArrayLike<number>) => {
    system.gradient(theta, mean, C);
    const c = variancesAlong(symmetry, C);
    const g = componentsOf(symmetry, mean);
    const t = componentsOf(symmetry, theta);
    const noise = c.map((value, k) => weights.noise * value + weights.meanGradient * g[k] * g[k]);
    return { c, t, terms: { rates, noise, decay: t.map((value) => weights.decay * value * value) } };
  };
  const parts = ({ noise, decay }: OrbitTerms): readonly [number, number] => {
    let [positive, negative] = [0, 0];
    for (let k = 0; k < n; k++) {
      const a = Math.abs(rates[k]);
      positive += a * (rates[k] > 0 ? noise[k] : decay[k]);
      negative += a * (rates[k] > 0 ? decay[k] : noise[k]);
    }
    return [positive, negative];
  };
  return {
    terms: (theta) => measure(theta).terms,
    rate(theta) {
      const [positive, negative] = parts(measure(theta).terms);
      return { value: positive - negative, size: (positive + negative) / 2 };
    },
    balance(start) {
      const { terms, t } = measure(start);
      const moves = t.some((value, k) => value * rates[k] !== 0);
      const root = moves ? orbitRoot(terms) : { lambda: NaN, outcome: 'fixed-point' as const, evaluations: 0 };
      const stats = { evaluations: root.evaluations };
      const { outcome } = root;
      if (outcome !== 'converged') return { value: null, outcome, message: ORBIT_SENTENCES[outcome], stats };
      const theta = new Float64Array(n);
      moveAlong(symmetry, start, root.lambda, theta);
      const there = measure(theta);
      const [positive, negative] = parts(there.terms);
      let [noiseU, noiseW] = [0, 0];
      for (let k = 0; k < n; k++) {
        if (rates[k] > 0) noiseU += rates[k] * there.c[k];
        else noiseW -= rates[k] * there.c[k];
      }
      const residual = Math.abs(positive - negative) / ((positive + negative) / 2);
      return {
        value: { theta, lambda: root.lambda, residual, noiseU, noiseW },
        outcome,
        message: ORBIT_SENTENCES[outcome],
        stats,
      };
    },
  };
}
