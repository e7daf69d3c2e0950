import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import type { LineSde } from '../../src/sde/line.js';
import type { Stage } from '../../solvers/evolve/frames-on-lines.js';

/** Gaussian inputs with noisy labels, x ~ N(0, 1), y = x + e, at 30 % of T_c. */
export function problem(changes: Partial<DiagonalLinearProblem> = {}): DiagonalLinearProblem {
  const base = {
    depth: 1,
    width: 1,
    temperature: 0.1,
    weightDecay: 0,
    learningRate: null,
    modifiedLoss: false as const,
  };
  return { ...base, alpha: [2, 2, 3], beta: [1, 1], delta: 2, ...changes };
}

/** Inputs ±1: α₁ = α₂ = 0, α₃ = 1. */
export const labelNoise = (temperature: number, depth = 1) =>
  problem({ alpha: [0, 0, 1], delta: 0, temperature, depth });

/** y = x without noise. */
export const interpolation = (temperature: number, weightDecay = 0) =>
  problem({ alpha: [2, 2, 2], delta: 0, temperature, weightDecay });

/** One stage without end. */
export const forever = (p: DiagonalLinearProblem): Stage[] => {
  const lines = reducedLines(p);
  return [{ until: Infinity, ramp: false, linesAt: () => lines }];
};

/** A line by its name. */
export function lineNamed(p: DiagonalLinearProblem, name: string): LineSde {
  return reducedLines(p).find((line) => line.name === name)!;
}
