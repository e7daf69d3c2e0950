import { describe, expect, it } from 'vitest';
import { shortened, type Region } from '../../../solvers/passage/region-border.js';
import { tensorPassage } from '../../../solvers/passage/tensor-passage.js';
import { bernoulli } from '../../../src/num/bernoulli.js';
import { committor } from '../../../solvers/passage/committor.js';
import { firstPassage } from '../../../solvers/passage/first-passage.js';
import { denseSolve, generatorOf } from '../hand-built.js';
import { doubleWell, linearSde, onSquare } from '../plane-problems.js';

const free = linearSde(
  [
    [0, 0],
    [0, 0],
  ],
  [1, 0, 0, 1],
);
const at = (u: number, w: number): Float64Array => Float64Array.of(u, w);

describe('tensorPassage', () => {
  it('leaves a disc in time (1 − r²)/4, and a ring by the logarithm, to second order', () => {
    const out: Region = ([u, w]) => u * u + w * w > 1;
    const hole: Region = ([u, w]) => u * u + w * w < 0.09;
    const errors = [40, 160].map((n) => {
      const generator = onSquare(free, 1.4, n, n + 6);
      const time = tensorPassage(generator, out, null).from(at(0.5, 0.2)).meanTime;
      const { probability } = tensorPassage(generator, out, hole).from(at(0.5, 0.2));
      const exact = Math.log(Math.hypot(0.5, 0.2) / 0.3) / Math.log(1 / 0.3);
      return [Math.abs(time / ((1 - 0.29) / 4) - 1), Math.abs(probability / exact - 1)];
    });
    expect(errors[1][0]).toBeLessThan(4e-4);
    expect(errors[1][1]).toBeLessThan(1e-3);
    expect(errors[0][0] / errors[1][0]).toBeGreaterThan(6);
    expect(errors[0][1] / errors[1][1]).toBeGreaterThan(6);
  });

  it('does not see a coordinate that the set does not: a border between nodes under full noise', () => {
    // u is Ornstein–Uhlenbeck with D = 1: √(2π) ∫ e^{y²/2} Φ(y) dy from −0.5 to 0.333 by mpmath 1.3.
    const sde = linearSde(
      [
        [-1, 0],
        [1, -1],
      ],
      [1, 0.6, 0.6, 0.5],
    );
    const errors = [40, 80].map((n) => {
      const generator = onSquare(sde, 6, n, n + 4);
      return Math.abs(
        tensorPassage(generator, ([u]) => u > 0.333, null).from(at(-0.5, 0.3)).meanTime / 1.00507156448109 - 1,
      );
    });
    expect(errors[1]).toBeLessThan(0.03);
    expect(errors[0] / errors[1]).toBeGreaterThan(2.5);
  });

  it('solves the equations of the transposed generator where borders lie at nodes', () => {
    const generator = onSquare(doubleWell, 1.8, 9, 8);
    const nodes = generator.grid.axes[0].centres;
    const A: Region = ([u]) => u <= nodes[1];
    const B: Region = ([u]) => u >= nodes[7];
    const { probability, meanTime, target, avoid } = tensorPassage(generator, B, A);
    const inA = [...avoid.keys()].filter((i) => avoid[i] === 1);
    const inB = [...target.keys()].filter((i) => target[i] === 1);
    const chance = committor(generator, inA, inB).value.probability;
    const times = firstPassage(generator, [...inA, ...inB]).value.times;
    chance.forEach((p, i) => {
      expect(probability[i]).toBeCloseTo(p, 10);
      expect(meanTime[i]).toBeCloseTo(times[i], 10);
    });
    // The same by dense elimination with pivoting.
    const { rates } = generator;
    const n = rates.rows;
    const rows = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
    const known = Array.from({ length: n }, (_, i) => target[i]);
    for (let from = 0; from < n; from++) {
      if (target[from] || avoid[from]) continue;
      rows[from][from] = 0;
      for (let to = 0; to < n; to++) {
        for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++)
          if (rates.column[k] === from) rows[from][to] += rates.value[k];
      }
    }
    denseSolve(rows, known).forEach((p, i) => expect(chance[i]).toBeCloseTo(p, 11));
  });

  it('takes forever where the set may be missed', () => {
    const split = onSquare(free, 1, 4);
    // Cut the square in two: no jump crosses u = 0.
    const jumps = { from: [] as number[], to: [] as number[], rate: [] as number[] };
    const { rows, rowStart, column, value } = split.rates;
    for (let to = 0; to < rows; to++) {
      for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
        if (column[k] === to || to < 8 !== column[k] < 8) continue;
        jumps.from.push(column[k]);
        jumps.to.push(to);
        jumps.rate.push(value[k]);
      }
    }
    const generator = { ...generatorOf(16, jumps), grid: split.grid };
    const passage = tensorPassage(generator, ([u, w]) => u > 0.5 && w > 0.5, null);
    expect(passage.from(at(-0.7, 0))).toEqual({ probability: 0, meanTime: Infinity, exits: {} });
    expect(passage.from(at(0.7, 0)).probability).toBeCloseTo(1, 13);
    expect(passage.from(at(0.9, 0.9))).toEqual({ probability: 1, meanTime: 0, exits: {} });
  });

  it('refuses sets without a node, sets that meet, and starts outside', () => {
    const generator = onSquare(free, 1, 6);
    expect(() => tensorPassage(generator, ([u]) => u > 2, null)).toThrow(/--to: a set that holds a node of the grid/);
    expect(() =>
      tensorPassage(
        generator,
        ([u]) => u > 0,
        () => false,
      ),
    ).toThrow(/--avoid: a set that holds a node/);
    expect(() =>
      tensorPassage(
        generator,
        ([u]) => u > 0,
        ([, w]) => w > 0,
      ),
    ).toThrow(/--avoid: a set apart from --to/);
    const passage = tensorPassage(
      generator,
      ([u]) => u > 0,
      ([u]) => u < -0.6,
    );
    expect(() => passage.from(at(0, 3))).toThrow(/--from: points within \[-1, 1\], got w = 3/);
    expect(passage.from(at(-0.9, 0))).toEqual({ probability: 0, meanTime: 0, exits: {} });
  });
});

describe('shortened', () => {
  it.each([
    [0.3, 2],
    [0.7, -3],
    [0.5, 40],
  ])('is the quotient of two rates of the exponential fitting, share %d, Φ = %d', (share, phi) => {
    const exact = bernoulli(-share * phi) / share / bernoulli(-phi);
    expect(shortened(share, phi) / exact).toBeCloseTo(1, 12);
  });
  it('has limits without drift and with nothing but drift', () => {
    expect(shortened(0.25, 0)).toBe(4);
    expect(shortened(0.25, Infinity)).toBe(1);
  });
});
