import { describe, expect, it } from 'vitest';
import { cellsOf, cumulativeOf, pointAt, samplesAt } from '../../src/data/cumulative.js';

const of = (text: string) => cumulativeOf(text, 'initial.v');

describe('probabilities of intervals', () => {
  // mpmath, 30 digits.
  it.each([
    ['normal(0, 1)', 6.25, 6.5, 1.6506633668330271008e-10],
    ['normal(0, 1)', -5.5, -4.5, 3.3786835622641726823e-6],
    ['normal(0.5, 0.1)', -Infinity, 0, 2.8665157187919391167e-7],
    ['student(3)', 1, Infinity, 0.19550110947788532096],
    ['student(3, 1, 2)', 11, Infinity, 0.0076962190366511504933],
    ['student(0.7)', 1e6, Infinity, 1.9611984380372073022e-5],
    ['student(50)', 9, Infinity, 2.4609228907333792286e-12],
    ['student(1.5)', -Infinity, -0.2, 0.43259683837288398595],
    ['uniform(1, 3)', 0, 1.5, 0.25],
    ['exponential(2)', -1, 1, 1 - Math.exp(-2)],
    ['laplace(1, 2)', -Infinity, -1, Math.exp(-1) / 2],
    ['laplace(1, 2)', 0, 3, 1 - Math.exp(-0.5) / 2 - Math.exp(-1) / 2],
    ['lognormal(0, 1)', 0, 1, 0.5],
    ['lognormal(0, 1)', -2, -1, 0],
  ])('%s between %d and %d', (text, a, b, exact) => {
    expect(Math.abs(of(text).between(a, b) - exact)).toBeLessThanOrEqual(4e-14 * exact);
  });

  it('keep their digits in narrow intervals and add up to those of wide ones', () => {
    expect(of('normal(0, 1)').between(1, 1 + 2 ** -30) / 2 ** -30).toBeCloseTo(0.24197072451914336, 9);
    expect(of('normal(0.5, 0.1)').between(1e-200, 2e-200) / 1e-200).toBeCloseTo(
      Math.exp(-12.5) * 3.989422804014327,
      12,
    );
    for (const text of [
      'normal(0, 1)',
      'student(2, 1, 3)',
      'laplace(0.3, 1)',
      'lognormal(0, 0.5)',
      'exponential(1.5)',
      'uniform(-1, 2)',
      'student(200)',
    ]) {
      const { between } = of(text);
      const edges = Array.from({ length: 41 }, (_, i) => -3 + 0.17 * i);
      const sum = edges.slice(1).reduce((total, edge, i) => total + between(edges[i], edge), 0);
      const all = between(-Infinity, edges[0]) + between(edges[40], Infinity);
      expect(Math.abs(sum + all - 1)).toBeLessThan(4e-15);
      expect(Math.abs(sum - between(edges[0], edges[40]))).toBeLessThan(4e-15);
      expect(between(2, 2)).toBe(0);
    }
  });

  it('tell where the density is not smooth', () => {
    expect(of('uniform(1, 3)').breaks).toEqual([1, 3]);
    expect(of('laplace(1, 3)').breaks).toEqual([1]);
    expect(of('normal(1, 3)').breaks).toEqual([]);
  });
});

describe('laws of finitely many values', () => {
  it('are atoms', () => {
    expect(of('discrete([2, 1], [1, 3])').atoms).toEqual([
      { value: 1, weight: 0.75 },
      { value: 2, weight: 0.25 },
    ]);
    expect(of('rademacher()').atoms).toEqual([
      { value: -1, weight: 0.5 },
      { value: 1, weight: 0.5 },
    ]);
    expect(of('normal(2, 0)').atoms).toEqual([{ value: 2, weight: 1 }]);
    expect(of(' -0.5 ').atoms).toEqual(pointAt(-0.5).atoms);
    expect(samplesAt([3, 1], 'two values').atoms).toEqual([
      { value: 1, weight: 0.5 },
      { value: 3, weight: 0.5 },
    ]);
    expect(of('0.5').between(0, 1)).toBe(0);
  });
});

describe('cells of an earlier result', () => {
  it('are spread evenly over other cells', () => {
    const { between } = cellsOf(Float64Array.of(0, 1, 3, Infinity), Float64Array.of(0.5, 0.5, 0), 'earlier');
    expect(between(0.5, 2)).toBeCloseTo(0.5, 15);
    expect(between(-5, 100)).toBe(1);
    expect(between(5, Infinity)).toBe(0);
  });
});

describe('wrong laws', () => {
  it('are refused', () => {
    expect(() => of('x + 1')).toThrow(
      'initial.v: a law or a number, got "x + 1". For example normal(0.5, 0.1), uniform(0, 1) or 0.5.',
    );
    expect(() => of('normal(1)')).toThrow(/initial\.v: 2 arguments/);
  });
});
