import { describe, expect, it } from 'vitest';
import { faller } from '../../../solvers/symmetry/fall.js';
import { fallSpeed, symmetricModel } from '../../../solvers/symmetry/model.js';
import { noMoments } from '../../../solvers/symmetry/moments.js';
import { strip } from '../../../solvers/symmetry/strip.js';
import { createStream, nextUniform } from '../../../src/num/random/stream.js';
import { plain } from './problems.js';

const model = symmetricModel(plain);
const grid = strip({ step: 0.5, fall: 0.3, top: 0, rows: 40, reach: 3, level: null });

/** Mass, mean and variance of ζ of one column, in rows. */
function column(cells: ReturnType<typeof noMoments>, i: number): [number, number, number] {
  let [m, first, second] = [0, 0, 0];
  for (let j = 0; j < grid.rows; j++) {
    const c = j * grid.columns + i;
    m += cells.m0[c];
    first += j * cells.m0[c] + cells.m1[c];
    second += j * j * cells.m0[c] + 2 * j * cells.m1[c] + cells.m2[c];
  }
  return [m, first / m, second / m - (first / m) ** 2];
}

describe('faller', () => {
  it('moves mass, mean and variance exactly, however often, and never upwards', () => {
    const cells = noMoments(grid.rows * grid.columns);
    const random = createStream(1, 0);
    for (let i = 0; i < grid.columns; i++) {
      for (const j of [2, 3]) {
        const c = j * grid.columns + i;
        const [mean, m] = [nextUniform(random), nextUniform(random)];
        cells.m0[c] = m;
        cells.m1[c] = m * mean;
        cells.m2[c] = m * (mean * mean + nextUniform(random) * mean * (1 - mean));
      }
    }
    const before = Array.from({ length: grid.columns }, (_, i) => column(cells, i));
    const lost = new Float64Array(grid.columns);
    const fall = faller(model, grid, { cells, range: { first: 2, last: 3 } }, (i, _, m) => (lost[i] += m));
    const steps = 57;
    for (let k = 0; k < steps; k++) fall(0.013, Infinity);
    for (let i = 0; i < grid.columns; i++) {
      if (lost[i] > 0) continue;
      const [m, mean, variance] = column(cells, i);
      expect(Math.abs(m - before[i][0])).toBeLessThan(1e-14);
      const way = (fallSpeed(model, grid.v[i]) * steps * 0.013) / grid.fall;
      expect(mean - before[i][1]).toBeCloseTo(way, 11);
      expect(variance).toBeCloseTo(before[i][2], 10);
    }
    expect(lost.some((m) => m > 0)).toBe(true);
    expect(cells.m0.every((m) => m >= 0)).toBe(true);
  });

  it('keeps a point mass a point and hands it over with its ζ', () => {
    const cells = noMoments(grid.rows * grid.columns);
    const i = grid.columns - 1;
    cells.m0[i] = 1;
    cells.m1[i] = 0.25;
    cells.m2[i] = 0.0625;
    const range = { first: 0, last: 0 };
    let handed: readonly number[] = [];
    const fall = faller(model, grid, { cells, range }, (...all) => (handed = all));
    const time = (8.5 * grid.fall) / fallSpeed(model, grid.v[i]);
    fall(time, Infinity);
    expect(range.last).toBe(8);
    expect(cells.m0[8 * grid.columns + i]).toBe(1);
    expect(cells.m1[8 * grid.columns + i]).toBeCloseTo(0.75, 12);
    for (let k = 0; k < 4; k++) fall(time, Infinity);
    expect(handed[0]).toBe(i);
    expect(handed[1]).toBeCloseTo(-42.75 * grid.fall, 11);
    expect(handed[2]).toBe(1);
    expect(cells.m0.every((m) => m === 0)).toBe(true);
  });
});
