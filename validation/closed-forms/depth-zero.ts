/** Linear regression, depth 0, with noise that never vanishes. */
import { line } from './chart.js';
import { type ClosedForm, isPosed, type LinearProblem, modification } from './closed-form.js';
import { logNoise, node, noiseAt, overNoise, staysPositive } from './noise.js';
import { piece } from './piece.js';

/**
 * The drift −2(Av − b) of depth 0. Decay turns β₁ into β₁ + γ; the modified loss multiplies the whole gradient by
 * 1 + ε(β₁ + γ), because ‖∇L‖² = 4((β₁ + γ)v − β₂)² there.
 */
export function linearDrift(p: LinearProblem): { A: number; b: number } {
  const stiffness = p.beta[0] + p.weightDecay;
  const factor = 1 + modification(p) * stiffness;
  return { A: stiffness * factor, b: p.beta[1] * factor };
}

/** p ∝ g^{−1−A/(2Tα₁)} exp(−((Ak − b)/(T√Δ)) arctan(α₁(v − k)/√Δ)): ln p = −ln g − (1/T)∫(Av − b)/g. */
export const depthZero: ClosedForm = {
  name: 'depth-0',
  reference: '[NB] Eq. (12)',
  applies: (p) => p.depth === 0 && isPosed(p) && staysPositive(p),
  logDensity(p) {
    const { A, b } = linearDrift(p);
    const T = p.temperature;
    const k = node(p);
    const start = line(k, b / A, 1);
    const scale = Math.sqrt((T * noiseAt(p, start.reference)) / A);
    return [
      piece(line(k, b / A, scale), (from) => (to) => -logNoise(p, from, to) - overNoise(p, from, to, [A / T, -b / T])),
    ];
  },
};
