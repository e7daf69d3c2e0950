/** Depth 1 where the noise vanishes at one point k (Δ = 0): data y = kx − c/x, interpolated at v = k. */
import { bothSigns, type ClosedForm, isPosed } from './closed-form.js';
import { node, pullAtNode, touchesZero } from './noise.js';
import { type LogRatio, piece } from './piece.js';
import { positiveSupports } from './support.js';

/**
 * With b = β₂ − γ, κ = β₁k − β₂ and θ = b/(2Tα₁k²):
 * p ∝ v^{−3/2+θ} |v − k|^{−2−θ} exp((κ + γ)/(2Tα₁k(v − k))),
 * on (0, k) or (k, ∞) by the direction −(κ + γ) of the drift at k > 0, and on all of (0, ∞) for k < 0.
 * k = 0 (x y constant): p ∝ v^{−7/2} exp(β₁/(2Tα₁v) − b/(4Tα₁v²)).
 */
export const interpolationDepthOne: ClosedForm = {
  name: 'interpolation-depth-1',
  reference: '[NB] Eqs. (105)–(110) and Table 1, re-derived: exponent γ/(2Tα₁k(k − v)), no factor β₁',
  applies: (p) => p.depth === 1 && isPosed(p) && touchesZero(p) && p.modifiedLoss === false,
  logDensity: (problem) =>
    bothSigns(problem, (p) => {
      const k = node(p);
      const b = p.beta[1] - p.weightDecay;
      const c = 2 * p.temperature * p.alpha[0];
      const theta = b / (c * k * k);
      const essential = (pullAtNode(p) + p.weightDecay) / (c * k);
      const general: LogRatio = (from) => (to) =>
        -1.5 * to.lv - 2 * to.lu + theta * (to.lv - to.lu) - (essential * to.dv) / (to.u * from.u);
      const central: LogRatio = (from) => (to) => {
        const inverse = -to.dv / (to.v * from.v); // 1/v − 1/v₀
        return -3.5 * to.lv + (inverse * (p.beta[0] - (b / 2) * (1 / to.v + 1 / from.v))) / c;
      };
      return positiveSupports(p).map((chart) => piece(chart, k === 0 ? central : general));
    }),
};
