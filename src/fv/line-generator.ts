import type { Axis } from '../grid/axis.js';
import { gridOf } from '../grid/grid.js';
import { closedClassesOfChain } from '../num/components.js';
import type { Csr } from '../num/csr.js';
import type { LineSde } from '../sde/line.js';
import type { Generator } from './generator.js';
import { lineFit, type LineFit } from './line-fit.js';
import { measuredFacts } from './measured-facts.js';

/** The cells of an axis that belong to one line, and the line's fit on them. */
export interface FittedLine {
  readonly line: LineSde;
  /** Cells first ≤ i < first + count of the axis. */
  readonly first: number;
  readonly count: number;
  /** Local equilibrium in ascending y; cell of entry k is first + k, or first + count − 1 − k where v falls with y. */
  readonly fit: LineFit;
}

/**
 * Fits each line on the cells of the axis whose nodes it holds. Edges beyond the line's support are moved to its end.
 * Lines without a cell are left out.
 */
export function fitLines(lines: readonly LineSde[], axis: Axis): FittedLine[] {
  const fitted: FittedLine[] = [];
  for (const line of lines) {
    const [low, high] = line.map.support;
    const { coordinate, orientation } = line.map;
    let [first, end] = [0, axis.cells];
    while (first < end && !(axis.centres[first] > low)) first++;
    while (end > first && !(axis.centres[end - 1] < high)) end--;
    const count = end - first;
    if (count === 0) continue;
    const y = new Float64Array(count);
    const edges = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) y[i] = coordinate(axis.centres[first + i]);
    for (let i = 0; i <= count; i++) edges[i] = coordinate(Math.min(Math.max(axis.edges[first + i], low), high));
    if (orientation < 0) {
      y.reverse();
      edges.reverse();
    }
    fitted.push({ line, first, count, fit: lineFit(line, y, edges) });
  }
  return fitted;
}

/** The cell of entry k of a fitted line. */
export function cellOf({ line, first, count }: FittedLine, k: number): number {
  return line.map.orientation > 0 ? first + k : first + count - 1 - k;
}

/**
 * The exponentially fitted generator of lines on one axis: no jump leaves a line, because its ends are fixed points.
 * Its steady state gives each cell its exact probability within the line, on any grid.
 */
export function lineGenerator(axis: Axis, fitted: readonly FittedLine[]): Generator {
  const n = axis.cells;
  // up[i] is the rate from cell i to i + 1, down[i] the rate from i + 1 to i.
  const up = new Float64Array(n);
  const down = new Float64Array(n);
  for (const part of fitted) {
    const { phi, logVolume, logResistance } = part.fit;
    for (let k = 0; k + 1 < part.count; k++) {
      const outward = Math.exp(-logVolume[k] - logResistance[k]);
      const back = Math.exp(-phi[k] - logResistance[k] - logVolume[k + 1]);
      const here = cellOf(part, k);
      const next = cellOf(part, k + 1);
      const forward = here < next;
      up[Math.min(here, next)] = forward ? outward : back;
      down[Math.min(here, next)] = forward ? back : outward;
    }
  }
  const rates = birthDeath(up, down);
  // Cells that belong to no fitted line have no rates and count for nothing.
  const classes = fitted.map(({ first, count }) =>
    closedClassesOfChain(up.subarray(first, first + count), down.subarray(first, first + count)),
  );
  const recurrent = classes.reduce((sum, c) => sum + c, 0);
  return { grid: gridOf([axis]), rates, facts: measuredFacts(rates, recurrent) };
}

/** The matrix of a chain that jumps to neighbours only; all of its entries are stored, zeros included. */
function birthDeath(up: Float64Array, down: Float64Array): Csr {
  const n = up.length;
  const rowStart = new Int32Array(n + 1);
  const column = new Int32Array(3 * n - 2);
  const value = new Float64Array(3 * n - 2);
  let k = 0;
  for (let i = 0; i < n; i++) {
    let leaving = 0;
    if (i > 0) {
      column[k] = i - 1;
      value[k++] = up[i - 1];
      leaving += down[i - 1];
    }
    if (i + 1 < n) leaving += up[i];
    column[k] = i;
    value[k++] = -leaving;
    if (i + 1 < n) {
      column[k] = i + 1;
      value[k++] = down[i];
    }
    rowStart[i + 1] = k;
  }
  return { rows: n, columns: n, rowStart, column, value };
}
