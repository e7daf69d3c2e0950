import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { cellAt } from '../evolve/tensor-start.js';
import { pointBeyond } from './region-border.js';

/** A point between the nodes of a grid: the nodes around it, or absorbing ends beside it, with the weights of linear interpolation. */
export interface GridPlace {
  readonly corners: readonly { readonly cell: number; readonly end: number; readonly weight: number }[];
  /** For each absorbing end, the point straight beyond it. */
  readonly beyond: readonly Float64Array[];
}

/** The neighbours of a point along one axis: two cells, or a cell and an end (its number among the ends), with the part of the second. */
interface Neighbours {
  readonly low: number;
  readonly high: number;
  readonly end: number;
  readonly part: number;
}

/**
 * Places a point: linear between nodes, around a periodic axis, and between a node and an absorbing end; beyond the outermost node at a
 * reflecting end constant. Throws InputError for a point outside the grid.
 */
export function placeOnGrid({ grid, ends = [] }: Generator, theta: Float64Array): GridPlace {
  let corners: GridPlace['corners'] = [{ cell: 0, end: -1, weight: 1 }];
  grid.axes.forEach((axis, k) => {
    const { name, edges, cells } = axis;
    if (cellAt(edges, theta[k]) < 0) {
      const [expectation, got] = [`points within [${edges[0]}, ${edges[cells]}]`, `${name} = ${theta[k]}`];
      throw new InputError('--from', expectation, got, 'Give a grid that holds them.');
    }
    const { low, high, end, part } = neighbours({ grid, ends }, k, theta[k]);
    corners = corners.flatMap((corner) => [
      { ...corner, cell: corner.cell * cells + low, weight: corner.weight * (1 - part) },
      { cell: corner.cell * cells + high, end: corner.end < 0 ? end : corner.end, weight: corner.weight * part },
    ]);
  });
  return {
    corners: corners.filter(({ weight }) => weight > 0),
    beyond: ends.map((end) => pointBeyond(grid, end, theta.slice())),
  };
}

function neighbours({ grid, ends }: Required<Pick<Generator, 'grid' | 'ends'>>, k: number, x: number): Neighbours {
  const { name, edges, centres, cells, periodic, absorbing = [false, false] } = grid.axes[k];
  const i = cellAt(edges, x);
  const [low, high] = x >= centres[i] ? [i, i + 1] : [i - 1, i];
  if (low >= 0 && high < cells)
    return { low, high, end: -1, part: (x - centres[low]) / (centres[high] - centres[low]) };
  if (periodic) {
    const gap = edges[cells] - centres[cells - 1] + centres[0] - edges[0];
    const past = low < 0 ? edges[cells] - centres[cells - 1] + x - edges[0] : x - centres[cells - 1];
    return { low: cells - 1, high: 0, end: -1, part: past / gap };
  }
  const side = low < 0 ? 'lower' : 'upper';
  if (!absorbing[side === 'lower' ? 0 : 1]) return { low: i, high: i, end: -1, part: 0 };
  const edge = edges[side === 'lower' ? 0 : cells];
  const end = ends.findIndex((one) => one.axis === name && one.side === side);
  return { low: i, high: i, end, part: (x - centres[i]) / (edge - centres[i]) };
}

/** A function of the cells at a point, given its values at absorbing ends and the points beyond them. */
export function valueAt(
  { corners, beyond }: GridPlace,
  values: Float64Array,
  atEnd: (end: number, beyond: Float64Array) => number,
): number {
  return corners.reduce(
    (sum, { cell, end, weight }) => sum + weight * (end < 0 ? values[cell] : atEnd(end, beyond[end])),
    0,
  );
}
