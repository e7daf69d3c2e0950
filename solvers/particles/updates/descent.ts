import { nextNormal } from '../../../src/num/random/normal.js';
import type { Update } from './update.js';

/**
 * θ ← θ − η g + √(2ητ) ξ: plain SGD for τ = 0, stochastic gradient Langevin dynamics (Welling & Teh 2011) for τ > 0, and with the
 * full gradient in place of g, gradient descent with injected isotropic noise. As η → 0 the injected part has law e^{−L/τ}.
 */
export const descent: Update = ({ learningRate: eta, noiseTemperature, parameters }) => {
  const g = new Float64Array(parameters);
  const noise = Math.sqrt(2 * eta * noiseTemperature);
  return (theta, _velocity, stream, { gradient }) => {
    gradient(theta, g);
    for (let i = 0; i < g.length; i++) theta[i] -= eta * g[i];
    if (noise > 0) for (let i = 0; i < g.length; i++) theta[i] += noise * nextNormal(stream);
    return 0;
  };
};
