/** Data with label noise only (α₁ = α₂ = 0, such as x = ±1): the noise does not depend on v. */
import { bothSigns, type ClosedForm, isPosed, type LinearProblem, modification } from './closed-form.js';
import { line, type Place } from './chart.js';
import { linearDrift } from './depth-zero.js';
import { piece } from './piece.js';
import { positiveSupports } from './support.js';

/** −Tα₃ ln p without its power of v, for D ≥ 1, between two places; see `labelNoise`. */
function potential(p: LinearProblem, from: Place, to: Place): number {
  const { depth: D, width: d } = p;
  const b1 = p.beta[0];
  const b = D === 1 ? p.beta[1] - p.weightDecay : p.beta[1];
  const s = (D - 1) / (D + 1);
  /** ∫ vⁿ⁻¹ dv */
  const power = (n: number): number => (n === 0 ? to.lv : (from.v ** n * Math.expm1(n * to.lv)) / n);
  const square = (to.dv * (to.v + from.v)) / 2;
  const plain = d ** s * (b1 * power(1 - s) - b * power(-s));
  const e = modification(p);
  if (e === 0) return plain / (D + 1);
  const squared = b1 * b1 * square - 2 * b1 * b * to.dv + b * b * to.lv; // ∫ r²/v
  return (plain + e * (b1 * (D + 1) * (b1 * square - b * to.dv) + D * squared)) / (D + 1);
}

/**
 * Elementary at every depth. With g = α₃ and r = β₁v − β₂ (β₂ − γ at depth 1):
 * D = 0: Gaussian. D ≥ 1, s = (D − 1)/(D + 1):
 * ln p = −(3D/(D + 1)) ln v − (1/((D + 1)Tα₃)) ∫ [d^s v^{−s} r + ε((D + 1)β₁v r + D r²)] dv/v.
 * D = 1 is a Gamma law in v, D = 3 a generalised inverse Gaussian law in √v.
 */
export const labelNoise: ClosedForm = {
  name: 'label-noise',
  reference: '[NB] Eq. (14) with α₁ = α₂ = 0: Gaussian, Gamma and generalised inverse Gaussian laws',
  applies: (p) => p.depth >= 0 && p.depth < Infinity && isPosed(p) && p.alpha[0] === 0 && p.alpha[2] > 0,
  logDensity(problem) {
    const noise = problem.temperature * problem.alpha[2];
    if (problem.depth === 0) {
      const { A, b } = linearDrift(problem);
      const chart = line(0, b / A, Math.sqrt(noise / A));
      return [piece(chart, (from) => (to) => (-to.dv * ((A * (to.v + from.v)) / 2 - b)) / noise)];
    }
    const exponent = (-3 * problem.depth) / (problem.depth + 1);
    return bothSigns(problem, (p) =>
      positiveSupports(p).map((chart) =>
        piece(chart, (from) => (to) => exponent * to.lv - potential(p, from, to) / noise),
      ),
    );
  },
};
