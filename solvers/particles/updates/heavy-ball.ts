import type { Update } from './update.js';

/** Polyak's heavy ball: m ← μm + g(θ), θ ← θ − ηm. Temperature η/(S(1 − μ)) where the noise is small. */
export const heavyBall: Update = ({ learningRate: eta, momentum, parameters }) => {
  const g = new Float64Array(parameters);
  return (theta, velocity, _stream, { gradient }) => {
    gradient(theta, g);
    for (let i = 0; i < g.length; i++) {
      velocity[i] = momentum * velocity[i] + g[i];
      theta[i] -= eta * velocity[i];
    }
    return 0;
  };
};
