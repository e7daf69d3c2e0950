import { Solver } from '#odex';
import type { Solution } from '../solution.js';
import type { ExponentialSymmetry } from './exponential-symmetry.js';
import { componentsOf, moveAlong } from './exponential-symmetry.js';
import type { OrbitTerms } from './orbit-root.js';

/** The mean motion along one symmetry orbit at some times. */
export interface NoetherFlow {
  readonly times: Float64Array;
  /** λ(t), θ(t) = e^{λ(t)A}θ(0). */
  readonly lambda: Float64Array;
  /** The Noether charge θᵀAθ at the times; ‖u‖² − ‖w‖² for A = diag(1, −1). */
  readonly charge: Float64Array;
  /** θ at the last time. */
  readonly theta: Float64Array;
}

/**
 * The Noether flow of arXiv:2402.07193: noise and decay move the charge as d/dt θᵀAθ = G(λ) while the orbit, and with it the function that the
 * network computes, stays. With θ = e^{λA}θ₀ the charge changes by 2‖Aθ‖² dλ, so dλ/dt = G(λ) / (2‖Aθ‖²), one equation solved by odex. Its
 * only fixed point is the balanced one. `times` ascend from 0; the tolerance is absolute in λ.
 */
export function noetherFlow(
  symmetry: ExponentialSymmetry,
  start: ArrayLike<number>,
  terms: OrbitTerms,
  { times, tolerance = 1e-11 }: { readonly times: readonly number[]; readonly tolerance?: number },
): Solution<NoetherFlow, 'converged' | 'step-limit' | 'not-finite'> {
  const { rates, size } = symmetry;
  const t = componentsOf(symmetry, start);
  const velocity = (lambda: number): number => {
    let [G, length] = [0, 0];
    for (let k = 0; k < size; k++) {
      const a = rates[k];
      const stretch = Math.exp(2 * lambda * a);
      G += a * (terms.noise[k] / stretch - terms.decay[k] * stretch);
      length += a * a * t[k] * t[k] * stretch;
    }
    return G / (2 * length);
  };
  const solver = new Solver(1);
  solver.absoluteTolerance = tolerance;
  solver.relativeTolerance = tolerance;
  solver.maxSteps = 100_000;
  const lambda = new Float64Array(times.length);
  let evaluations = 0;
  let ended: 'converged' | 'step-limit' | 'not-finite' = Number.isFinite(velocity(0)) ? 'converged' : 'not-finite';
  for (let i = 0, now = 0, at = 0; i < times.length; i++) {
    if (times[i] > now && ended === 'converged') {
      const { y, outcome } = solver.solve((_, [l]) => (evaluations++, [velocity(l)]), now, [at], times[i]);
      if (outcome !== 0) ended = 'step-limit';
      if (!Number.isFinite(y[0])) ended = 'not-finite';
      [now, at] = [times[i], y[0]];
    }
    lambda[i] = ended === 'converged' ? at : NaN;
  }
  const charge = lambda.map((l) => rates.reduce((sum, a, k) => sum + a * t[k] * t[k] * Math.exp(2 * l * a), 0));
  const theta = new Float64Array(size);
  moveAlong(symmetry, start, lambda[lambda.length - 1], theta);
  const message = {
    converged: 'The flow was followed to the last time.',
    'step-limit':
      'The flow needs too many steps: it is stiff near a fixed point of the symmetry. Start further from one or end earlier.',
    'not-finite': 'The flow left the range of numbers. Start further from a fixed point of the symmetry.',
  }[ended];
  return {
    value: { times: Float64Array.from(times), lambda, charge, theta },
    outcome: ended,
    message,
    stats: { evaluations },
  };
}
