import { describe, expect, it } from 'vitest';
import { nextNormal } from '../../../src/num/random/normal.js';
import type { DataSource } from '../../../solvers/particles/data-source.js';
import { sgdBias } from '../../../validation/studies/sgd-bias.js';
import { standard } from '../../../validation/standard-problem.js';

const data: DataSource = {
  kind: 'law',
  columns: 2,
  draw(stream, row) {
    row[0] = nextNormal(stream);
    row[1] = row[0] + nextNormal(stream);
  },
};

describe('the bias of SGD against its SDE', () => {
  it('is what recursions of the moments say for regression, and of order 1 in the variance', () => {
    const problem = standard({ depth: 0, temperature: 1 });
    const options = { problem, data, batchSize: 4, particles: 400, time: 40, seed: 2 };
    const rows = sgdBias({ ...options, learningRates: [0.1, 0.2] });
    for (const { learningRate: eta, sgd, noiseToSignal } of rows) {
      // With e = v − 1: E e′² = E[(1 − 2ηA)²] E e² + 4η² E[(mean of xε)²], A = mean x²; E A² = 1 + 2/S.
      const variance = (4 * eta * eta * 0.25) / (1 - (1 - 4 * eta + 4 * eta * eta * 1.5));
      expect(sgd.variance / variance).toBeGreaterThan(0.93);
      expect(sgd.variance / variance).toBeLessThan(1.07);
      expect(Math.abs(sgd.mean - 1)).toBeLessThan(5 * sgd.meanError);
      expect(noiseToSignal).toBe(0.75);
    }
    expect(rows[0].meanOrder).toBeNaN();
    // Exactly: 1/(1 − ηα₁/S − η) over 1/(1 − ηα₁/S): 0.118 and 0.286, order 1.28.
    expect(rows[1].varianceOrder).toBeGreaterThan(0.7);
    expect(rows[1].varianceOrder).toBeLessThan(2);
    expect(rows[1].diverged).toBe(0);
  });

  it('grows with the learning rate at depth 1, with the order that is seen over a factor of 8 (1.2 to 1.33)', () => {
    const problem = standard({ depth: 1, temperature: 1 });
    const options = { problem, data, batchSize: 4, particles: 400, time: 24, seed: 2 };
    const [small, large] = sgdBias({ ...options, learningRates: [0.04, 0.12] });
    expect(small.varianceBias).toBeLessThan(0.2);
    expect(large.varianceBias).toBeGreaterThan(2 * small.varianceBias);
    expect(large.varianceOrder).toBeGreaterThan(0.8);
    expect(large.varianceOrder).toBeLessThan(2.2);
    expect(large.sgd.mean).toBeLessThan(large.sde.mean);
  });
});
