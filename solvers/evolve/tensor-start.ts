import type { Cumulative } from '../../src/data/cumulative.js';
import type { Axis } from '../../src/grid/axis.js';
import type { Grid } from '../../src/grid/grid.js';

/** What a density over several parameters starts as. */
export type TensorStart =
  | {
      readonly kind: 'product';
      readonly text: string;
      /** One law for each axis, independent of each other. */
      readonly laws: readonly Cumulative[];
    }
  | {
      readonly kind: 'samples';
      readonly text: string;
      /** One row for each sample, `dimension` numbers in a row. */
      readonly points: Float64Array;
      readonly dimension: number;
    }
  | {
      readonly kind: 'cells';
      readonly text: string;
      /** Edges of cells along each axis and the masses in them, row-major, even within each cell. */
      readonly edges: readonly Float64Array[];
      readonly mass: Float64Array;
    };

/** A start on the cells of a grid; the masses and what lies outside sum to 1. */
export interface StartCells {
  readonly mass: Float64Array;
  readonly outside: number;
}

/** The probabilities of the cells of a grid under a start. A law that is one value is shared by the nodes around it, which keeps its mean. */
export function startOnGrid(start: TensorStart, grid: Grid): StartCells {
  const mass = start.kind === 'samples' ? sampled(start.points, grid) : spread(start, grid);
  const outside = 1 - mass.reduce((sum, m) => sum + m, 0);
  return { mass, outside: outside < 1e-14 ? 0 : outside };
}

function sampled(points: Float64Array, { axes, size }: Grid): Float64Array {
  const mass = new Float64Array(size);
  const rows = points.length / axes.length;
  for (let row = 0; row < rows; row++) {
    let cell = 0;
    axes.forEach(({ edges, cells }, k) => {
      const i = cellAt(edges, points[row * axes.length + k]);
      cell = i < 0 ? NaN : cell * cells + i;
    });
    if (cell >= 0) mass[cell] += 1 / rows;
  }
  return mass;
}

/** Index of the cell that holds a value, its lower edge included, the last cell's upper edge as well; −1 outside. */
export function cellAt(edges: Float64Array, value: number): number {
  let [low, high] = [-1, edges.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= value) low = middle;
    else high = middle;
  }
  if (value === edges[edges.length - 1]) return edges.length - 2;
  return low < edges.length - 1 ? low : -1;
}

/** For each part of a law along one axis (one for a law, one for each old cell): the cells that it falls on and their shares. */
type Shares = readonly { readonly first: number; readonly share: Float64Array }[];

function spread(start: Exclude<TensorStart, { kind: 'samples' }>, { axes, size }: Grid): Float64Array {
  const shares: Shares[] = axes.map((axis, k) =>
    start.kind === 'product' ? [sharesOfLaw(start.laws[k], axis)] : sharesOfCells(start.edges[k], axis),
  );
  const parts = start.kind === 'product' ? Float64Array.of(1) : start.mass;
  const mass = new Float64Array(size);
  const visit = (k: number, part: number, [cell, weight]: readonly [number, number]): void => {
    if (k === axes.length) {
      mass[cell] += weight * Math.max(0, parts[part]); // an earlier run may have left −10⁻¹⁵
      return;
    }
    shares[k].forEach(({ first, share }, i) => {
      for (let j = 0; j < share.length; j++) {
        if (share[j] > 0)
          visit(k + 1, part * shares[k].length + i, [cell * axes[k].cells + first + j, weight * share[j]]);
      }
    });
  };
  visit(0, 0, [0, 1]);
  return mass;
}

function sharesOfLaw(law: Cumulative, axis: Axis): Shares[number] {
  const { edges, centres, cells } = axis;
  const share = Float64Array.from({ length: cells }, (_, i) => law.between(edges[i], edges[i + 1]));
  const alone = law.atoms.length === 1 && law.atoms[0].weight === 1;
  for (const { value, weight } of law.atoms) {
    const i = cellAt(edges, value);
    if (i < 0) continue;
    const other = value > centres[i] ? i + 1 : i - 1;
    const part = alone && other >= 0 && other < cells ? (value - centres[i]) / (centres[other] - centres[i]) : 0;
    share[i] += weight * (1 - part);
    if (part > 0) share[other] += weight * part;
  }
  return { first: 0, share };
}

function sharesOfCells(old: Float64Array, { edges, cells }: Axis): Shares {
  return Array.from({ length: old.length - 1 }, (_, i) => {
    const [low, high] = [old[i], old[i + 1]];
    const first = Math.max(0, cellAt(edges, low));
    const share: number[] = [];
    for (let j = first; j < cells && edges[j] < high; j++) {
      const common = Math.min(high, edges[j + 1]) - Math.max(low, edges[j]);
      share.push(common > 0 ? Math.min(1, common / (high - low)) : 0);
    }
    return { first, share: Float64Array.from(share) };
  });
}

/** How far from `about` along axis k a start reaches, but for `left` of it. */
export function startReach(start: TensorStart, k: number, left: number, about = 0): number {
  const distance = (x: number): number => Math.abs(x - about);
  if (start.kind === 'samples') {
    return start.points.reduce((far, x, i) => (i % start.dimension === k ? Math.max(far, distance(x)) : far), 0);
  }
  if (start.kind === 'cells') return Math.max(distance(start.edges[k][0]), distance(start.edges[k].at(-1)!));
  const { atoms, between } = start.laws[k];
  const far = Math.max(0, ...atoms.map(({ value }) => distance(value)));
  const whole = between(-Infinity, Infinity);
  let half = 2 ** -10;
  while (whole - between(about - half, about + half) > left && half < 2 ** 60) half *= 1.1;
  return Math.max(far, whole > 0 ? half : 0);
}
