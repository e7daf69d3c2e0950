import { describe, expect, test } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { regressionMoments } from '../../src/data/moments.js';
import { rows } from '../../src/data/rows.js';

describe('regressionMoments', () => {
  test('finds x and y among other columns', () => {
    const found = regressionMoments(rows({ z: [9, 9, 9], y: [1, 2, 4], x: [1, 2, 3] }));
    expect(found.beta[0]).toBeCloseTo(14 / 3, 14);
    expect(found.beta[1]).toBeCloseTo(17 / 3, 14);
    expect(found.meanSquareOutput).toBeCloseTo(7, 14);
  });

  test('rows of y = kx have Δ = 0 exactly, rounding and all', () => {
    const x = Array.from({ length: 1000 }, (_, i) => Math.sin(i) + (i % 3));
    for (const shift of [0, 1, 1000]) {
      const moved = x.map((value) => value + shift);
      for (const k of [1.2, -1 / 3, 1e-5]) {
        const found = regressionMoments(rows({ x: moved, y: moved.map((value) => k * value) }));
        expect(found.delta).toBe(0);
        expect(found.alpha[1] / found.alpha[0] / k).toBeCloseTo(1, 12);
      }
      const noisy = regressionMoments(rows({ x: moved, y: moved.map((value, i) => value + 1e-10 * Math.cos(7 * i)) }));
      expect(noisy.delta).toBeGreaterThan(0);
    }
  });

  test('rows of |x| = c have α₁ = α₂ = 0 exactly', () => {
    const x = Array.from({ length: 101 }, (_, i) => (i % 3 === 0 ? 0.1 : -0.1));
    const found = regressionMoments(rows({ x, y: x.map((value, i) => value + Math.sin(i)) }));
    expect([found.alpha[0], found.alpha[1], found.delta]).toEqual([0, 0, 0]);
    expect(found.alpha[2]).toBeGreaterThan(0);
  });

  test('rows of xy = c have α₃ = α₂ = 0 exactly', () => {
    const x = Array.from({ length: 50 }, (_, i) => 1 + i);
    const found = regressionMoments(rows({ x, y: x.map((value) => 0.3 / value) }));
    expect([found.alpha[1], found.alpha[2], found.delta]).toEqual([0, 0, 0]);
    expect(found.alpha[0]).toBeGreaterThan(0);
  });

  test.each([
    [{ x: [1, 2] }, 'data: columns x and y, got no y among x. Add y'],
    [{ y: [1, 2], z: [1, 2] }, 'data: columns x and y, got no x among y, z'],
    [{ x: [0, 0], y: [1, 2] }, 'data: an input x, got x that is 0 in every sample'],
    [
      { x: [1, 1], y: [2, 2] },
      'There is no gradient noise: SGD is plain gradient descent and has no stationary density.',
    ],
    [{ x: [0.1, -0.1, 0.1], y: [0.3, -0.3, 0.3] }, 'data: data with Var[x²] or Var[xy] > 0'],
    [{ x: [1e-100, 2e-100], y: [1, 2] }, 'data: variances that fit in double precision'],
    [{ x: [1e-200, 2e-200], y: [1, 2] }, 'data: variances that fit in double precision'],
    [{ x: [1, 2], y: [1e-170, 3e-170] }, 'data: variances that fit in double precision'],
    [{ x: [1e90, 2e90], y: [1, 2] }, 'data: moments that fit in double precision'],
  ])('refuses %j', (columns, message) => {
    expect(() => regressionMoments(rows(columns))).toThrow(message);
  });

  test('analytic laws without noise are refused too', () => {
    expect(() => regressionMoments(law({ x: 0, y: 'normal(0, 1)' }))).toThrow('x that is 0 in every sample');
    expect(() => regressionMoments(law({ x: 'rademacher()', y: '2*x' }))).toThrow('There is no gradient noise');
    expect(regressionMoments(law({ x: 'constant(1)', y: 'normal(0, 1)' })).alpha).toEqual([0, 0, 1]);
  });
});
