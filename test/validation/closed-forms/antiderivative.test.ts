import { describe, expect, test } from 'vitest';
import { antiderivative } from '../../../validation/closed-forms/antiderivative.js';

const plainly = (f: (x: number) => number): ((x: number) => number) => antiderivative(f, (x) => Math.abs(f(x)));

describe('antiderivative', () => {
  test.each([1e-6, 0.3, -0.3, 5, -5, 40, -40])('keeps its relative accuracy at x = %d', (x) => {
    expect(plainly(Math.exp)(x) / Math.expm1(x)).toBeCloseTo(1, 13);
    expect(plainly((t) => 1 / (1 + t * t))(x) / Math.atan(x)).toBeCloseTo(1, 13);
    expect(plainly((t) => t)(x) / (x * x)).toBeCloseTo(0.5, 13);
  });

  test('resolves a feature of width 1e-6 and does not depend on the order of questions', () => {
    const f = (t: number): number => 1e-6 / ((t - 2) ** 2 + 1e-12);
    const exact = (x: number): number => Math.atan((x - 2) / 1e-6) + Math.atan(2e6);
    const F = plainly(f);
    for (const x of [7, 2.000001, 1.9, 2, -3, 0.5]) expect(F(x)).toBeCloseTo(exact(x), 10);
  });

  test('noise from cancelling terms does not stop it', () => {
    const F = antiderivative(
      (t) => 1e6 + t - 1e6,
      (t) => 1e6 + Math.abs(t),
    );
    expect(F(3)).toBeCloseTo(4.5, 9);
  });

  test('is 0 at 0, NaN beyond a panel that is not finite, and refuses a jump', () => {
    expect(plainly(Math.cos)(0)).toBe(0);
    expect(plainly((t) => (t > 1 ? NaN : 1))(4)).toBeNaN();
    expect(plainly(Math.cos)(Infinity)).toBeNaN();
    expect(() => plainly((t) => (t > 0.3 ? 1 : 0))(1)).toThrow('smooth integrand');
  });
});
