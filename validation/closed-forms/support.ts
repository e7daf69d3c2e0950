/** Where on v > 0 a stationary density of depth ≥ 1 can be normalised. */
import { beyondNode, belowNode, type Chart, halfLine } from './chart.js';
import { type LinearProblem, modification } from './closed-form.js';
import { node, pullAtNode, touchesZero } from './noise.js';

/**
 * Whether the density can be normalised at v = 0+.
 * Depth 1: p ~ v^{−3/2 + b(1 − εb)/(2Tα₃)} with b = β₂ − γ, so b(1 − εb) > Tα₃.
 * Depth D ≥ 2: p ~ exp(−c β₂ v^{−s}) without decay, s = (D − 1)/(D + 1), and exp(+c γ v^{−2s}) with it.
 */
function holdsAtZero(p: LinearProblem): boolean {
  if (p.depth >= 2) return p.weightDecay === 0 && p.beta[1] > 0;
  const b = p.beta[1] - p.weightDecay;
  return b * (1 - modification(p) * b) > p.temperature * p.alpha[2];
}

/**
 * The direction of the whole drift at the node k > 0 where the noise vanishes: the sign of
 * −(r + γρ^{1−D})(1 + ε(β₁N + Drρ^{D−1} + γ)), ρ = (k/d)^{1/(D+1)}, N = d(D+1)ρ^{2D}.
 */
function driftAtNode(p: LinearProblem): number {
  const { depth: D, width: d, weightDecay } = p;
  const kappa = pullAtNode(p);
  if (D === Infinity) return -Math.sign(kappa);
  const rho = (node(p) / d) ** (1 / (D + 1));
  const N = d * (D + 1) * rho ** (2 * D);
  const extra = modification(p) * (p.beta[0] * N + D * kappa * rho ** (D - 1) + weightDecay);
  return -Math.sign((kappa + weightDecay * rho ** (1 - D)) * (1 + extra));
}

/**
 * Charts of the normalisable parts of v > 0, at most one. The tail at ∞ always is. A zero of the noise at k > 0 cuts
 * the half line: the drift there empties one side into the other, and with no drift v = k absorbs both.
 */
export function positiveSupports(p: LinearProblem): Chart[] {
  const k = node(p);
  const start = Math.abs(p.beta[1]) / p.beta[0];
  if (!(touchesZero(p) && k > 0)) return holdsAtZero(p) ? [halfLine(k, start)] : [];
  const drift = driftAtNode(p);
  if (drift > 0) return [beyondNode(k, k)];
  return drift < 0 && holdsAtZero(p) ? [belowNode(k, 0)] : [];
}
