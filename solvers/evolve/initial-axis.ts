import type { Axis } from '../../src/grid/axis.js';
import type { LineRange } from './initial-range.js';
import { sideOf } from './initial-range.js';

/** Cells of a line: at least, at most, per width; lines with less than `share` of the probability get the fewest. */
const CELLS = { fewest: 4000, most: 12_000, perWidth: 30, share: 1e-3 } as const;
/** On a ramp the generator is made anew twice a step, and steps are held to 10⁻⁶ only. */
const ON_RAMP = 1 / 3;

/** Cells that resolve the width of a range. */
export function cellsFor({ low, high, width, weight }: LineRange, ramp: boolean): number {
  const wanted = weight < CELLS.share ? CELLS.fewest : Math.ceil((CELLS.perWidth * (high - low)) / width);
  const cells = Math.min(CELLS.most, Math.max(CELLS.fewest, wanted));
  return ramp ? Math.ceil(ON_RAMP * cells) : cells;
}

/**
 * One axis for neighbouring lines, in ascending order of v: on each a uniform lattice of its own coordinate y. The outermost cell
 * at a finite end of a line reaches to that end, so that nothing lies between the lines, or is `cut` there; towards infinity the
 * lattice is cut. `cells(range)` says how many cells a line gets. The anchor of a range is a node (with one more cell).
 */
export function axisOfLines(
  ranges: readonly LineRange[],
  cells: (range: LineRange) => number,
  ends: 'reached' | 'cut' = 'reached',
): Axis {
  const centres: number[] = [];
  const edges: number[] = [];
  for (const range of ranges) {
    const { line, anchor } = range;
    const count = cells(range);
    const h = (range.high - range.low) / count;
    // Moved by less than a cell, so that the initial median is a node and not anywhere in a cell.
    const shift = Number.isNaN(anchor) ? 0 : ((anchor - range.low) / h + 0.5) % 1;
    const low = range.low - (shift === 0 ? 0 : 1 - shift) * h;
    const n = Number.isNaN(anchor) ? count : count + 1;
    const value = line.map.value;
    const bound = (k: number): number => {
      const outer = k === 0 ? 0 : k === n ? 1 : null;
      const end = outer === null ? NaN : line.map.support[sideOf(line, outer)];
      return ends === 'reached' && Number.isFinite(end) ? end : value(low + k * h);
    };
    const forward = line.map.orientation > 0;
    for (let i = 0; i <= n; i++) {
      const k = forward ? i : n - i;
      if (i > 0 || edges.length === 0) edges.push(bound(k));
      if (i < n) centres.push(value(low + ((forward ? k : k - 1) + 0.5) * h));
    }
  }
  const widths = Float64Array.from(centres, (_, i) => edges[i + 1] - edges[i]);
  return {
    name: ranges[0].line.variable,
    kind: 'auto',
    periodic: false,
    cells: centres.length,
    centres: Float64Array.from(centres),
    edges: Float64Array.from(edges),
    widths,
  };
}

/** A range made longer at one end by a share of its length, as far as v can be told from the end of the line. */
export function extended(range: LineRange, e: 0 | 1, share: number): LineRange {
  const more = share * (range.high - range.low);
  if (e === 0) return { ...range, low: Math.max(range.limits[0], range.low - more) };
  return { ...range, high: Math.min(range.limits[1], range.high + more) };
}
