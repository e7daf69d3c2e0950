import { describe, expect, it } from 'vitest';
import { axis as buildAxis } from '../../../src/grid/axis.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { tridiagonal } from '../../../src/num/tridiagonal.js';
import { generatorOnAxis } from '../../../solvers/evolve/crossing-generator.js';
import { ergodicDecomposition } from '../../../solvers/ergodic/decomposition.js';
import { interpolation, labelNoise, problem } from '../reduced-problems.js';

describe('generatorOnAxis', () => {
  it('keeps every line to itself', () => {
    const axis = buildAxis('v', { kind: 'signed-log', from: 0.01, to: 10, cells: 40 });
    const { generator } = generatorOnAxis(reducedLines(problem()), axis);
    const { lower, upper } = tridiagonal(generator.rates);
    expect([lower[19], upper[19]]).toEqual([0, 0]);
    // v < 0 collapses: its innermost cell keeps what enters it. v > 0 has a density on all of its cells.
    expect(ergodicDecomposition(generator).classes.map(({ cells }) => cells.length)).toEqual([1, 20]);
  });

  it('lets drift cross a point of no noise one way', () => {
    const axis = buildAxis('v', { kind: 'uniform', from: 0, to: 2, cells: 40 });
    const { generator } = generatorOnAxis(reducedLines(interpolation(0.1, 0.2)), axis);
    const { lower, upper } = tridiagonal(generator.rates);
    // Drift at v = 1 is −4γv = −0.8; the cell is 0.05 wide.
    expect(upper[19]).toBeCloseTo(16, 12);
    expect(lower[19]).toBe(0);
    expect(generator.facts).toMatchObject({ recurrentClasses: 1 });
    expect(generator.facts.columnDefect).toBeLessThan(1e-14);
  });

  it('carries mass at the speed of the drift, however large a cell', () => {
    // dv = −2(v − 1)dt with hardly any noise: the drift is Σ (rate × way).
    const axis = buildAxis('v', { kind: 'uniform', from: -1, to: 3, cells: 40 });
    const { generator } = generatorOnAxis(reducedLines(labelNoise(1e-4, 0)), axis);
    const { lower, upper } = tridiagonal(generator.rates);
    for (let i = 3; i < 37; i++) {
      const speed = 0.1 * (lower[i] - upper[i - 1]);
      expect(Math.abs(speed + 2 * (axis.centres[i] - 1))).toBeLessThan(0.11);
    }
  });
});
