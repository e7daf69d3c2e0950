import { describe, expect, it } from 'vitest';
import { model } from '../../../src/model/symbolic-loss.js';
import { balanceSystem } from '../../../solvers/balance/balance-system.js';
import { orbitSolver } from '../../../solvers/balance/balance-point.js';
import { exponentialSymmetry } from '../../../solvers/balance/exponential-symmetry.js';
import { trajectories } from '../../../solvers/balance/law-of-balance.js';
import { lawSource } from '../../../solvers/particles/law-source.js';
import { noisyLine } from './problems.js';

const names = ['u', 'w'];
const symbolic = model({ parameters: names, prediction: 'u*w*x' });
const symmetry = exponentialSymmetry(
  [
    [1, 0],
    [0, -1],
  ],
  names,
);
const columns = ['x', 'e', 'y'];
const source = lawSource({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' }, columns);
const [learningRate, batchSize] = [0.05, 4];
const descent = (weightDecay: number) => {
  const system = balanceSystem(symbolic, noisyLine, { learningRate, batchSize, weightDecay });
  const settings = { ...system.hyperParameters, modification: learningRate };
  return {
    model: symbolic,
    system,
    symmetry,
    source,
    columns,
    solver: orbitSolver({ ...system, hyperParameters: settings }, symmetry),
  };
};

describe('trajectories', () => {
  const start = [1.8, 0.4];
  const N0 = 1.8 ** 2 - 0.4 ** 2;
  it('conserves the charge in gradient flow, decays it in SGD as predicted, lets it diffuse under isotropic noise', () => {
    const runs = Array.from({ length: 16 }, (_, k) =>
      trajectories(descent(0), start, { learningRate, batchSize, until: 240, frames: 240, seed: k + 1 }),
    );
    const average = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    for (const { value, outcome } of runs) {
      expect(outcome).toBe('converged');
      for (const charge of value.gradientFlow) expect(charge).toBeCloseTo(N0, 8);
      // SGD's charge falls to nearly nothing and never changes its sign.
      expect(value.sgd[240]).toBeLessThan(0.15 * N0);
      expect(Math.min(...value.sgd)).toBeGreaterThan(0);
      expect(Math.max(...value.sgd)).toBeLessThanOrEqual(N0 * 1.0001);
    }
    // Run minus prediction is a martingale: its mean over runs is 0 within sampling error, frame by frame.
    for (let frame = 20; frame <= 240; frame += 20) {
      const gap = runs.map(({ value }) => value.sgd[frame] - value.predicted[frame]);
      const error = Math.sqrt(average(gap.map((g) => (g - average(gap)) ** 2)) / 15);
      expect(Math.abs(average(gap))).toBeLessThan(4 * error);
    }
    // Isotropic noise moves the charge both ways, by far more than rounding.
    const ends = runs.map(({ value }) => value.isotropic[120] - N0);
    expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(0.1);
  });

  it('lets gradient flow decay by 4γ with weight decay', () => {
    const { value } = trajectories(descent(0.05), start, { learningRate, batchSize, until: 5 });
    value.times.forEach((t, i) => expect(value.gradientFlow[i]).toBeCloseTo(N0 * Math.exp(-0.2 * t), 8));
  });

  it('tells of divergence and refuses a time that is none', () => {
    const wild = descent(0);
    expect(trajectories(wild, [30, 30], { learningRate: 0.5, batchSize: 1, until: 20 }).outcome).toBe('diverged');
    expect(() => trajectories(wild, start, { learningRate, batchSize, until: 0 })).toThrow(
      /^--until: a time > 0, got 0\./,
    );
  });
});
