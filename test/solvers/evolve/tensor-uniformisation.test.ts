import { describe, expect, it } from 'vitest';
import { largestExit, poisson, productsFor, uniformise } from '../../../solvers/evolve/tensor-uniformisation.js';
import { generatorOf } from '../hand-built.js';

describe('poisson', () => {
  it.each([0.01, 3.7, 800, 2e5])('sums to 1 with mean and variance %d', (mean) => {
    const { first, weight } = poisson(mean);
    const sum = (f: (k: number) => number): number => weight.reduce((s, w, i) => s + w * f(first + i), 0);
    expect(sum(() => 1)).toBeCloseTo(1, 14);
    expect(sum((k) => k) / mean).toBeCloseTo(1, 12);
    expect(sum((k) => (k - mean) ** 2) / mean).toBeCloseTo(1, 11);
    expect(weight.every((w) => w > 0)).toBe(true);
  });

  it('is certain of nothing happening in no time', () => {
    expect(poisson(0)).toEqual({ first: 0, weight: Float64Array.of(1) });
  });
});

describe('uniformise', () => {
  // 0 ⇄ 1 at rates 1 and 3, 2 → 1 at rate 2.
  const { rates } = generatorOf(3, { from: [0, 1, 2], to: [1, 0, 1], rate: [1, 3, 2] });

  it('is exp(tA) m, at any number of times', () => {
    const { masses, products } = uniformise(rates, Float64Array.of(1, 0, 0), [0, 0.5, 2]);
    masses.forEach((mass, i) => {
      const t = [0, 0.5, 2][i];
      expect(mass[0]).toBeCloseTo(0.75 + 0.25 * Math.exp(-4 * t), 14);
      expect(mass[0] + mass[1]).toBeCloseTo(1, 14);
      expect(mass[2]).toBe(0);
    });
    expect(products).toBeLessThanOrEqual(productsFor(largestExit(rates), 2));
  });

  it('gives what is far away its relative accuracy', () => {
    const n = 40;
    const line = generatorOf(n, {
      from: Array.from({ length: n - 1 }, (_, i) => i),
      to: Array.from({ length: n - 1 }, (_, i) => i + 1),
      rate: new Array<number>(n - 1).fill(1),
    });
    const start = new Float64Array(n);
    start[0] = 1;
    const [mass] = uniformise(line.rates, start, [0.1]).masses;
    let exact = Math.exp(-0.1);
    for (let k = 0; k < 12; k++) {
      expect(mass[k] / exact).toBeCloseTo(1, 13);
      exact *= 0.1 / (k + 1);
    }
  });

  it('leaves alone what does not move', () => {
    const still = generatorOf(2, { from: [], to: [], rate: [] });
    expect([...uniformise(still.rates, Float64Array.of(0.3, 0.7), [5]).masses[0]]).toEqual([0.3, 0.7]);
    expect(productsFor(0, 5)).toBe(0);
  });
});
