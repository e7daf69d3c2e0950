import { describe, expect, it } from 'vitest';
import { erfc, normalTail } from '../../src/num/error-function.js';

describe('erfc', () => {
  // mpmath, 30 digits.
  it.each([
    [0, 1],
    [1e-9, 0.9999999988716208329],
    [0.3, 0.67137324054087257236],
    [0.9999, 0.15734072195124052658],
    [1, 0.15729920705028513066],
    [1.5, 0.033894853524689272933],
    [3, 2.2090496998585441373e-5],
    [8, 1.122429717298292708e-29],
    [20, 5.3958656116079009289e-176],
    [26, 5.6631924088561428465e-296],
    [-1, 1.8427007929497148693],
    [-3, 1.9999779095030014146],
  ])('of %d', (x, exact) => {
    expect(Math.abs(erfc(x) / exact - 1)).toBeLessThan(4e-15);
  });

  it('ends at 0, 2 and NaN', () => {
    expect([erfc(Infinity), erfc(-Infinity), erfc(NaN), normalTail(0)]).toEqual([0, 2, NaN, 0.5]);
  });
});
