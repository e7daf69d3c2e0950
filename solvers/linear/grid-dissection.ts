import type { Csr } from '../../src/num/csr.js';
import { LEAF, openTree } from './dissection.js';
import type { Dissection, TreeBuilder } from './dissection.js';

/** The tensor grid whose cells are the states: one to three axes, cells numbered row-major. */
export interface GridShape {
  readonly cells: readonly number[];
  readonly periodic: readonly boolean[];
}

/**
 * Nested dissection of a matrix whose states are the cells of a grid. Each box is halved by a plane across the axis where it
 * is longest, in jumps; the separator is the set of states at or below the plane that the matrix joins to some above it. So
 * any stencil is cut correctly (uneven in reach, wrapped on a periodic axis), and no wider than it has to be.
 * `active[i] = 0` leaves state i out.
 */
export function dissectGrid(rates: Csr, { cells, periodic }: GridShape, active: Uint8Array): Dissection {
  const builder = openTree(active);
  const n = [1, 1, 1, ...cells].slice(-3);
  const wraps = [false, false, false, ...periodic].slice(-3);
  const strides = [n[1] * n[2], n[2], 1];
  const planes = new Int32Array(Math.max(...n));
  const reach = stencilReach(rates, { cells: n, periodic: wraps });
  const cut: Cut = { rates, cells: n, wraps, strides, reach, planes, builder };
  dissectBox(cut, { low: [0, 0, 0], high: [n[0] - 1, n[1] - 1, n[2] - 1] });
  return builder.finish();
}

interface Cut {
  readonly rates: Csr;
  readonly cells: readonly number[];
  readonly wraps: readonly boolean[];
  readonly strides: readonly number[];
  readonly reach: readonly number[];
  /** How many states of each plane went into the separator at hand. */
  readonly planes: Int32Array;
  readonly builder: TreeBuilder;
}

interface Box {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

/** The longest jump along each axis, in cells, at least 1; the axes that a grid has less than three of come first. */
export function stencilReach({ rows, rowStart, column }: Csr, { cells, periodic }: GridShape): number[] {
  const [nx, ny, nz] = [1, 1, 1, ...cells].slice(-3);
  const wraps = [false, false, false, ...periodic].slice(-3);
  let [rx, ry, rz] = [1, 1, 1];
  for (let to = 0; to < rows; to++) {
    const row = (to / nz) | 0;
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      const other = (column[k] / nz) | 0;
      let dz = Math.abs(to - column[k] + (other - row) * nz);
      if (wraps[2]) dz = Math.min(dz, nz - dz);
      if (dz > rz) rz = dz;
      if (other === row) continue;
      const plane = (row / ny) | 0;
      const otherPlane = (other / ny) | 0;
      let dy = Math.abs(row - other + (otherPlane - plane) * ny);
      if (wraps[1]) dy = Math.min(dy, ny - dy);
      if (dy > ry) ry = dy;
      let dx = Math.abs(plane - otherPlane);
      if (wraps[0]) dx = Math.min(dx, nx - dx);
      if (dx > rx) rx = dx;
    }
  }
  return [rx, ry, rz];
}

/** Returns the fronts that the box leaves without a parent. */
function dissectBox(cut: Cut, box: Box): readonly number[] {
  const { low, high } = box;
  const extent = [high[0] - low[0] + 1, high[1] - low[1] + 1, high[2] - low[2] + 1];
  const volume = extent[0] * extent[1] * extent[2];
  if (volume <= LEAF) return cut.builder.front(freeCells(cut, box), []);
  let axis = -1;
  for (let k = 0; k < 3; k++) {
    if (extent[k] > 1 && (axis < 0 || extent[k] / cut.reach[k] > extent[axis] / cut.reach[axis])) axis = k;
  }
  const middle = low[axis] + ((extent[axis] - 1) >> 1);
  const separator = separate(cut, box, axis, middle);
  // Planes that went into the separator whole belong to neither half.
  let end = middle;
  while (end >= low[axis] && cut.planes[end] * extent[axis] === volume) end--;
  for (let plane = low[axis]; plane <= middle; plane++) cut.planes[plane] = 0;
  const leftHigh = high.slice();
  const rightLow = low.slice();
  leftHigh[axis] = end;
  rightLow[axis] = middle + 1;
  const left = dissectBox(cut, { low, high: leftHigh });
  const right = dissectBox(cut, { low: rightLow, high });
  return cut.builder.front(separator, left.length + right.length > 0 ? [...left, ...right] : []);
}

function freeCells({ strides, builder }: Cut, { low, high }: Box): number[] {
  const states: number[] = [];
  for (let x = low[0]; x <= high[0]; x++) {
    for (let y = low[1]; y <= high[1]; y++) {
      const row = x * strides[0] + y * strides[1];
      for (let z = low[2]; z <= high[2]; z++) if (builder.free[row + z] === 1) states.push(row + z);
    }
  }
  return states;
}

/** Takes the free states at or below plane `middle` that the matrix joins, either way, to free states above it. */
function separate(cut: Cut, box: Box, axis: number, middle: number): number[] {
  const { cells, wraps, reach, builder } = cut;
  const low = box.low[axis];
  const high = box.high[axis];
  const r = reach[axis];
  const separator: number[] = [];
  const slab = (from: number, to: number): Box => {
    const [a, b] = [box.low.slice(), box.high.slice()];
    a[axis] = Math.max(a[axis], from);
    b[axis] = Math.min(b[axis], to);
    return { low: a, high: b };
  };
  const scan = (part: Box, above: boolean): void => scanSlab(cut, { part, axis, middle, above }, separator);
  scan(slab(middle - r + 1, middle), false);
  scan(slab(middle + 1, middle + r), true);
  if (wraps[axis] && low + cells[axis] - high <= r) {
    scan(slab(low, Math.min(low + r - 1, middle - r)), false);
    scan(slab(Math.max(high - r + 1, middle + r + 1), high), true);
  }
  // Free until here, so that the scans see both sides whole; a state may have been found from both.
  return separator.filter((state) => {
    if (builder.free[state] === 0) return false;
    builder.free[state] = 0;
    cut.planes[((state / cut.strides[axis]) | 0) % cells[axis]] += 1;
    return true;
  });
}

/** A slab of cells on one side of the plane `middle` across `axis`. */
interface Slab {
  readonly part: Box;
  readonly axis: number;
  readonly middle: number;
  readonly above: boolean;
}

/** Adds to `found` the states at or below the plane that an entry in a row of the slab joins to the other side. */
function scanSlab({ rates, cells, strides, builder }: Cut, slab: Slab, found: number[]): void {
  const { part, axis, middle, above } = slab;
  const { rowStart, column } = rates;
  const { free } = builder;
  const stride = strides[axis];
  const n = cells[axis];
  for (let x = part.low[0]; x <= part.high[0]; x++) {
    for (let y = part.low[1]; y <= part.high[1]; y++) {
      const row = x * strides[0] + y * strides[1];
      for (let cell = row + part.low[2]; cell <= row + part.high[2]; cell++) {
        if (free[cell] === 0) continue;
        for (let k = rowStart[cell]; k < rowStart[cell + 1]; k++) {
          const other = column[k];
          // A free neighbour lies in this same box: whatever led out of it has been taken.
          if (free[other] === 0 || ((other / stride) | 0) % n > middle === above) continue;
          found.push(above ? other : cell);
          if (!above) break;
        }
      }
    }
  }
}
