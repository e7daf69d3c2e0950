import { describe, expect, test } from 'vitest';
import { pointMoments } from '../../src/data/point-moments.js';

const exponents = [
  [2, 0],
  [1, 1],
  [0, 3],
];

describe('pointMoments', () => {
  const x = Float64Array.from({ length: 2500 }, (_, i) => Math.sin(i) + 2);
  const y = Float64Array.from({ length: 2500 }, (_, i) => Math.cos(3 * i) - x[i]);

  test('whole weights are repetitions, and weights need not sum to 1', () => {
    const weights = x.map((_, i) => 1 + (i % 3));
    const repeat = (column: Float64Array): Float64Array =>
      Float64Array.from([...column].flatMap((v, i) => Array<number>(1 + (i % 3)).fill(v)));
    const [X, Y] = [repeat(x), repeat(y)];
    const weighted = pointMoments({ columns: [x, y], count: x.length, weights }, exponents);
    const repeated = pointMoments({ columns: [X, Y], count: X.length, weights: null }, exponents);
    weighted.mean.forEach((value, j) => expect(value / repeated.mean[j]).toBeCloseTo(1, 14));
    weighted.covariance.forEach((value, j) => expect(value / repeated.covariance[j]).toBeCloseTo(1, 13));
    for (let j = 0; j < 3; j++) expect(weighted.factor[4 * j] / repeated.factor[4 * j]).toBeCloseTo(1, 13);
  });

  test('shifting and scaling columns by powers of 2 changes nothing but the scale', () => {
    const plain = pointMoments({ columns: [x, y], count: x.length, weights: null }, exponents);
    for (const power of [-40, 40]) {
      const s = 2 ** power;
      const scaled = pointMoments({ columns: [x.map((v) => v * s), y], count: x.length, weights: null }, exponents);
      expect(scaled.covariance[0] / s ** 4).toBe(plain.covariance[0]);
      expect(scaled.covariance[4] / s ** 2).toBe(plain.covariance[4]);
      expect(scaled.covariance[8]).toBe(plain.covariance[8]);
    }
  });

  test('one point, and constant columns, have no spread', () => {
    const one = pointMoments({ columns: [Float64Array.of(3), Float64Array.of(4)], count: 1, weights: null }, exponents);
    expect([...one.mean]).toEqual([9, 12, 64]);
    expect([...one.covariance, ...one.factor].every((value) => value === 0)).toBe(true);
  });

  test('overflow shows, and does not hang', () => {
    const huge = Float64Array.of(1e200, -1e200);
    const { covariance } = pointMoments({ columns: [huge, huge], count: 2, weights: null }, exponents);
    expect(covariance.some((value) => !Number.isFinite(value))).toBe(true);
  });
});
