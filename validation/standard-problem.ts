import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { reducedLines } from '../src/sde/reduced.js';
import { stationaryOnLines, type LineSteadyState } from '../solvers/steady/stationary.js';

/** What may be changed of a standard problem. */
export type ProblemChanges = Partial<DiagonalLinearProblem>;

/**
 * The data of [NB] Fig. 4: x ~ N(0, 1), y = kx + ε with ε ~ N(0, σ²). Gaussian moments give α = (2, 2k, 2k² + σ²), β = (1, k) and
 * Δ = 2σ². Depth 1, width 1, T = 0.1 unless changed.
 */
export function noisyLine(k: number, sigma: number, changes: ProblemChanges = {}): DiagonalLinearProblem {
  return {
    depth: 1,
    width: 1,
    alpha: [2, 2 * k, 2 * k * k + sigma * sigma],
    beta: [1, k],
    delta: 2 * sigma * sigma,
    temperature: 0.1,
    weightDecay: 0,
    learningRate: null,
    modifiedLoss: false,
    ...changes,
  };
}

/** k = σ = 1: α = (2, 2, 3), β = (1, 1), T_c = 1/3. */
export const standard = (changes: ProblemChanges = {}): DiagonalLinearProblem => noisyLine(1, 1, changes);

/** x = ±1, y = kx + ε: α = (0, 0, σ²), β = (1, k), for which most laws are elementary. */
export function labelNoiseOnly(k: number, sigma: number, changes: ProblemChanges = {}): DiagonalLinearProblem {
  return { ...noisyLine(k, sigma), alpha: [0, 0, sigma * sigma], delta: 0, ...changes };
}

/** y = kx − kc/x with Gaussian moments of x at hand: α = α₁(1, k, k²), β = (β₁, β₁k − kc); no noise is left at v = k. */
export function interpolating(k: number, c: number, changes: ProblemChanges = {}): DiagonalLinearProblem {
  return { ...noisyLine(k, 0), beta: [1, k - k * c], ...changes };
}

/** A problem that is nobody's favourite: nothing in it is 1, 0 or equal to anything else. */
export function generic(changes: ProblemChanges = {}): DiagonalLinearProblem {
  const alpha = [1.7, 1.1, 1.9] as const;
  return { ...standard(), alpha, beta: [1.3, 0.8], delta: alpha[0] * alpha[2] - alpha[1] ** 2, ...changes };
}

/** The steady state of the reduced SDE on an automatic grid. */
export const steadyOf = (p: DiagonalLinearProblem): LineSteadyState => stationaryOnLines(reducedLines(p), 'auto');
