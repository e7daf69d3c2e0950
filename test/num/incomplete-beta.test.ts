import { describe, expect, it } from 'vitest';
import { incompleteBeta, logGamma } from '../../src/num/incomplete-beta.js';

// Reference values by mpmath, 30 digits.
describe('logGamma', () => {
  it.each([
    [0.1, 2.2527126517342059599],
    [0.5, 0.57236494292470008707],
    [1, 0],
    [2.5, 0.28468287047291915963],
    [10, 12.801827480081469611],
    [100, 359.13420536957539878],
    [1e5, 1051287.7089736568949],
  ])('of %d', (x, exact) => {
    expect(Math.abs(logGamma(x) - exact)).toBeLessThan(4e-15 * Math.max(1, exact));
  });
});

describe('incompleteBeta', () => {
  it.each([
    [2, 3, 0.3, 0.3483],
    [0.25, 1.25, 0.9, 0.98732954405487304184],
    [50, 0.5, 0.99, 0.3173043978741975894],
    [1e3, 1e3, 0.48, 0.036779483278639697413],
  ])('I with a = %d, b = %d at %d', (a, b, x, exact) => {
    expect(Math.abs(incompleteBeta(a, b, x, 1 - x) / exact - 1)).toBeLessThan(1e-12);
    expect(Math.abs(incompleteBeta(b, a, 1 - x, x) + exact - 1)).toBeLessThan(1e-13);
  });

  it('ends at 0, 1 and NaN', () => {
    expect([incompleteBeta(2, 3, 0, 1), incompleteBeta(2, 3, 1, 0)]).toEqual([0, 1]);
    expect([incompleteBeta(2, 3, NaN, 1), incompleteBeta(2, 3, 0.5, NaN)]).toEqual([NaN, NaN]);
  });
});
