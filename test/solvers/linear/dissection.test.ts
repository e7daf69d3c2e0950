import { describe, expect, it } from 'vitest';
import type { Csr } from '../../../src/num/csr.js';
import type { Dissection } from '../../../solvers/linear/dissection.js';
import { dissectGraph } from '../../../solvers/linear/graph-dissection.js';
import { dissectGrid } from '../../../solvers/linear/grid-dissection.js';
import { numbers, randomChain, ratesFrom } from './chains.js';

/** Checks that every active state has one front, children come first, and entries join a front to its ancestors only. */
function checkTree(rates: Csr, dissection: Dissection, active: Uint8Array): void {
  const { order, start, parent, states } = dissection;
  expect(states).toBe(rates.rows);
  expect([...order].sort((a, b) => a - b)).toEqual([...active.keys()].filter((i) => active[i] === 1));
  const front = new Int32Array(rates.rows).fill(-1);
  for (let f = 0; f < parent.length; f++) {
    expect(parent[f] === -1 || parent[f] > f).toBe(true);
    expect(start[f + 1]).toBeGreaterThan(start[f]);
    for (let k = start[f]; k < start[f + 1]; k++) front[order[k]] = f;
  }
  const isAncestor = (a: number, f: number): boolean => {
    while (f !== -1 && f < a) f = parent[f];
    return f === a;
  };
  for (let to = 0; to < rates.rows; to++) {
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      const [f, g] = [front[to], front[rates.column[k]]];
      if (f < 0 || g < 0) continue;
      expect(isAncestor(Math.max(f, g), Math.min(f, g))).toBe(true);
    }
  }
}

/** Jumps by the given offsets on a plane or in space, one way only where `oneWay`. */
function stencil(cells: readonly number[], periodic: readonly boolean[], offsets: readonly (readonly number[])[]): Csr {
  const size = cells.reduce((a, b) => a * b, 1);
  const list: [number, number, number][] = [];
  for (let cell = 0; cell < size; cell++) {
    for (const e of offsets) {
      let [rest, to, stride] = [cell, 0, 1];
      for (let k = cells.length - 1; k >= 0; k--) {
        const i = (rest % cells[k]) + e[k];
        rest = Math.floor(rest / cells[k]);
        const inside = periodic[k] ? (i + cells[k]) % cells[k] : i;
        if (inside < 0 || inside >= cells[k]) to = NaN;
        to += inside * stride;
        stride *= cells[k];
      }
      if (to >= 0 && to !== cell) list.push([cell, to, 1]);
    }
  }
  return ratesFrom(size, list);
}

const PLANE = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
];

describe('dissectGrid', () => {
  it.each([
    ['a plane', [13, 17], [false, false], PLANE],
    ['a ring by a line', [16, 9], [true, false], PLANE],
    ['a torus', [12, 12], [true, true], PLANE],
    [
      'long jumps, one way',
      [15, 15],
      [false, false],
      [
        [3, 2],
        [-1, 0],
        [0, 1],
        [-2, -5],
      ],
    ],
    [
      'jumps across half the grid',
      [19, 17],
      [false, false],
      [
        [8, -7],
        [-8, 1],
        [0, 1],
      ],
    ],
    [
      'long jumps on a torus',
      [18, 14],
      [true, true],
      [
        [3, -1],
        [-1, 2],
        [0, 1],
      ],
    ],
    [
      'space',
      [7, 6, 5],
      [false, true, false],
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
        [1, 1, -1],
      ],
    ],
    ['a line', [50], [false], [[1], [-1]]],
  ])('separates %s', (_, cells, periodic, offsets) => {
    const rates = stencil(cells, periodic, offsets);
    const active = new Uint8Array(rates.rows).fill(1);
    checkTree(rates, dissectGrid(rates, { cells, periodic }, active), active);
    const next = numbers(7);
    const some = active.map(() => (next() < 0.7 ? 1 : 0));
    checkTree(rates, dissectGrid(rates, { cells, periodic }, some), some);
  });

  it('cuts a plane by lines: the last front of n × n cells has n of them', () => {
    const rates = stencil([32, 32], [false, false], PLANE);
    const { start, parent } = dissectGrid(
      rates,
      { cells: [32, 32], periodic: [false, false] },
      new Uint8Array(1024).fill(1),
    );
    expect(start[parent.length] - start[parent.length - 1]).toBe(32);
  });
});

describe('dissectGraph', () => {
  it('separates random graphs, lines, and graphs in pieces', () => {
    const pieces = ratesFrom(
      90,
      [...Array(89).keys()].filter((i) => i % 30 !== 29).map((i) => [i, i + 1, 1] as const),
    );
    for (const rates of [randomChain(200, 150, 1), randomChain(60, 600, 1), pieces, ratesFrom(3, [])]) {
      const active = new Uint8Array(rates.rows).fill(1);
      checkTree(rates, dissectGraph(rates, active), active);
      active.fill(0, 5, 20);
      checkTree(rates, dissectGraph(rates, active), active);
    }
  });
});
