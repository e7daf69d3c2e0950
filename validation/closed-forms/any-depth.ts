/** Any depth D ≥ 1 and width, weight decay and modified loss, by quadrature of the zero-flux condition. */
import { antiderivative } from './antiderivative.js';
import type { Place } from './chart.js';
import { bothSigns, type ClosedForm, isPosed, type LinearProblem, modification } from './closed-form.js';
import { logNoise, noiseAt, pullAtNode, touchesZero } from './noise.js';
import { type LogRatio, piece } from './piece.js';
import { positiveSupports } from './support.js';

/**
 * r(v) = β₁v − β₂ and the size of its rounding noise over ε: near v₀ it is r(v₀) + β₁(v − v₀), whose error does not
 * fluctuate with v, further off the difference of its two terms.
 */
function slope(p: LinearProblem, from: Place): (to: Place) => { r: number; size: number } {
  const [b1, b2] = p.beta;
  const kappa = pullAtNode(p);
  const atNode = touchesZero(p);
  const r0 = b1 * from.v - b2;
  return (to) => {
    if (!atNode && Math.abs(to.lv) > 0.5) return { r: b1 * to.v - b2, size: b1 * to.v + Math.abs(b2) };
    const r = atNode ? kappa + b1 * to.u : r0 + b1 * to.dv;
    return { r, size: Math.abs(r) };
  };
}

/**
 * The part of (ln p)' that has to be integrated, times −v:
 * ρ^{1−D}(r + γρ^{1−D})(1 + ε(β₁N + Drρ^{D−1} + γ))/((D + 1)Tg), ρ = (v/d)^{1/(D+1)}, N = d(D+1)ρ^{2D}.
 */
function integrand(p: LinearProblem, to: Place, r: number): number {
  const { depth: D, width: d, temperature: T, weightDecay } = p;
  const e = modification(p);
  const share = to.v / d;
  const shrink = share ** ((1 - D) / (1 + D));
  const extra =
    e === 0 ? 0 : e * (p.beta[0] * (D + 1) * d * share ** ((2 * D) / (D + 1)) + (D * r) / shrink + weightDecay);
  return (shrink * (r + weightDecay * shrink) * (1 + extra)) / ((D + 1) * T * noiseAt(p, to));
}

/** ln p = −(3D/(D + 1)) ln v − ln g − ∫ integrand dv/v, the integral taken in the coordinate of the chart. */
function ratio(p: LinearProblem): LogRatio {
  const exponent = (3 * p.depth) / (p.depth + 1);
  return (from, chart) => {
    const r = slope(p, from);
    const integral = antiderivative(
      (x) => {
        const to = chart.at(x);
        return integrand(p, to, r(to).r) * chart.growth(to);
      },
      (x) => {
        const to = chart.at(x);
        return integrand(p, to, r(to).size) * chart.growth(to);
      },
    );
    return (to) => -exponent * to.lv - logNoise(p, from, to) - integral(to.x);
  };
}

/** Equation (14) with a lower limit v₀ > 0 in place of 0, where the integral diverges. */
export const anyDepth: ClosedForm = {
  name: 'any-depth',
  reference: '[NB] Eqs. (14) and (94), lower limit v₀ > 0',
  applies: (p) => p.depth >= 1 && p.depth < Infinity && isPosed(p),
  logDensity: (problem) => bothSigns(problem, (p) => positiveSupports(p).map((chart) => piece(chart, ratio(p)))),
};
