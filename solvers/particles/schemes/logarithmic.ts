import { InputError } from '../../../src/num/input-error.js';
import type { Sde } from '../../../src/sde/sde.js';
import type { SdeStep } from './step.js';
import { requireOne, slopeOf } from './milstein.js';

/**
 * For one coordinate v with a fixed point at 0: Milstein's scheme for x = ln|v|, so that the sign of v never changes.
 * dx = F dt + √(2D)/|v| dW with F = a/v − D/v². Noise, its correction (D′/2v − D/v²)(ΔW² − Δt) and growth enter as a factor
 * R(y), the Padé approximant [2/2] of e^y, which lies in (0.07, 14) whatever y is; a negative F enters as 1/√(1 + 2|F|Δt), the exact
 * flow of F = −c v². Together they keep |v| below about 14/√(2cΔt) where the drift falls like −c v³, so that the scheme cannot
 * blow up as Euler's does. Strong and weak order 1. Throws InputError for more than one coordinate or if 0 is no fixed point.
 */
export function logarithmicStep(sde: Sde): SdeStep {
  requireOne(sde, 'log');
  const a = new Float64Array(1);
  const D = new Float64Array(1);
  const slope = slopeOf(sde);
  const origin = new Float64Array(1);
  sde.drift(origin, a);
  sde.diffusion(origin, D);
  if (a[0] !== 0 || D[0] !== 0) {
    throw new InputError(
      'particles.method',
      'a fixed point at 0 for "log"',
      `drift ${a[0]} and diffusion ${D[0]} there`,
      'Use "euler".',
    );
  }
  return (theta, dt, dw) => {
    const v = theta[0];
    if (v === 0) return;
    sde.drift(theta, a);
    sde.diffusion(theta, D);
    const square = D[0] / (v * v);
    const F = a[0] / v - square;
    const correction = slope(v, Math.abs(v)) / (2 * v) - square;
    const y = Math.sqrt(2 * square) * dw[0] + correction * (dw[0] * dw[0] - dt) + Math.max(F, 0) * dt;
    const even = y * y + 12;
    const factor = (even + 6 * y) / (even - 6 * y);
    theta[0] = (v * factor) / Math.sqrt(1 + 2 * Math.max(-F, 0) * dt);
  };
}
