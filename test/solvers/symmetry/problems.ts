import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';

/** x ~ N(0, 1), y = x + e with e ~ N(0, 1), T = 0.1: α = (2, 2, 3), β = (1, 1). */
export const plain: DiagonalLinearProblem = {
  depth: 1,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature: 0.1,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
};

/** No gradient but that of v = 0, constant noise: ξ is a Brownian motion with drift 4 and variance 16T per time, ζ falls at 4(T + γ). */
export const brownian: DiagonalLinearProblem = {
  ...plain,
  alpha: [0, 0, 1],
  beta: [1e-6, 1],
  delta: 0,
  temperature: 0.2,
  weightDecay: 0.1,
};

/** The standard normal distribution function, to 10⁻¹⁵: Taylor's series of the integral about 0. */
export function normalBelow(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && n < 500; n++) {
    term *= (x * x) / (2 * n + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp(-0.5 * x * x)) / Math.sqrt(2 * Math.PI);
}
