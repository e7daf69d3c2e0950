import { InputError } from '../../../src/num/input-error.js';
import type { Sde } from '../../../src/sde/sde.js';
import type { SdeStep } from './step.js';

/**
 * Milstein: θ ← θ + a Δt + √(2D) ΔW + ½D′(ΔW² − Δt), since b b′ = D′ for b = √(2D). One coordinate; strong and weak order 1.
 * D′ is a central difference with relative error about 10⁻¹⁰. Throws InputError for more than one coordinate.
 */
export function milsteinStep(sde: Sde): SdeStep {
  requireOne(sde, 'milstein');
  const a = new Float64Array(1);
  const D = new Float64Array(1);
  const slope = slopeOf(sde);
  return (theta, dt, dw) => {
    const x = theta[0];
    sde.drift(theta, a);
    sde.diffusion(theta, D);
    theta[0] =
      x + a[0] * dt + Math.sqrt(2 * D[0]) * dw[0] + 0.5 * slope(x, Math.max(Math.abs(x), 1)) * (dw[0] * dw[0] - dt);
  };
}

/** Throws InputError unless the SDE has one coordinate. */
export function requireOne(sde: Sde, method: string): void {
  if (sde.names.length === 1) return;
  throw new InputError(
    'particles.method',
    `an SDE with one coordinate for "${method}"`,
    String(sde.names.length),
    'Use "euler".',
  );
}

/** D′(x) by a central difference on the scale given, whose step balances truncation (h²) against rounding (ε/h). */
export function slopeOf(sde: Sde): (x: number, scale: number) => number {
  const at = new Float64Array(1);
  const D = new Float64Array(1);
  const value = (x: number): number => {
    at[0] = x;
    sde.diffusion(at, D);
    return D[0];
  };
  return (x, scale) => {
    const h = 6e-6 * scale;
    return (value(x + h) - value(x - h)) / (2 * h);
  };
}
