/** The noise g(v) = α₁v² − 2α₂v + α₃ = α₁(v − k)² + Δ/α₁, k = α₂/α₁, and the integrals over it. */
import { logRatio, type Place } from './chart.js';
import type { LinearProblem } from './closed-form.js';

/** k = α₂/α₁, where the noise is smallest; 0 where α₁ = 0 and the noise is the same everywhere. */
export function node(p: LinearProblem): number {
  return p.alpha[0] === 0 ? 0 : p.alpha[1] / p.alpha[0];
}

/** Whether the noise vanishes at the node: Δ = 0 to the rounding of α₁α₃, with α₁ > 0. */
export function touchesZero(p: LinearProblem): boolean {
  return p.alpha[0] > 0 && p.delta <= 4 * Number.EPSILON * p.alpha[0] * p.alpha[2];
}

/** Whether Δ > 0, so that the noise never vanishes although it varies. */
export function staysPositive(p: LinearProblem): boolean {
  return p.alpha[0] > 0 && !touchesZero(p);
}

/** κ = r(k) = β₁k − β₂, the pull of the loss at the node; 0 where it is no more than the rounding of the two terms. */
export function pullAtNode(p: LinearProblem): number {
  const [b1, b2] = p.beta;
  const kappa = b1 * node(p) - b2;
  return Math.abs(kappa) <= 8 * Number.EPSILON * Math.abs(b2) ? 0 : kappa;
}

/** g at a place. */
export function noiseAt(p: LinearProblem, place: Place): number {
  const [a1, , a3] = p.alpha;
  if (a1 === 0) return a3;
  return a1 * place.u * place.u + (touchesZero(p) ? 0 : p.delta / a1);
}

/** ln g(v)/g(v₀), relative to rounding also near v₀. */
export function logNoise(p: LinearProblem, reference: Place, place: Place): number {
  const a1 = p.alpha[0];
  if (a1 === 0) return 0;
  if (touchesZero(p)) return 2 * place.lu;
  const g0 = noiseAt(p, reference);
  const g = noiseAt(p, place);
  if (!Number.isFinite(g)) return Math.log(a1 / g0) + 2 * Math.log(Math.abs(place.u));
  return logRatio(a1 * place.dv * (place.u + reference.u), g0, g);
}

/** ln (v/v₀) − ½ ln(g/g₀), from g/v² = α₁ − 2α₂/v + α₃/v² where v is large and the two terms would cancel. */
function logSignal(p: LinearProblem, from: Place, to: Place): number {
  const [a1, a2, a3] = p.alpha;
  if (a1 * to.v * to.v < a3) return to.lv - logNoise(p, from, to) / 2;
  const inverse = -to.dv / (to.v * from.v);
  const q = a1 - (2 * a2) / to.v + a3 / (to.v * to.v);
  const q0 = a1 - (2 * a2) / from.v + a3 / (from.v * from.v);
  return -logRatio(inverse * (a3 * (1 / to.v + 1 / from.v) - 2 * a2), q0, q) / 2;
}

/** ∫ dv/(v g) = (1/α₃)(ln v − ½ ln g + ∫ α₂/g), from v₀ to v, for Δ > 0. */
export function overSlopedNoise(p: LinearProblem, from: Place, to: Place): number {
  return (logSignal(p, from, to) + overNoise(p, from, to, [0, p.alpha[1]])) / p.alpha[2];
}

/**
 * ∫ (c₁v + c₀)/g dv from v₀ to v, for Δ > 0:
 * (c₁/2α₁) ln(g/g₀) + ((c₁k + c₀)/√Δ)·[arctan(α₁u/√Δ)], the difference of the two angles by one atan2.
 */
export function overNoise(
  p: LinearProblem,
  reference: Place,
  place: Place,
  [c1, c0]: readonly [number, number],
): number {
  const a1 = p.alpha[0];
  const root = Math.sqrt(p.delta);
  const angle = Math.atan2(root * a1 * place.dv, p.delta + a1 * place.u * (a1 * reference.u));
  return (c1 / (2 * a1)) * logNoise(p, reference, place) + ((c1 * node(p) + c0) / root) * angle;
}
