import { describe, expect, it } from 'vitest';
import { placeOnGrid, valueAt } from '../../../solvers/passage/grid-place.js';
import { discretise } from '../../../src/fv/discretise.js';
import type { AxisSpec } from '../../../src/grid/axis-spec.js';
import { grid } from '../../../src/grid/grid.js';
import { free2 } from '../box-problems.js';

const along = (more: Partial<AxisSpec>): AxisSpec => ({ kind: 'uniform', from: 0, to: 1, cells: 4, ...more });
/** A function of u at the nodes, read at a place; an end has the value 100 + its number. */
function read(axis: Partial<AxisSpec>, f: (u: number) => number, u: number): number {
  const generator = discretise(free2, grid({ u: along(axis), w: along({}) }));
  const { centres } = generator.grid.axes[0];
  const values = Float64Array.from({ length: 16 }, (_, cell) => f(centres[cell >> 2]));
  return valueAt(placeOnGrid(generator, Float64Array.of(u, 0.4)), values, (end) => 100 + end);
}

describe('placeOnGrid', () => {
  it('is linear between nodes, constant beside a reflecting end, and goes around a circle', () => {
    expect(read({}, (u) => 3 * u, 0.4)).toBeCloseTo(1.2, 14);
    expect(read({}, (u) => 3 * u, 0.05)).toBeCloseTo(0.375, 14);
    // Between the nodes 0.875 and 1.125 = 0.125 around.
    for (const u of [0.95, 1])
      expect(read({ periodic: true }, (x) => 3 * x, u)).toBeCloseTo(2.625 - 9 * (u - 0.875), 13);
    expect(read({ periodic: true }, (u) => 3 * u, 0.05)).toBeCloseTo(2.625 - 9 * 0.175, 13);
  });

  it('is linear up to the value at an absorbing end', () => {
    expect(read({ absorbing: [true, true] }, () => 0, 1)).toBeCloseTo(101, 12);
    expect(read({ absorbing: [true, true] }, () => 0, 0.9375)).toBeCloseTo(50.5, 12);
    expect(read({ absorbing: [true, false] }, () => 4, 0)).toBeCloseTo(100, 12);
    expect(read({ absorbing: [true, false] }, () => 4, 1)).toBe(4);
  });

  it('refuses a point outside', () => {
    expect(() => read({}, () => 0, 1.01)).toThrow(/--from: points within \[0, 1\], got u = 1\.01\. Give a grid/);
  });
});
