import { describe, expect, it } from 'vitest';
import { evolve } from '../../../solvers/evolve/evolve.js';
import { positiveStep, positiveWork } from '../../../solvers/symmetry/positive-step.js';
import { lineGenerator } from '../hand-built.js';

const sum = (x: Float64Array): number => x.reduce((s, m) => s + m, 0);

/** An Ornstein–Uhlenbeck chain with rates about 4. */
const n = 40;
const lower = Array.from({ length: n - 1 }, (_, i) => 4 + 0.1 * (n / 2 - i));
const upper = Array.from({ length: n - 1 }, (_, i) => 4 - 0.1 * (n / 2 - i));
const jumps = { lower: Float64Array.from([...lower, 0]), upper: Float64Array.from([...upper, 0]) };
const start = Float64Array.from({ length: n }, (_, i) => Math.exp(-0.5 * ((i - 12) / 3) ** 2));
const total = sum(start);
for (let i = 0; i < n; i++) start[i] /= total;

describe('positiveStep', () => {
  it('is of second order', () => {
    const generator = lineGenerator([...lower, 0], [...upper, 0]);
    const exact = evolve(generator, { grid: generator.grid, mass: start }, [1]).value.frames[0].density.mass;
    const errors = [8, 16, 32, 64, 128].map((steps) => {
      const m0 = start.slice();
      const cells = { m0, m1: new Float64Array(n), m2: new Float64Array(n) };
      const work = positiveWork(n);
      for (let k = 0; k < steps; k++) positiveStep(jumps, 1 / steps, cells, work);
      return m0.reduce((e, m, i) => e + Math.abs(m - exact[i]), 0);
    });
    const orders = errors.slice(1).map((e, k) => Math.log2(errors[k] / e));
    expect(orders.at(-1)).toBeGreaterThan(1.9);
    expect(orders.at(-1)).toBeLessThan(2.1);
  });

  it('keeps mass and signs, and moments of a law on [0, 1], for rates over 40 decades and point masses', () => {
    const size = 60;
    const rate = (i: number): number => 10 ** (((i * 37) % 41) - 20);
    const wild = {
      lower: Float64Array.from({ length: size }, (_, i) => rate(i)),
      upper: Float64Array.from({ length: size }, (_, i) => rate(i + 11)),
    };
    for (const time of [1e-6, 1, 1e6]) {
      const cells = { m0: new Float64Array(size), m1: new Float64Array(size), m2: new Float64Array(size) };
      for (const [i, x] of [
        [3, 0],
        [31, 1],
        [50, 0.3],
      ]) {
        cells.m0[i] = 1 / 3;
        cells.m1[i] = x / 3;
        cells.m2[i] = (x * x) / 3;
      }
      const work = positiveWork(size);
      for (let k = 0; k < 20; k++) positiveStep(wild, time, cells, work);
      expect(Math.abs(sum(cells.m0) - 1)).toBeLessThan(1e-14);
      for (let i = 0; i < size; i++) {
        const { m0, m1, m2 } = cells;
        expect(m0[i]).toBeGreaterThanOrEqual(0);
        expect(m1[i]).toBeGreaterThanOrEqual(0);
        expect(m1[i]).toBeLessThanOrEqual(m0[i] * (1 + 1e-12));
        expect(m2[i] * m0[i]).toBeGreaterThanOrEqual(m1[i] * m1[i] * (1 - 1e-12));
      }
    }
  });

  it('leaves empty chains alone', () => {
    const cells = { m0: new Float64Array(3), m1: new Float64Array(3), m2: new Float64Array(3) };
    expect(positiveStep(jumps, 1, cells, positiveWork(3))).toBe(0);
    expect([...cells.m0]).toEqual([0, 0, 0]);
  });
});
