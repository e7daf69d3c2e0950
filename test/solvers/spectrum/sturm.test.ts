import { describe, expect, it } from 'vitest';
import { countBelow, eigenvalue } from '../../../solvers/spectrum/sturm.js';
import { chainOf, seeded } from '../hand-built.js';

// Eigenvalues of −A with 80 digits (mpmath 1.3), spread over eighteen decades.
const GRADED = chainOf([1e12, 3e-3, 2e10, 5e-9, 7e15, 0], [2e11, 4e2, 1e-6, 3e12, 1e14, 0]);
const EIGENVALUES = [0.00249999995002, 20000000400, 42235926210.53961, 1200000000000.0005, 7102957764073789];

describe('countBelow', () => {
  it('counts the eigenvalues of a graded chain', () => {
    expect(countBelow(GRADED, 1e-300)).toBe(1);
    EIGENVALUES.forEach((lambda, k) => {
      expect(countBelow(GRADED, lambda * (1 - 1e-10))).toBe(k + 1);
      expect(countBelow(GRADED, lambda * (1 + 1e-10))).toBe(k + 2);
    });
  });

  it('takes a pivot of exactly 0', () => {
    // Rates 1: eigenvalues 0, 1, 3; at λ = 1 and 3 pivots cancel on the way.
    const chain = chainOf([1, 1, 0], [1, 1, 0]);
    expect(countBelow(chain, 2)).toBe(2);
    expect(countBelow(chain, 1.0001)).toBe(2);
    expect(countBelow(chain, 4)).toBe(3);
    expect([2, 3]).toContain(countBelow(chain, 3));
  });

  it.each([1, 2, 3, 4, 7, 10])('grows from one zero to all of %i', (n) => {
    const random = seeded(n);
    const rate = (_: unknown, i: number) => (i < n - 1 ? 10 ** (8 * random() - 4) : 0);
    const chain = chainOf(Array.from({ length: n }, rate), Array.from({ length: n }, rate));
    expect(countBelow(chain, 1e-200)).toBe(1);
    expect(countBelow(chain, 1e9)).toBe(n);
  });

  it('splits into what is not joined', () => {
    const chain = chainOf([1, 0, 4, 0], [1, 0, 4, 0]);
    expect(countBelow(chain, 1e-9)).toBe(2);
    expect(countBelow(chain, 5)).toBe(3);
    expect(countBelow(chain, 9)).toBe(4);
  });
});

describe('eigenvalue', () => {
  it('is relatively accurate whatever its size', () => {
    EIGENVALUES.forEach((lambda, k) => {
      expect(Math.abs(eigenvalue(GRADED, k + 1) / lambda - 1)).toBeLessThan(5e-15);
    });
  });

  it('finds the known ones of a uniform chain', () => {
    const n = 40;
    const ones = Array.from({ length: n }, (_, i) => (i < n - 1 ? 1 : 0));
    for (let k = 1; k < n; k++) {
      expect(eigenvalue(chainOf(ones, ones), k) / (4 * Math.sin((Math.PI * k) / (2 * n)) ** 2)).toBeCloseTo(1, 12);
    }
  });
});
