import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';

/** Mean and second moment of v at a time. */
export interface Transient {
  readonly mean: number;
  readonly second: number;
}

/**
 * Depth 0 (linear regression) from v = start: moments close, d E v/dt = −2(A E v − β₂) and
 * d E v²/dt = −4(A − Tα₁) E v² + 4(β₂ − 2Tα₂) E v + 4Tα₃ with A = β₁ + γ, solved exactly.
 */
export function regressionTransient(p: DiagonalLinearProblem, start: number, time: number): Transient {
  const A = p.beta[0] + p.weightDecay;
  const [a1, a2, a3] = p.alpha;
  const T = p.temperature;
  const rest = p.beta[1] / A;
  const lambda = 2 * A;
  const mu = 4 * (A - T * a1);
  const pull = 4 * (p.beta[1] - 2 * T * a2);
  const mean = rest + (start - rest) * Math.exp(-lambda * time);
  // Particular solution for E v = rest + c e^{−λt}: constants for both parts, then the free part from the start.
  const constant = (pull * rest + 4 * T * a3) / mu;
  const moving = (pull * (start - rest)) / (mu - lambda);
  const second =
    constant + moving * Math.exp(-lambda * time) + (start * start - constant - moving) * Math.exp(-mu * time);
  return { mean, second };
}
