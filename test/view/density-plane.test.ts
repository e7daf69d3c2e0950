import { describe, expect, it } from 'vitest';
import type { DensityTable } from '../../src/io/document.js';
import { DECADES, mapTrace, peakOf, windowOf } from '../../src/view/density-map.js';
import { axisPairs, decades, joined, planeOf } from '../../src/view/density-plane.js';

/** An axis of cells of the given widths from `first` on. */
function axis(name: string, first: number, widths: readonly number[]) {
  let edge = first;
  const centres = widths.map((width) => (edge += width) - width / 2);
  return { name, centres, widths };
}
const space: DensityTable = {
  axes: [axis('a', 0, [1, 1]), axis('b', -1, [1, 2, 1]), axis('c', 5, [0.5, 0.5])],
  mass: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((m) => m / 78),
  logDensity: [],
};

describe('a plane of a density', () => {
  it('is what is left when the other axes are summed over', () => {
    expect(axisPairs(space)).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    const sums = (k: number, l: number) => [...planeOf(space, [k, l]).mass].map((m) => Math.round(78 * m));
    expect(sums(0, 1)).toEqual([3, 7, 11, 15, 19, 23]);
    expect(sums(0, 2)).toEqual([9, 12, 27, 30]);
    expect(sums(1, 2)).toEqual([8, 10, 12, 14, 16, 18]);
    expect(planeOf(space, [1, 2]).edges.map((edges) => [...edges])).toEqual([
      [-1, 0, 2, 3],
      [5, 5.5, 6],
    ]);
  });

  it('keeps a ridge of one cell when cells are joined', () => {
    const n = 7;
    const ridge = axis('u', 0, new Array<number>(n).fill(1));
    const mass = Float64Array.from({ length: n * n }, (_, cell) => (Math.floor(cell / n) === cell % n ? 1 / n : 0));
    const plane = joined(planeOf({ axes: [ridge, { ...ridge, name: 'w' }], mass, logDensity: [] }, [0, 1]), 3);
    expect(plane.edges.map((edges) => [...edges])).toEqual([
      [0, 3, 6, 7],
      [0, 3, 6, 7],
    ]);
    expect([...plane.mass].map((m) => Math.round(m * n))).toEqual([3, 0, 0, 0, 3, 0, 0, 0, 1]);
    expect(10 ** decades(plane)[0]!).toBeCloseTo(3 / n / 9, 12);
  });

  it('is drawn as log₁₀ of the density, eight decades from the peak; what is further below is blank', () => {
    const row = axis('u', 0, [1, 1, 1, 1]);
    const column = axis('w', 0, [2]);
    const plane = planeOf({ axes: [row, column], mass: [0, 1e-9, 2e-7, 1], logDensity: [] }, [0, 1]);
    expect(peakOf([plane])).toBeCloseTo(Math.log10(0.5), 12);
    const trace = mapTrace(plane, peakOf([plane]), 200);
    expect(trace['z']).toEqual([[null, null, -7, -0.301]]);
    expect([trace['x'], trace['y']]).toEqual([
      [0, 1, 2, 3, 4],
      [0, 2],
    ]);
    expect((trace['zmax'] as number) - (trace['zmin'] as number)).toBeCloseTo(DECADES, 9);
    const { u, w } = windowOf([plane]);
    expect(u).toEqual([2 - 0.08, 4]);
    expect(w).toEqual([0, 2]);
    expect(peakOf([])).toBe(0);
    expect(windowOf([{ ...plane, mass: new Float64Array(4) }])).toEqual({ u: [0, 4], w: [0, 2] });
  });
});
