import type { Cumulative } from '../../src/data/cumulative.js';
import type { FittedLine } from '../../src/fv/line-generator.js';
import type { Axis } from '../../src/grid/axis.js';
import type { LineSde } from '../../src/sde/line.js';
import { compensatedSum } from '../../src/num/sum.js';

/** An initial law on the cells of an axis: the masses, what stands on fixed points, and what lies outside sum to 1. */
export interface InitialCells {
  /** Probability of each cell of the axis. */
  readonly mass: Float64Array;
  /** Probability of each fixed point between the lines, where nothing ever moves. */
  readonly fixed: readonly { readonly at: number; readonly weight: number }[];
  /** Probability beyond the ends of the axis. */
  readonly outside: number;
}

/**
 * The exact probability of each cell, as seen from its own line: what a cell holds of another line goes to that line's own
 * outermost cell, so that no mass changes sides. A law that is one point is shared by the two nodes around it in the
 * proportion that keeps its mean: in one cell it would be displaced by up to half a cell.
 */
export function initialCells(law: Cumulative, axis: Axis, parts: readonly FittedLine[]): InitialCells {
  const mass = new Float64Array(axis.cells);
  const ends = fixedPoints(parts.map(({ line }) => line));
  const weight = new Float64Array(ends.length);
  for (const part of parts) {
    const edges = edgesOf(part, axis);
    for (let k = 0; k < part.count; k++) mass[part.first + k] = law.between(edges[k], edges[k + 1]);
  }
  const alone = law.atoms.length === 1 && law.atoms[0].weight === 1;
  for (const atom of law.atoms) {
    const end = ends.indexOf(atom.value);
    if (end >= 0) weight[end] += atom.weight;
    else place(atom, { axis, parts, mass, alone });
  }
  const fixed = ends.map((at, i) => ({ at, weight: weight[i] }));
  const inside = compensatedSum(mass) + compensatedSum(weight);
  return { mass, fixed, outside: Math.max(0, 1 - inside) < 1e-15 ? 0 : 1 - inside };
}

/** Finite ends of lines that no drift crosses, ascending. */
export function fixedPoints(lines: readonly LineSde[]): number[] {
  const found = lines.flatMap(({ map, endDrift }) =>
    map.support.filter((end, e) => Number.isFinite(end) && endDrift[e] === 0),
  );
  return [...new Set(found)].sort((a, b) => a - b);
}

/** What a point between the lines is called: `v=0`. */
export const pointName = (variable: string, at: number): string => `${variable}=${Number(at.toPrecision(6))}`;

/** The edges of a line's cells in v, ascending, moved to the line's end where a cell of another line follows. */
function edgesOf({ line, first, count }: FittedLine, axis: Axis): Float64Array {
  const [low, high] = line.map.support;
  const edges = axis.edges.slice(first, first + count + 1).map((v) => Math.min(Math.max(v, low), high));
  if (first > 0) edges[0] = low;
  if (first + count < axis.cells) edges[count] = high;
  return edges;
}

interface Placing {
  readonly axis: Axis;
  readonly parts: readonly FittedLine[];
  readonly mass: Float64Array;
  readonly alone: boolean;
}

/** Puts an atom into its cell, or into two; an atom outside the axis is left out. */
function place({ value, weight }: { value: number; weight: number }, { axis, parts, mass, alone }: Placing): void {
  const { centres } = axis;
  const part =
    parts.find(({ line }) => value > line.map.support[0] && value < line.map.support[1]) ?? besideEnd(parts, value);
  if (part === undefined) return;
  const edges = edgesOf(part, axis);
  if (value < edges[0] || value > edges[part.count]) return;
  const last = part.first + part.count - 1;
  const cell = part.first + Math.min(part.count - 1, Math.max(0, below(edges, value)));
  const other = value > centres[cell] ? cell + 1 : cell - 1;
  if (!alone || value === centres[cell] || other < part.first || other > last) {
    mass[cell] += weight;
    return;
  }
  const share = (value - centres[cell]) / (centres[other] - centres[cell]);
  mass[cell] += weight * (1 - share);
  mass[other] += weight * share;
}

/** The line that the drift leads into from its end at `value`; the one that ends there by reflection otherwise. */
function besideEnd(parts: readonly FittedLine[], value: number): FittedLine | undefined {
  const at = parts.filter(({ line }) => line.map.support.includes(value));
  const entered = at.find(({ line: { map, endDrift } }) =>
    map.support[0] === value ? endDrift[0] > 0 : endDrift[1] < 0,
  );
  return entered ?? at[0];
}

/** The largest i with ascending[i] ≤ value; −1 where there is none. */
function below(ascending: Float64Array, value: number): number {
  let [low, high] = [-1, ascending.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle;
    else high = middle;
  }
  return low;
}
