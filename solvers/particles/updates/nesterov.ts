import type { Update } from './update.js';

/** Nesterov's momentum with the gradient taken ahead (Sutskever et al. 2013): m ← μm + g(θ − ημm), θ ← θ − ηm. */
export const nesterov: Update = ({ learningRate: eta, momentum, parameters }) => {
  const g = new Float64Array(parameters);
  const ahead = new Float64Array(parameters);
  return (theta, velocity, _stream, { gradient }) => {
    for (let i = 0; i < ahead.length; i++) ahead[i] = theta[i] - eta * momentum * velocity[i];
    gradient(ahead, g);
    for (let i = 0; i < g.length; i++) {
      velocity[i] = momentum * velocity[i] + g[i];
      theta[i] -= eta * velocity[i];
    }
    return 0;
  };
};
