import { describe, expect, it } from 'vitest';
import { axis as buildAxis } from '../../../src/grid/axis.js';
import { fitLines } from '../../../src/fv/line-generator.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { frameStatistics, relativeEntropy } from '../../../solvers/evolve/frames-statistics.js';
import { cumulativeOf } from '../../../src/data/cumulative.js';
import { labelNoise, problem } from '../reduced-problems.js';

const close = (value: number): number => expect.closeTo(value, 14) as number;

describe('frameStatistics', () => {
  it('corrects integrals over cells to fourth order, on any smooth lattice', () => {
    const lines = reducedLines(labelNoise(0.1, 0));
    for (const spec of [
      { kind: 'uniform' as const, from: -3, to: 5, cells: 160 },
      { kind: 'sinh' as const, from: -30, to: 32, cells: 300, centre: 1, scale: 1 },
    ]) {
      const axis = buildAxis('v', spec);
      const { between } = cumulativeOf('normal(1, 0.4)', 'x');
      const mass = Float64Array.from(axis.centres, (_, i) => between(axis.edges[i], axis.edges[i + 1]));
      const parts = fitLines(lines, axis);
      const exact = frameStatistics(mass, axis, parts, { fixed: [], integrals: true });
      expect(exact.mean).toBeCloseTo(1, 6);
      expect(exact.variance).toBeCloseTo(0.16, 5);
      expect(exact.weights).toEqual([close(1)]);
      const plain = frameStatistics(mass, axis, parts, { fixed: [], integrals: false });
      expect(plain.variance).toBeGreaterThan(0.16 + 5e-5);
      expect(plain.entropy).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * 0.16), 2);
    }
  });

  it('counts fixed points and gives no density to empty cells', () => {
    const axis = buildAxis('v', { kind: 'signed-log', from: 0.01, to: 10, cells: 20 });
    const parts = fitLines(reducedLines(problem()), axis);
    const mass = new Float64Array(20);
    mass[15] = 0.5;
    const options = { fixed: [{ at: 0, weight: 0.5 }], integrals: false };
    const { mean, variance, weights, logDensity } = frameStatistics(mass, axis, parts, options);
    expect([mean, variance]).toEqual([axis.centres[15] / 2, axis.centres[15] ** 2 / 4].map(close));
    expect(weights).toEqual([0, 0.5]);
    expect(logDensity[3]).toBe(-Infinity);
  });
});

describe('relativeEntropy', () => {
  it('is Kullback and Leibler’s, to its last digits near equilibrium', () => {
    const reference = Float64Array.of(0.2, 0.3, 0.5);
    const log = reference.map(Math.log);
    const exact = 0.1 * Math.log(0.1 / 0.2) + 0.4 * Math.log(0.4 / 0.3);
    expect(relativeEntropy(Float64Array.of(0.1, 0.4, 0.5), log)).toBeCloseTo(exact, 15);
    // Σ δ²/(2π) for a small change.
    const near = relativeEntropy(Float64Array.of(0.2 + 1e-9, 0.3 - 1e-9, 0.5), log);
    expect(near / ((1e-18 / 0.2 + 1e-18 / 0.3) / 2)).toBeCloseTo(1, 6);
    expect(relativeEntropy(reference, log)).toBeLessThan(1e-30);
  });

  it('takes empty cells, rounding below 0 and cells without a reference', () => {
    const log = Float64Array.of(Math.log(0.5), Math.log(0.5), -Infinity);
    expect(relativeEntropy(Float64Array.of(1, 0, 0.3), log)).toBeCloseTo(Math.log(2), 15);
    expect(relativeEntropy(Float64Array.of(1, -1e-16, 0), log)).toBeCloseTo(Math.log(2), 15);
  });
});
