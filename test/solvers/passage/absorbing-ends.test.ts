import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import { tensorPassage } from '../../../solvers/passage/tensor-passage.js';
import { box, free2, free3, LEANING, onBox, steadyDrift } from '../box-problems.js';
import { orders } from '../hand-built.js';

const at = (...theta: number[]): Float64Array => Float64Array.from(theta);
const behind = ([u]: ArrayLike<number> & Iterable<number>): boolean => u! > 1;

describe('tensorPassage with absorbing ends', () => {
  it('has the mean exit times of the square and the cube, of second order', () => {
    // The sine series of −Δτ = 1, by mpmath 1.3.
    const square = [12, 24, 48].map((n) =>
      Math.abs(tensorPassage(onBox(free2, [n, n + 2]), behind, null).from(at(0, 0)).meanTime - 0.294685413126055),
    );
    expect(square[2]).toBeLessThan(2e-4);
    orders(square).forEach((order) => expect(order).toBeGreaterThan(1.8));
    const cube = [6, 12].map((n) =>
      Math.abs(tensorPassage(onBox(free3, [n, n, n]), behind, null).from(at(0, 0, 0)).meanTime - 0.224851021212669),
    );
    expect(Math.log2(cube[0] / cube[1])).toBeGreaterThan(1.8);
    expect(cube[1]).toBeLessThan(3e-3);
  });

  it('has that of a leaning tensor with drift, of second order: Chebyshev collocation on 40 × 40 points by numpy', () => {
    for (const [drift, exact] of [
      [[0, 0], 0.457646],
      [[1.5, -0.5], 0.334976],
    ] as const) {
      const errors = [24, 48, 96].map((n) => {
        const passage = tensorPassage(onBox(steadyDrift(drift, LEANING), [n, n]), behind, null);
        return Math.abs(passage.from(at(0, 0)).meanTime - exact);
      });
      expect(errors[2]).toBeLessThan(3e-5);
      orders(errors).forEach((order) => expect(order).toBeGreaterThan(1.7));
    }
  });

  it('shares paths out among the ends: a quarter each from the middle of a square, all of them together 1', () => {
    const passage = tensorPassage(onBox(free2, [24, 24]), behind, null);
    const { probability, exits } = passage.from(at(0, 0));
    expect(Object.keys(exits)).toEqual(['u=-1', 'u=1', 'w=-1', 'w=1']);
    for (const share of Object.values(exits)) expect(share).toBeCloseTo(0.25, 12);
    expect(probability).toBe(exits['u=1']);
    // Between the outermost node and the end it is linear: the end itself is passed at once.
    const near = passage.from(at(0.999999, 0.3));
    expect([near.probability, near.meanTime]).toEqual([expect.closeTo(1, 5), expect.closeTo(0, 5)]);
    for (const D of [LEANING, [1, 0, 0, 1]]) {
      const { exits: leaning } = tensorPassage(onBox(steadyDrift([2, 1], D), [20, 22]), behind, null);
      const sums = Object.values(leaning).reduce((a, b) => a.map((x, i) => x + b[i]!));
      sums.forEach((sum) => expect(sum).toBeCloseTo(1, 12));
    }
  });

  it('is exact under constant drift where the other axis does not matter, around a circle too', () => {
    // (1 − e^{−2(x + 1)})/(1 − e^{−4}) at x for a = 2, D = 1; the time is (2P − 1 − x)/2.
    for (const w of [box(6, { absorbing: undefined }), box(6, { absorbing: undefined, periodic: true })]) {
      const generator = discretise(steadyDrift([2, 0.7], [1, 0, 0, 3]), grid({ u: box(200), w }));
      const { probability, meanTime, exits } = tensorPassage(generator, behind, null).from(at(-0.305, 0.9));
      const exact = (1 - Math.exp(-2 * 0.695)) / (1 - Math.exp(-4));
      expect(Math.abs(probability / exact - 1)).toBeLessThan(1e-12);
      expect(exits['u=-1']).toBeCloseTo(1 - exact, 12);
      expect(Math.abs(meanTime / (exact - 0.695 / 2) - 1)).toBeLessThan(1e-4);
    }
  });

  it('ends paths at the ends as well as in sets, and lets ends belong to sets', () => {
    const generator = onBox(free2, [40, 40]);
    const ring = tensorPassage(generator, ([u, w]) => u! * u! + w! * w! < 0.09, null).from(at(0.6, 0));
    expect(ring.probability + Object.values(ring.exits).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(ring.exits['u=1']).toBeGreaterThan(ring.exits['w=1']!);
    const up = tensorPassage(
      generator,
      ([u, w]) => u! > 1 || w! > 1,
      ([u]) => u! < -1,
    ).from(at(0, 0));
    expect(up.probability).toBeCloseTo(0.5, 12);
    const upper = tensorPassage(generator, ([u, w]) => u! > 1 && w! > 0, null).from(at(0, 0));
    expect(upper.probability).toBeCloseTo(0.125, 12);
  });

  it('refuses a set behind an end that reflects, and ends in both sets', () => {
    const generator = onBox(free2, [10, 10]);
    const half = discretise(free2, grid({ u: box(10, { absorbing: [true, false] }), w: box(10) }));
    expect(() => tensorPassage(half, behind, null)).toThrow(
      /--to: a set that holds a node of the grid, or lies behind an absorbing end, got none/,
    );
    expect(() => tensorPassage(generator, behind, ([u]) => u! > 1.5)).toThrow(/--avoid: a set that holds a node/);
    expect(() => tensorPassage(generator, behind, ([u, w]) => u! > 1 && w! > 0)).toThrow(/--avoid: a set apart/);
    expect(() => tensorPassage(generator, behind, null).from(at(1.1, 0))).toThrow(/--from: points within \[-1, 1\]/);
  });
});
