import { describe, expect, test } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { regressionMoments } from '../../src/data/moments.js';

const relative = (value: number, exact: number): number => (value === exact ? 0 : Math.abs(value / exact - 1));

/** α₁, α₂, α₃, β₁, β₂, Δ. */
function moments(definition: Record<string, string | number>): number[] {
  const { alpha, beta, delta } = regressionMoments(law(definition));
  return [...alpha, ...beta, delta];
}

describe('moments of polynomial columns', () => {
  test('y = kx + noise: α = (2, 2k, 2k² + σ²), β = (1, k), Δ = 2σ²', () => {
    for (const k of [1, -0.7, 1.2, 40]) {
      for (const s of [0.5, 1, 3]) {
        const found = moments({ x: 'normal(0, 1)', e: `normal(0, ${s})`, y: `${k}*x + e` });
        const exact = [2, 2 * k, 2 * k * k + s * s, 1, k, 2 * s * s];
        exact.forEach((value, i) => expect(relative(found[i], value)).toBeLessThan(5e-16));
      }
    }
  });

  test('label noise on x = ±1 has α₁ = α₂ = 0 exactly', () => {
    const found = moments({ x: 'rademacher()', e: 'normal(0, 0.5)', y: '1.2*x + e' });
    expect(found).toEqual([0, 0, 0.25, 1, 1.2, 0]);
    expect(moments({ x: 'discrete([-3, 3])', e: 'laplace(0, 1)', y: 'x*0.3 - e' }).slice(0, 2)).toEqual([0, 0]);
    expect(moments({ r: 'rademacher()', x: '0.3*r', e: 'normal(0, 1)', y: 'x + e' }).slice(0, 2)).toEqual([0, 0]);
  });

  // 40-digit values (mpmath) of the closed forms.
  test.each([
    [
      { x: 'normal(1000, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' },
      [4000002, 4800002.399999999, 6010003.13, 1000001, 1200001.2, 1000001500000.5],
    ],
    [{ x: 'normal(1e6, 1e-3)', e: 'normal(0, 1e-3)', y: '1.2*x + e' }, [4000000, 4800000, 6760000, 1e12, 1.2e12, 4e12]],
    [{ e: 'uniform(-1, 1)', y: '3 - x + e', x: 'exponential(2)' }, [1.25, 0.25, 2 / 3, 0.5, 1, 0.7708333333333334]],
  ])('%j', (definition, exact) => {
    const found = moments(definition);
    exact.forEach((value, i) => expect(relative(found[i], value)).toBeLessThan(1e-14));
  });

  test('Δ keeps its digits however small the noise, and is 0 without it', () => {
    for (const s of [1e-3, 1e-8, 1e-12]) {
      const found = moments({ x: 'normal(0, 1)', e: `normal(0, ${s})`, y: '1.2*x + e' });
      expect(relative(found[5], 2 * s * s)).toBeLessThan(1e-3 * (1e-12 / s) + 1e-15);
    }
    for (const x of ['normal(3, 1)', 'uniform(-1, 2)', 'laplace(0.1, 2)', 'exponential(0.3)', 'lognormal(0, 1)']) {
      expect(moments({ x, y: '1.2*x' })[5]).toBe(0);
      expect(moments({ x, y: 'x/3' })[5]).toBe(0);
    }
  });

  test('arithmetic runs in centred variables', () => {
    const { mean, covariance } = law({
      x: 'normal(1000.1, 1)',
      c: 1000.1,
      y: '(x - c)^2',
      z: '-(c - x)*(x - c)',
    }).monomialMoments([
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ]);
    expect([...mean, ...covariance]).toEqual([1, 1, 2, 2, 2, 2]);
  });

  test('columns in any order, constants, functions of constants, pi and e', () => {
    const found = law({
      y: 'k*x + w',
      w: '2*noise',
      k: 0.5,
      noise: 'uniform(-1, 1)',
      x: 'constant(4)',
      z: 'exp(k)*pi/e + sqrt(x)',
    });
    const exponents = found.columns.map((_, i) => found.columns.map((__, j) => Number(i === j)));
    const { mean, covariance } = found.monomialMoments(exponents);
    expect(mean[0]).toBe(2);
    expect(relative(covariance[0], 4 / 3)).toBeLessThan(1e-15);
    expect(relative(mean[5], (Math.exp(0.5) * Math.PI) / Math.E + 2)).toBeLessThan(1e-15);
    expect(found.description).toBe(
      'y = k*x + w, w = 2*noise, k = 0.5, noise ~ uniform(-1, 1), x ~ constant(4), z = exp(k)*pi/e + sqrt(x)',
    );
    const noise = law({ e: 'constant(1)', y: '2*e' }).monomialMoments([[0, 1]]);
    expect(noise.mean[0]).toBe(2);
  });

  test('moments that do not exist name column and order', () => {
    expect(() => moments({ x: 'student(4)', y: 'x' })).toThrow(
      'data.x: a law with a moment of order 4, got student(4)',
    );
    expect(() => moments({ x: 'normal(0, 1)', e: 'student(2)', y: 'x + e' })).toThrow(
      'data.e: a law with a moment of order 2',
    );
    const found = moments({ x: 'student(4.5)', e: 'student(2.5)', y: 'x + e' });
    expect(relative(found[5] / found[0], found[3] * 5)).toBeLessThan(1e-14);
  });
});

describe('nodes', () => {
  test('a tensor of Gauss rules, exact for polynomials', () => {
    const found = law({ x: 'normal(1, 2)', e: 'uniform(-1, 1)', y: 'x*e' });
    const { points, weights, exact } = found.nodes(5);
    expect([points.length, weights.length, exact]).toEqual([75, 25, false]);
    let square = 0;
    for (let k = 0; k < 25; k++) {
      expect(points[3 * k + 2]).toBe(points[3 * k] * points[3 * k + 1]);
      square += weights[k] * points[3 * k + 2] ** 2;
    }
    expect(relative(square, 5 / 3)).toBeLessThan(1e-14);
  });

  test('atoms are exact, whatever the order', () => {
    const { points, weights, exact } = law({ x: 'rademacher()', b: 'bernoulli(0.25)', y: 'x + b' }).nodes(1);
    expect([[...points], [...weights], exact]).toEqual([
      [-1, 0, -1, -1, 1, 0, 1, 0, 1, 1, 1, 2],
      [0.375, 0.125, 0.375, 0.125],
      true,
    ]);
    expect(law({ y: '1 + 1' }).nodes(3)).toEqual({
      points: Float64Array.of(2),
      weights: Float64Array.of(1),
      exact: true,
    });
  });

  test('too many nodes and values that are not finite are told', () => {
    const names = ['a', 'b', 'c', 'd'];
    const wide = law(Object.fromEntries(names.map((name) => [name, 'normal(0, 1)'])));
    expect(() => wide.nodes(100)).toThrow('data: at most 16777216 nodes, got 100000000 for order 100');
    expect(() => wide.nodes(0)).toThrow('nodes: a whole number');
    const broken = law({ x: 'normal(0, 1)', y: 'log(x)' });
    expect(() => broken.nodes(3)).toThrow(
      'data.y: an expression that is finite for every sample, got NaN at x = -1.73205',
    );
  });
});

describe('overflow', () => {
  test('is told', () => {
    expect(() => moments({ x: 'normal(0, 1e200)', y: 'x' })).toThrow('data: moments that fit in double precision');
    expect(() => law({ x: 'lognormal(0, 20)', y: 'x^2' }).monomialMoments([[0, 2]])).toThrow('double precision');
  });
});
