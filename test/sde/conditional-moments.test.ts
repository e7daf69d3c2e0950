import { describe, expect, it } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { conditionalMoments, unconditionalMoments } from '../../src/sde/conditional-moments.js';

describe('conditionalMoments', () => {
  it('groups by the values of the other columns, with means and covariances within', () => {
    // Columns r, q; r = 1 twice and r = 2 once.
    const nodes = { points: Float64Array.of(1, 3, 2, 5, 1, 7), weights: Float64Array.of(0.2, 0.5, 0.3), exact: true };
    const out = conditionalMoments(
      nodes,
      2,
      [0],
      [
        [0, 0],
        [0, 1],
        [0, 2],
      ],
    );
    expect(out.groups).toBe(2);
    expect([...out.rest]).toEqual([1, 2]);
    [0.5, 0.5].forEach((weight, g) => expect(out.weights[g]).toBeCloseTo(weight, 15));
    const [q, qq] = [0.4 * 3 + 0.6 * 7, 0.4 * 9 + 0.6 * 49];
    [1, q, qq, 1, 5, 25].forEach((value, k) => expect(out.mean[k]).toBeCloseTo(value, 13));
    // Two points span one direction: rank 1, and nothing for the constant.
    const F = (g: number, k: number, r: number) => out.factor[(g * 3 + k) * out.rank + r]!;
    const covariance = (j: number, k: number) =>
      Array.from({ length: out.rank }, (_, r) => F(0, j, r) * F(0, k, r)).reduce((s, t) => s + t, 0);
    expect(covariance(0, 0)).toBe(0);
    expect(covariance(1, 1)).toBeCloseTo(0.4 * 0.6 * 16, 12);
    expect(covariance(1, 2)).toBeCloseTo(0.4 * 0.6 * 4 * 40, 11);
    expect(covariance(2, 2)).toBeCloseTo(0.4 * 0.6 * 40 * 40, 10);
    expect(Array.from({ length: 3 * out.rank }, (_, k) => out.factor[3 * out.rank + k])).toEqual(
      Array(3 * out.rank).fill(0),
    );
  });

  it('groups by several columns', () => {
    const nodes = { points: Float64Array.of(1, 2, 1, 2, 1, 3), weights: Float64Array.of(0.25, 0.25, 0.5), exact: true };
    const out = conditionalMoments(nodes, 2, [0, 1], [[0, 0]]);
    expect(out.groups).toBe(2);
    expect([...out.rest]).toEqual([1, 2, 1, 3]);
    expect([...out.weights]).toEqual([0.5, 0.5]);
    expect(out.rank).toBe(0);
  });

  it('does not spend memory on covariances where no value repeats, and does not hash a large set of such', () => {
    const n = 2 ** 18 + 3;
    const points = Float64Array.from({ length: n }, (_, k) => k / n);
    const out = conditionalMoments({ points, weights: points.map(() => 1 / n), exact: true }, 1, [0], [[0]]);
    expect(out.groups).toBe(n);
    expect(out.factor).toHaveLength(0);
    expect(out.rest[n - 1]).toBe(points[n - 1]);
  });
});

describe('unconditionalMoments', () => {
  it('asks the law for nothing where there are no monomials', () => {
    const data = law({ x: 'normal(0, 1)' });
    const refusing = { ...data, monomialMoments: () => expect.fail('asked') };
    expect(unconditionalMoments(refusing, [])).toMatchObject({ groups: 1, monomials: 0, rank: 0 });
  });
});
