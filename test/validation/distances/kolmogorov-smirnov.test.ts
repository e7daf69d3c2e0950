import { describe, expect, it } from 'vitest';
import { createStream, nextUniform } from '../../../src/num/random/stream.js';
import {
  kolmogorovSmirnov,
  kolmogorovSmirnovCells,
  kolmogorovTail,
} from '../../../validation/distances/kolmogorov-smirnov.js';

describe('Kolmogorov’s limit law', () => {
  it.each([
    [0.2, 0.999999999999495],
    [0.5, 0.9639452436648751],
    [0.9, 0.3927307079406543],
    [1, 0.26999967167735456],
    [1.3581, 0.0499996304316674],
    [2.5, 7.453306344157342e-6],
  ])('at %d', (x, p) => {
    expect(Math.abs(kolmogorovTail(x) / p - 1)).toBeLessThan(1e-14);
  });
  it('is certain at 0 and continuous at 1', () => {
    expect(kolmogorovTail(0)).toBe(1);
    expect(kolmogorovTail(1 - 1e-12) - kolmogorovTail(1)).toBeLessThan(2e-12);
  });
});

describe('one sample', () => {
  it('finds the reference statistic', () => {
    const { statistic, pValue } = kolmogorovSmirnov([0.8, 0.1, 0.36, 0.35, 0.93], (x) => x);
    expect(statistic).toBeCloseTo(0.24, 14);
    expect(pValue).toBeCloseTo(0.874, 1);
  });

  it('gives p-values that are uniform under the hypothesis', () => {
    const stream = createStream(4, 0);
    const p = Array.from({ length: 400 }, () => {
      const sample = Array.from({ length: 200 }, () => nextUniform(stream));
      return kolmogorovSmirnov(sample, (x) => x).pValue;
    });
    expect(kolmogorovSmirnov(p, (x) => x).pValue).toBeGreaterThan(0.001);
  });

  it('asks for a larger difference where values are correlated', () => {
    const sample = Array.from({ length: 1000 }, (_, i) => ((i + 0.5) / 1000) ** 1.1);
    const [independent, correlated] = [1000, 50].map((size) => kolmogorovSmirnov(sample, (x) => x, size));
    expect(correlated.statistic).toBe(independent.statistic);
    expect(correlated.pValue).toBeGreaterThan(independent.pValue);
  });
});

describe('laws on cells', () => {
  it('compares running sums', () => {
    const { statistic, pValue } = kolmogorovSmirnovCells([30, 40, 30], [0.4, 0.4, 0.2], 100);
    expect(statistic).toBeCloseTo(0.1, 14);
    expect(pValue).toBeCloseTo(kolmogorovTail((10 + 0.12 + 0.011) * 0.1), 12);
  });
  it('counts the noise of both sides', () => {
    const one = kolmogorovSmirnovCells([30, 40, 30], [0.4, 0.4, 0.2], 100);
    const two = kolmogorovSmirnovCells([30, 40, 30], [0.4, 0.4, 0.2], 100, 100);
    expect(two.pValue).toBeGreaterThan(one.pValue);
  });
});

it('refuses what it cannot compare', () => {
  expect(() => kolmogorovSmirnov([], (x) => x)).toThrow('kolmogorovSmirnov: at least one value');
  expect(() => kolmogorovSmirnov([1], (x) => x, 0)).toThrow(
    'kolmogorovSmirnov: a positive number of independent values',
  );
  expect(() => kolmogorovSmirnovCells([1], [], 5)).toThrow('kolmogorovSmirnovCells: laws on the same cells');
  expect(() => kolmogorovSmirnovCells([1], [0], 5)).toThrow('kolmogorovSmirnovCells: a positive finite total mass');
  expect(() => kolmogorovSmirnovCells([1], [1], 5, -1)).toThrow(
    'kolmogorovSmirnovCells: a positive number of independent values',
  );
});
