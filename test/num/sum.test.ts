import { describe, expect, test } from 'vitest';
import { accumulate, compensatedSum, total } from '../../src/num/sum.js';

describe('compensatedSum', () => {
  test('keeps what a plain loop loses', () => {
    expect(compensatedSum(Float64Array.of(1, 1e100, 1, -1e100))).toBe(2);
    expect(compensatedSum(new Float64Array(10).fill(0.1))).toBe(1);
    expect(compensatedSum(Float64Array.of(1e16, 1, -1e16))).toBe(1);
  });

  test('is a dot product with weights', () => {
    expect(compensatedSum(Float64Array.of(1e16, 3, 1e16), Float64Array.of(2, 0.5, -2))).toBe(1.5);
    expect(compensatedSum(Float64Array.of(2, 3), null)).toBe(5);
  });

  test('agrees with an exact sum of integers', () => {
    const values = Float64Array.from(
      { length: 5000 },
      (_, i) => (i % 2 ? -1 : 1) * ((i * 7919) % 1009) * 2 ** (i % 90),
    );
    const exact = values.reduce((sum, value) => sum + BigInt(value), 0n);
    expect(compensatedSum(values)).toBe(Number(exact));
  });

  test('overflow is an infinity, not NaN', () => {
    expect(compensatedSum(Float64Array.of(1e308, 1e308))).toBe(Infinity);
    expect(compensatedSum(new Float64Array(0))).toBe(0);
  });
});

describe('accumulate', () => {
  test('keeps several sums apart', () => {
    const sums = new Float64Array(4);
    for (const value of [1e16, 1, -1e16]) {
      accumulate(sums, 0, value);
      accumulate(sums, 1, -2 * value);
    }
    expect([total(sums, 0), total(sums, 1)]).toEqual([1, -2]);
    accumulate(sums, 1, -1e308);
    accumulate(sums, 1, -1e308);
    expect(total(sums, 1)).toBe(-Infinity);
  });
});
