import type { AbsorbingEnd } from '../../src/fv/absorbing-end.js';
import type { Generator } from '../../src/fv/generator.js';
import type { Grid } from '../../src/grid/grid.js';
import { displacement, indicesAlong, volumesOf } from '../steady/tensor-cells.js';

/** A set of points θ. */
export type Region = (theta: Float64Array) => boolean;

/** 1 for every cell whose node lies in a region, of all states of a generator. */
export function nodesIn({ grid, rates }: Generator, region: Region): Uint8Array {
  const indices = grid.axes.map((_, k) => indicesAlong(grid, k));
  const theta = new Float64Array(grid.axes.length);
  return Uint8Array.from({ length: rates.rows }, (_, cell) => {
    if (cell >= grid.size) return 0;
    grid.axes.forEach(({ centres }, k) => (theta[k] = centres[indices[k][cell]]));
    return region(theta) ? 1 : 0;
  });
}

/** Visits every jump through an absorbing end with the point just beyond it, straight out from the node. */
function forEachExit(
  { grid, rates, ends = [] }: Generator,
  visit: (end: number, from: number, rate: number, beyond: Float64Array) => void,
): void {
  const indices = grid.axes.map((_, k) => indicesAlong(grid, k));
  const beyond = new Float64Array(grid.axes.length);
  ends.forEach((end, e) => {
    for (let k = rates.rowStart[end.state]; k < rates.rowStart[end.state + 1]; k++) {
      const from = rates.column[k];
      if (from === end.state || !(rates.value[k] > 0)) continue;
      grid.axes.forEach(({ centres }, i) => (beyond[i] = centres[indices[i][from]]));
      visit(e, from, rates.value[k], pointBeyond(grid, end, beyond));
    }
  });
}

/** Puts a point a millionth of a cell beyond an end. */
export function pointBeyond({ axes }: Grid, { axis, side, at }: AbsorbingEnd, point: Float64Array): Float64Array {
  const k = axes.findIndex(({ name }) => name === axis);
  const { widths, cells } = axes[k];
  point[k] = side === 'lower' ? at - 1e-6 * widths[0] : at + 1e-6 * widths[cells - 1];
  return point;
}

/** Whether jumps through absorbing ends lead into a target, into an avoided set, and somewhere into both. */
export function regionAtEnds(
  generator: Generator,
  target: Region,
  avoid: Region | null,
): { readonly target: boolean; readonly avoid: boolean; readonly both: boolean } {
  const seen = { target: false, avoid: false, both: false };
  forEachExit(generator, (_end, _from, _rate, beyond) => {
    const [to, away] = [target(beyond), avoid?.(beyond) ?? false];
    seen.target ||= to;
    seen.avoid ||= away;
    seen.both ||= to && away;
  });
  return seen;
}

/** A target and an avoided set: as regions, and 1 on their cells. */
export interface Sets {
  readonly inTarget: Uint8Array;
  readonly target: Region;
  readonly inAvoid: Uint8Array;
  readonly avoid: Region | null;
}

/** What `borderRates` returns, per state and 0 on all that are not free. */
export interface BorderRates {
  /** By how much jumps into the sets are faster than to the nodes there. */
  readonly extra: Float64Array;
  /** The whole rate into the target. */
  readonly into: Float64Array;
  /** For each absorbing end, the rate into it. */
  readonly out: readonly Float64Array[];
}

/** Rates from the free cells into two sets whose borders lie anywhere between nodes, and into absorbing ends. */
export function borderRates(
  generator: Generator,
  free: Uint8Array,
  { inTarget, target, inAvoid, avoid }: Sets,
): BorderRates {
  const { grid, rates, ends = [] } = generator;
  const { axes } = grid;
  const indices = axes.map((_, k) => indicesAlong(grid, k));
  const volume = volumesOf(grid);
  const [extra, into] = [new Float64Array(rates.rows), new Float64Array(rates.rows)];
  const [start, step, point] = [0, 0, 0].map(() => new Float64Array(axes.length));
  const share = (region: Region): number => {
    let [out, inside] = [0, 1];
    for (let k = 0; k < 40; k++) {
      const middle = (out + inside) / 2;
      for (let i = 0; i < point.length; i++) point[i] = start[i] + middle * step[i];
      if (region(point)) inside = middle;
      else out = middle;
    }
    return Math.max(inside, 1e-6);
  };
  for (let to = 0; to < grid.size; to++) {
    const region = inTarget[to] === 1 ? target : inAvoid[to] === 1 ? avoid! : null;
    if (region === null) continue;
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      const from = rates.column[k];
      const rate = rates.value[k];
      if (free[from] === 0 || !(rate > 0)) continue;
      axes.forEach((axis, i) => {
        start[i] = axis.centres[indices[i][from]];
        step[i] = displacement(axis, indices[i][from], indices[i][to]);
      });
      // rate out/rate back = e^Φ between cells of equal volume, Φ = ∫a/D along the jump.
      const phi = Math.log((rate * volume[from]) / (rateOf(rates, from, to) * volume[to]));
      const faster = rate * shortened(share(region), phi);
      extra[from] += faster - rate;
      if (inTarget[to] === 1) into[from] += faster;
    }
  }
  const out = ends.map(() => new Float64Array(rates.rows));
  forEachExit(generator, (end, from, rate, beyond) => {
    if (free[from] === 0) return;
    out[end][from] = rate;
    if (target(beyond)) into[from] += rate;
  });
  return { extra, into, out };
}

/** (D B(−αΦ)/α) / (D B(−Φ)) ≥ 1: how much faster a path of a share α of the length is passed, B(x) = x/(eˣ − 1). */
export function shortened(share: number, phi: number): number {
  if (!(Math.abs(phi) > 1e-8)) return 1 / share;
  if (phi > 700) return 1;
  const steep = Math.max(phi, -50);
  return Math.expm1(-steep) / Math.expm1(-share * steep);
}

/** A[to, from], 0 where there is no entry; columns ascend within a row. */
function rateOf({ rowStart, column, value }: Generator['rates'], to: number, from: number): number {
  let [low, high] = [rowStart[to], rowStart[to + 1]];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low < rowStart[to + 1] && column[low] === from ? value[low] : 0;
}
