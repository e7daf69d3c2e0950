import { describe, expect, test } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { pointMoments } from '../../src/data/point-moments.js';

/** All monomials of total degree 1 to 4 in the first two of three columns and the third. */
const exponents = [0, 1, 2, 3]
  .flatMap((i) => [0, 1, 2].map((j) => [i, j, (i + j) % 2]))
  .filter((e) => e.some((n) => n > 0));

describe('two independent ways to the same moments', () => {
  // The expansion in orthogonal polynomials against a Gauss rule (or atoms) of order 16, whose points are averaged with weights.
  test.each([
    ['normal(0, 1)', 'uniform(-1, 1)'],
    ['normal(3, 0.1)', 'exponential(2)'],
    ['laplace(-1, 0.5)', 'bernoulli(0.2)'],
    ['discrete([-1, 0, 2], [1, 2, 3])', 'normal(-5, 2)'],
    ['rademacher()', 'discrete([0.1, 0.2, 0.4, 0.8])'],
    ['uniform(10, 11)', 'laplace(0, 1)'],
  ])('%s and %s', (a, b) => {
    const found = law({ a, b, y: '(a - 2*b)^2/3 + a*b - 0.5' });
    const exact = found.monomialMoments(exponents);
    const { points, weights } = found.nodes(16);
    const columns = [0, 1, 2].map((j) => Float64Array.from(weights, (_, k) => points[3 * k + j]));
    const averaged = pointMoments({ columns, count: weights.length, weights }, exponents);
    const m = exponents.length;
    const spread = exact.mean.map((_, j) => Math.sqrt(exact.covariance[j * m + j]));
    for (let j = 0; j < m; j++) {
      expect(Math.abs(exact.mean[j] - averaged.mean[j])).toBeLessThanOrEqual(
        1e-13 * (Math.abs(exact.mean[j]) + spread[j]),
      );
      for (let k = 0; k < m; k++) {
        const difference = exact.covariance[j * m + k] - averaged.covariance[j * m + k];
        expect(Math.abs(difference)).toBeLessThanOrEqual(1e-12 * spread[j] * spread[k] + 1e-28);
      }
    }
  });

  test('covariance = factor·factorᵀ, also where monomials are dependent', () => {
    const found = law({ a: 'rademacher()', b: 'normal(0, 1)', y: 'a + b' });
    const { covariance, factor } = found.monomialMoments(exponents);
    const m = exponents.length;
    for (let j = 0; j < m; j++) {
      for (let k = 0; k < m; k++) {
        let product = 0;
        for (let i = 0; i < m; i++) product += factor[j * m + i] * factor[k * m + i];
        const size = Math.sqrt(covariance[j * m + j] * covariance[k * m + k]);
        expect(Math.abs(product - covariance[j * m + k])).toBeLessThanOrEqual(1e-14 * size);
      }
    }
  });
});
