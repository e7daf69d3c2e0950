import type { Axis } from '../../src/grid/axis.js';
import type { Grid } from '../../src/grid/grid.js';

/** How far apart in the row-major numbering two neighbours along each axis are. */
export function stridesOf({ axes }: Grid): number[] {
  const strides = axes.map(() => 1);
  for (let k = axes.length - 2; k >= 0; k--) strides[k] = strides[k + 1] * axes[k + 1].cells;
  return strides;
}

/** Index along axis k of every cell, row-major. */
export function indicesAlong(grid: Grid, k: number): Int32Array {
  const stride = stridesOf(grid)[k];
  const { cells } = grid.axes[k];
  return Int32Array.from({ length: grid.size }, (_, cell) => Math.floor(cell / stride) % cells);
}

/** Sums a value per cell over all axes but k. */
export function sumOver(grid: Grid, values: ArrayLike<number>, k: number): Float64Array {
  const sums = new Float64Array(grid.axes[k].cells);
  const index = indicesAlong(grid, k);
  for (let cell = 0; cell < grid.size; cell++) sums[index[cell]] += values[cell];
  return sums;
}

/** Volume of every cell. */
export function volumesOf(grid: Grid): Float64Array {
  const volumes = new Float64Array(grid.size).fill(1);
  grid.axes.forEach(({ widths }, k) => {
    const index = indicesAlong(grid, k);
    for (let cell = 0; cell < grid.size; cell++) volumes[cell] *= widths[index[cell]];
  });
  return volumes;
}

/** θ_to − θ_from of two nodes along an axis, the short way round where it is periodic. */
export function displacement({ centres, edges, periodic, cells }: Axis, from: number, to: number): number {
  const straight = centres[to] - centres[from];
  if (!periodic || 2 * Math.abs(to - from) <= cells) return straight;
  return straight - Math.sign(straight) * (edges[cells] - edges[0]);
}
