/** Depth 0 where the noise vanishes at one point k (Δ = 0): data y = kx − c/x, interpolated at v = k. */
import { beyondNode } from './chart.js';
import { type ClosedForm, isPosed, type LinearProblem, mirrored, type Piece, reflect } from './closed-form.js';
import { linearDrift } from './depth-zero.js';
import { node, pullAtNode, touchesZero } from './noise.js';
import { piece } from './piece.js';

/** Ak − b over its factor 1 + ε(β₁ + γ): (β₁ + γ)k − β₂, minus half the drift at the node. */
const pull = (p: LinearProblem): number => pullAtNode(p) + p.weightDecay * node(p);

function above(p: LinearProblem): Piece[] {
  const { A, b } = linearDrift(p);
  const k = node(p);
  const c = p.temperature * p.alpha[0];
  const essential = (pull(p) * (A / (p.beta[0] + p.weightDecay))) / c;
  const scale = Math.abs(k) + Math.abs(b / A) || 1;
  return [piece(beyondNode(k, scale), (from) => (to) => -(2 + A / c) * to.lu - (essential * to.dv) / (to.u * from.u))];
}

/**
 * p ∝ |v − k|^{−2−A/(Tα₁)} exp((Ak − b)/(Tα₁(v − k))), on v < k if the drift at k points down and on v > k if it
 * points up. Without a drift there (y = kx, γ = 0) v = k absorbs everything.
 */
export const interpolationDepthZero: ClosedForm = {
  name: 'interpolation-depth-0',
  reference: '[NB] Table 1, single layer, with the factor exp(−γk/(Tα₁(k − v))) that it leaves out',
  applies: (p) => p.depth === 0 && isPosed(p) && touchesZero(p),
  logDensity(p) {
    const drift = -pull(p);
    if (drift === 0) return [];
    return drift > 0 ? above(p) : above(mirrored(p)).map(reflect);
  },
};
