import { describe, expect, it } from 'vitest';
import { solveBackwardByElimination } from '../../../solvers/linear/backward-system.js';
import { gradientChain, onGrid, ratesFrom } from './chains.js';

describe('solveBackwardByElimination', () => {
  it('splits between two sides of a plane as symmetry says, down to the smallest probability', () => {
    // Left column against right column, with a hill of 60 nats between: h and 1 − h are mirror images.
    const cells = [31, 9];
    const { rates } = gradientChain(cells, (i) => 60 * Math.exp(-(((i - 15) / 5) ** 2)));
    const free = new Uint8Array(31 * 9).fill(1);
    free.fill(0, 0, 9);
    free.fill(0, 30 * 9);
    const into = (first: number): Float64Array => {
      const b = new Float64Array(free.length);
      for (let to = first; to < first + 9; to++) {
        for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++)
          b[rates.column[k]] += Math.max(rates.value[k], 0);
      }
      return b;
    };
    const left = solveBackwardByElimination(onGrid(rates, cells), free, into(0));
    const right = solveBackwardByElimination(onGrid(rates, cells), free, into(30 * 9));
    for (let i = 1; i < 30; i++) {
      expect(left[i * 9] + right[i * 9]).toBeCloseTo(1, 13);
      expect(Math.abs(left[i * 9 + 4] / right[(30 - i) * 9 + 4] - 1)).toBeLessThan(1e-12);
    }
    expect(right[9]).toBeLessThan(1e-20);
    expect(right[9]).toBeGreaterThan(0);
  });

  it('works off a grid too, and refuses cells that never leave', () => {
    const triangle = ratesFrom(3, [
      [0, 1, 1],
      [1, 0, 1],
      [1, 2, 2],
      [2, 0, 1],
    ]);
    const free = Uint8Array.of(1, 1, 0);
    const offGrid = { ...onGrid(triangle, [3]), grid: { axes: [], size: 3 } };
    const f = solveBackwardByElimination(offGrid, free, Float64Array.of(1, 1, 1));
    [2, 1, 0].forEach((time, i) => expect(f[i]).toBeCloseTo(time, 14));
    const trap = ratesFrom(
      40,
      [...Array(39).keys()].map((i) => [i, i + 1, 1] as const),
    );
    const all = new Uint8Array(40).fill(1);
    all[0] = 0;
    expect(() => solveBackwardByElimination(onGrid(trap, [40]), all, new Float64Array(40))).toThrow(/way out/);
  });
});
