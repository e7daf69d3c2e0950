import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';

/**
 * The coefficients of the depth-1 SDE in symmetry coordinates (docs/derivations/symmetry-coordinates.md), any width:
 *   dξ = −4(β₁v − β₂) dt + 4√(T g(v)) dW,   dζ = −4(T g(v) + γ) dt,   v = 2 e^ζ sinh ξ,
 *   g(v) = α₁(v − v₀)² + g₀ with v₀ = α₂/α₁ and g₀ = Δ/α₁, which cannot become negative by rounding.
 */
export interface SymmetricModel {
  readonly beta1: number;
  readonly beta2: number;
  /** α₁. */
  readonly curvature: number;
  /** v₀, where the gradient noise is least. */
  readonly quietest: number;
  /** g₀ = min g. */
  readonly floor: number;
  /** α₃ = g(0). */
  readonly noiseAtZero: number;
  readonly temperature: number;
  readonly weightDecay: number;
}

/**
 * Reads a problem of depth 1. Throws InputError for another depth, the modified loss, T ≤ 0, or E[xy] ≤ 0 (y → −y, w → −w
 * makes it positive).
 */
export function symmetricModel(p: DiagonalLinearProblem): SymmetricModel {
  const demand = (path: string, holds: boolean, rule: { expectation: string; got: unknown; cure: string }): void => {
    if (!holds) throw new InputError(path, rule.expectation, String(rule.got), rule.cure);
  };
  const cure = 'Use the coordinates `parameters`, or particles.';
  demand('model.depth', p.depth === 1, { expectation: 'depth 1 in symmetry coordinates', got: p.depth, cure });
  demand('sgd.modifiedLoss', p.modifiedLoss === false, { expectation: 'false here', got: p.modifiedLoss, cure });
  const { temperature: T, weightDecay: decay } = p;
  demand('sgd.temperature', T > 0 && T < Infinity, { expectation: 'T > 0', got: T, cure: 'Give a learning rate > 0.' });
  demand('sgd.weightDecay', decay >= 0 && decay < Infinity, { expectation: 'γ ≥ 0', got: decay, cure: 'Change it.' });
  const [a1, a2, a3] = p.alpha;
  const moments = {
    expectation: 'finite moments with E[x²] > 0',
    got: [...p.alpha, ...p.beta],
    cure: 'Check the data.',
  };
  demand('data', p.beta[0] > 0 && [...p.alpha, ...p.beta].every(Number.isFinite) && a1 >= 0 && a3 >= 0, moments);
  const mirror = 'Replace y by −y and w by −w: the problem is the same and the right sign is v > 0.';
  demand('data', p.beta[1] > 0, { expectation: 'E[xy] > 0', got: p.beta[1], cure: mirror });
  return {
    beta1: p.beta[0],
    beta2: p.beta[1],
    curvature: a1,
    quietest: a1 > 0 ? a2 / a1 : 0,
    floor: a1 > 0 ? Math.max(p.delta, 0) / a1 : a3,
    noiseAtZero: a3,
    temperature: T,
    weightDecay: decay,
  };
}

/** g(v) = Var[x(vx − y)]. */
export function gradientNoise(m: SymmetricModel, v: number): number {
  const u = v - m.quietest;
  return m.curvature * u * u + m.floor;
}

/** −dζ/dt = 4(T g(v) + γ), the speed at which balance is approached. */
export function fallSpeed(m: SymmetricModel, v: number): number {
  return 4 * (m.temperature * gradientNoise(m, v) + m.weightDecay);
}

/** The scales of v: below `linear` the SDE is that of v = 0; `typical` is the largest on which the coefficients change form. */
export function modelScales(m: SymmetricModel): { readonly linear: number; readonly typical: number } {
  const minimum = m.beta2 / m.beta1;
  const scales = [minimum];
  if (m.curvature > 0) {
    const turn = Math.sqrt(m.noiseAtZero / m.curvature);
    const slope = m.noiseAtZero / (2 * m.curvature * Math.abs(m.quietest));
    scales.push(...[turn, slope].filter((s) => s > 0 && s < Infinity));
  }
  const typical = Math.max(
    ...scales,
    Math.abs(m.quietest),
    m.curvature > 0 ? 0 : (2 * m.temperature * m.floor) / m.beta1,
  );
  return { linear: Math.min(...scales), typical };
}
