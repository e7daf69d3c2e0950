import { describe, expect, test } from 'vitest';
import { regressionMoments } from '../../src/data/moments.js';
import { rows } from '../../src/data/rows.js';
import { exactMoments } from './exact-moments.js';

/** A fixed stream of numbers in [−1, 1). */
function stream(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

const relative = (value: number, exact: number): number =>
  value === exact ? 0 : Math.abs(value - exact) / Math.abs(exact);

describe('moments of rows against exact rational arithmetic', () => {
  const r = stream(7);
  const noise = Array.from({ length: 3000 }, r);
  const base = Array.from({ length: 3000 }, r);
  const cases: Record<string, [number[], number[]]> = {
    plain: [base, base.map((x, i) => 1.2 * x + noise[i])],
    'far from 0': [base.map((x) => 1e8 + x), base.map((x, i) => 3e7 + x + noise[i])],
    'tiny and huge': [base.map((x) => 1e-60 * x), base.map((x, i) => 1e70 * (x + 0.1 * noise[i]))],
    'one outlier': [base.map((x, i) => (i === 17 ? 1e9 : x)), base.map((x, i) => x - noise[i])],
    'nearly y = kx': [base.map((x) => 3 + x), base.map((x, i) => (3 + x) * 0.7 + 1e-9 * noise[i])],
    'many scales': [base.map((x, i) => x * 10 ** (i % 12)), noise.map((e, i) => e * 10 ** (i % 5))],
    'two rows': [
      [1, 2],
      [3, 5],
    ],
  };
  test.each(Object.keys(cases))('%s', (name) => {
    const [x, y] = cases[name];
    const exact = exactMoments(x, y);
    const { alpha, beta, delta } = regressionMoments(rows({ x, y }));
    const [size2, sizeB2] = [Math.sqrt(exact.a1 * exact.a3), Math.max(...x.map((v, i) => Math.abs(v * y[i])))];
    expect(relative(alpha[0], exact.a1)).toBeLessThan(3e-15);
    expect(Math.abs(alpha[1] - exact.a2) / size2).toBeLessThan(3e-15);
    expect(relative(alpha[2], exact.a3)).toBeLessThan(3e-15);
    expect(relative(beta[0], exact.b1)).toBeLessThan(3e-16);
    expect(Math.abs(beta[1] - exact.b2) / sizeB2).toBeLessThan(1e-15);
    // In two rows the third number is determined by two: Δ = 0 exactly. Near y = kx the products themselves are rounded.
    const tolerance = { 'nearly y = kx': 1e-8, 'one outlier': 1e-10 }[name] ?? 1e-14;
    if (name === 'two rows') expect(delta).toBe(0);
    else expect(relative(delta, exact.delta)).toBeLessThan(tolerance);
  });

  test('order of rows and blocks do not matter', () => {
    const [x, y] = cases.plain;
    const moments = regressionMoments(rows({ x, y }));
    const turned = regressionMoments(rows({ y: y.toReversed(), x: x.toReversed() }));
    expect(relative(turned.delta, moments.delta)).toBeLessThan(1e-14);
    expect(relative(turned.alpha[0], moments.alpha[0])).toBeLessThan(1e-15);
  });
});

describe('rows', () => {
  test('describe themselves and give their points', () => {
    const law = rows({ a: [1, 2, 3], b: Float64Array.of(4, 5, 6) });
    expect([law.kind, law.columns, law.rows, law.description]).toEqual(['rows', ['a', 'b'], 3, '3 rows']);
    const { points, weights, exact } = law.nodes(1);
    expect([[...points], [...weights], exact]).toEqual([[1, 4, 2, 5, 3, 6], [1 / 3, 1 / 3, 1 / 3], true]);
    expect(rows({ a: [1, 2] }, '2 rows of a.csv').description).toBe('2 rows of a.csv');
  });

  test('any monomial, and the factor of the covariance', () => {
    const law = rows({ a: [1, 2, 4], b: [1, -1, 3] });
    const { mean, covariance, factor } = law.monomialMoments([
      [0, 0],
      [1, 2],
      [0, 1],
    ]);
    [1, 13, 1].forEach((exact, j) => expect(mean[j]).toBeCloseTo(exact, 14));
    expect(covariance[0]).toBe(0);
    expect(covariance[4]).toBeCloseTo(1301 / 3 - 169, 11);
    expect(factor[4] ** 2).toBeCloseTo(covariance[4], 10);
    expect(factor[7] ** 2 + factor[8] ** 2).toBeCloseTo(covariance[8], 12);
  });

  test.each([
    [{}, 'data.rows: at least one column, got none'],
    [{ x: [1, 2], y: [1, 2, 3] }, 'data.rows.y: columns of equal length, got 3 rows where x has 2'],
    [{ x: [1], y: [2] }, 'data.rows: at least 2 rows, got 1'],
    [{ x: [], y: [] }, 'data.rows: at least 2 rows, got 0'],
    [{ x: [1, NaN] }, 'data.rows.x: a finite number in row 2, got NaN'],
    [{ x: [Infinity, 1] }, 'data.rows.x: a finite number in row 1, got Infinity'],
    [{ x: [1, '2'] as unknown as number[] }, 'data.rows.x: a finite number in row 2, got 2'],
    [{ x: 5 as unknown as number[] }, 'data.rows.x: a list of numbers, got 5'],
    [{ x: null as unknown as number[] }, 'data.rows.x: a list of numbers, got null'],
  ])('refuses %j', (columns, message) => {
    expect(() => rows(columns)).toThrow(message);
  });

  test('moments beyond double precision and wrong orders are told', () => {
    const law = rows({ x: [1e200, -1e200], y: [1, 2] });
    expect(() => law.monomialMoments([[2, 0]])).toThrow('data: moments that fit in double precision');
    expect(() => law.nodes(0)).toThrow('nodes: a whole number of nodes from 1 to 1024, got 0');
    expect(() => law.nodes(1.5)).toThrow('got 1.5');
  });
});
