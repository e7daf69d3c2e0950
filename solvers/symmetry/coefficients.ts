import type { LineCoefficientsWithSlope } from './fitted-chain.js';
import { fallSpeed, gradientNoise, type SymmetricModel } from './model.js';

/**
 * x = asinh(v/c) at fixed ζ. With S² = v² + 4e^{2ζ} the model moves as dv = [−4S r + 4(T g − γ) v] dt + 4S √(T g) dW, r = β₁v − β₂,
 * which with q = √(v² + c²) = dv/dx and Itô's rule gives a, D = 8Tg S²/q² and D′.
 */
export function acrossModels(m: SymmetricModel, zeta: number, core: number): LineCoefficientsWithSlope {
  const E = 4 * Math.exp(2 * zeta);
  return (x, out) => {
    const v = core * Math.sinh(x);
    const q = core * Math.cosh(x);
    const slope = v / q;
    // S²/q² and S/q; far out, where squares would lose nothing but e^ζ underflow, they are 1.
    const ratio = slope * slope + E / (q * q);
    const noise = 8 * m.temperature * gradientNoise(m, v);
    const noiseSlope = 16 * m.temperature * m.curvature * (v - m.quietest);
    out[1] = noise * ratio;
    out[0] =
      -4 * Math.sqrt(ratio) * (m.beta1 * v - m.beta2) + (0.5 * noise - 4 * m.weightDecay) * slope - out[1] * slope;
    out[2] = noiseSlope * q * ratio + 2 * slope * (noise - out[1]);
  };
}

/** ξ in the limit ζ → −∞ at fixed ξ, where v = 0: a Brownian motion with drift 4β₂ and variance 16Tα₃ per time. */
export function alongXiAtOrigin(m: SymmetricModel): LineCoefficientsWithSlope {
  return (_, out) => {
    out[0] = 4 * m.beta2;
    out[1] = 8 * m.temperature * m.noiseAtZero;
    out[2] = 0;
  };
}

/** y = ln|v| on the balanced manifold: ln a for v > 0 (b = 0), ln b for v < 0 (a = 0). */
export function balancedLine(m: SymmetricModel, sign: 1 | -1): LineCoefficientsWithSlope {
  return (y, out) => {
    const v = sign * Math.exp(y);
    out[0] = -4 * sign * (m.beta1 * v - m.beta2) - fallSpeed(m, v);
    out[1] = 8 * m.temperature * gradientNoise(m, v);
    out[2] = 16 * m.temperature * m.curvature * (v - m.quietest) * v;
  };
}
