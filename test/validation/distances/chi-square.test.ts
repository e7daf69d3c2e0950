import { expect, it } from 'vitest';
import { chiSquare, upperGamma } from '../../../validation/distances/chi-square.js';

it.each([
  [0.5, 0.2, 0.5270892568655381],
  [3.5, 2, 0.779777408475716],
  [10, 14, 0.10939936964273902],
  [50, 60, 0.08440668109369177],
  [500, 430, 0.9994711779748078],
  [500, 560, 0.004693165999294767],
  [1, 30, 9.357622968840163e-14],
])('Q(%d, %d) agrees with a reference', (a, x, q) => {
  expect(Math.abs(upperGamma(a, x) / q - 1)).toBeLessThan(2e-12);
});

it('agrees with a reference on four cells', () => {
  const { statistic, freedom, pValue } = chiSquare([18, 25, 30, 27], [1, 1, 1, 1]);
  expect([statistic, freedom]).toEqual([3.12, 3]);
  expect(pValue).toBeCloseTo(0.37349103176769155, 12);
});

it('pools cells until they expect five values and adds what is left to the last', () => {
  // Expectations 2, 4, 20, 3 make cells {0, 1} and {2, 3}.
  const { statistic, freedom } = chiSquare([3, 5, 20, 1], [2, 4, 20, 3]);
  expect(freedom).toBe(1);
  expect(statistic).toBeCloseTo(4 / 6 + 4 / 23, 13);
});

it('counts correlated records for less', () => {
  const full = chiSquare([120, 80], [0.5, 0.5]);
  const half = chiSquare([120, 80], [0.5, 0.5], 100);
  expect(half.statistic).toBeCloseTo(full.statistic / 2, 12);
});

it('refuses what it cannot compare', () => {
  expect(() => chiSquare([1], [1, 1])).toThrow('chiSquare: counts and a law on the same cells');
  expect(() => chiSquare([0, 0], [1, 1])).toThrow('chiSquare: positive finite counts');
  expect(() => chiSquare([2, 2], [1, 1])).toThrow('chiSquare: at least two cells that expect 5 values');
  expect(upperGamma(3, 0)).toBe(1);
});
