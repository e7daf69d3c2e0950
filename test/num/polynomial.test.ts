import { describe, expect, test } from 'vitest';
import type { Polynomial } from '../../src/num/polynomial.js';
import {
  addPolynomials,
  constantPolynomial,
  degreeIn,
  linearPolynomial,
  multiplyPolynomials,
} from '../../src/num/polynomial.js';

const value = (p: Polynomial, at: readonly number[]): number =>
  p.terms.reduce(
    (sum, { exponents, coefficient }) => sum + coefficient * exponents.reduce((v, n, i) => v * at[i] ** n, 1),
    0,
  );

describe('polynomials', () => {
  const x = linearPolynomial(2, 0, 1, 2);
  const y = linearPolynomial(2, 1, -3, 1);

  test('sums and products have the right values', () => {
    for (const at of [
      [0, 0],
      [1, -2],
      [0.5, 3],
    ]) {
      const [a, b] = [1 + 2 * at[0], -3 + at[1]];
      expect(value(addPolynomials(x, y), at)).toBe(a + b);
      expect(value(multiplyPolynomials(x, multiplyPolynomials(x, y)), at)).toBe(a * a * b);
    }
  });

  test('terms that cancel are gone, so degrees are true', () => {
    const minus = multiplyPolynomials(constantPolynomial(2, -1), x);
    expect(addPolynomials(x, minus).terms).toEqual([]);
    expect(degreeIn(addPolynomials(multiplyPolynomials(x, y), minus), 1)).toBe(1);
    expect(degreeIn(constantPolynomial(2, 0), 0)).toBe(0);
    expect(linearPolynomial(1, 0, 5, 0).terms).toEqual([{ exponents: [0], coefficient: 5 }]);
  });

  test('like terms are collected', () => {
    expect(multiplyPolynomials(x, x).terms).toEqual([
      { exponents: [0, 0], coefficient: 1 },
      { exponents: [1, 0], coefficient: 4 },
      { exponents: [2, 0], coefficient: 4 },
    ]);
  });
});
