import type { Axis } from '../../src/grid/axis.js';
import type { Grid } from '../../src/grid/grid.js';
import { InputError } from '../../src/num/input-error.js';
import type { LogDensity } from './elimination.js';
import { QUANTILES } from './line-statistics.js';
import { indicesAlong } from './tensor-cells.js';
import { quantile } from './tensor-figures.js';

/** The law of v = u·w of two coordinates of a density. */
export interface ProductLaw {
  readonly pair: readonly [string, string];
  /** Equal cells with 0 between two of them. */
  readonly centres: Float64Array;
  readonly widths: Float64Array;
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
  /** Mean and variance over the nodes of (u, w). */
  readonly mean: number;
  readonly variance: number;
  /** P(v > 0). */
  readonly positive: number;
  readonly quantiles: Readonly<Record<string, number>>;
}

/** Most cells of v, and the mass that the range may leave in its outermost cells. */
const CELLS = 200;
const LEFT_OUT = 1e-6;

/**
 * The law of v = u·w for the two axes named in `pair`, the mass of every cell being spread evenly over it, so that each cell of v gets
 * its exact share. What lies beyond the range counts in the outermost cells.
 * Throws InputError when the density has no such axes.
 */
export function productLaw(density: LogDensity, pair: readonly [string, string]): ProductLaw {
  const { grid } = density;
  const [k, l] = pair.map((name) => axisIndex(grid, name));
  const [u, w] = [grid.axes[k], grid.axes[l]];
  const flat = planeOf(density, k, l);
  let [mean, square] = [0, 0];
  const at = (cell: number): number => u.centres[Math.floor(cell / w.cells)] * w.centres[cell % w.cells];
  flat.forEach((m, cell) => (mean += m * at(cell)));
  flat.forEach((m, cell) => (square += m * (at(cell) - mean) ** 2));
  const edges = productEdges(flat, at, spreadOf(flat, u, w));
  const count = edges.length - 1;
  const mass = new Float64Array(count);
  const step = edges[1] - edges[0];
  let positive = 0;
  flat.forEach((m, cell) => {
    if (m === 0) return;
    const [i, j] = [Math.floor(cell / w.cells), cell % w.cells];
    const box = [u.edges[i], u.edges[i + 1], w.edges[j], w.edges[j + 1]] as const;
    const corners = [box[0] * box[2], box[0] * box[3], box[1] * box[2], box[1] * box[3]];
    const area = (box[1] - box[0]) * (box[3] - box[2]);
    const below = (v: number): number => areaBelow(box, v) / area;
    positive += m * (1 - below(0));
    const place = (v: number): number => Math.min(count - 1, Math.max(0, Math.floor((v - edges[0]) / step)));
    const last = place(Math.max(...corners));
    let before = 0;
    for (let b = place(Math.min(...corners)); b <= last; b++) {
      const upTo = b === last ? 1 : below(edges[b + 1]);
      mass[b] += m * (upTo - before);
      before = upTo;
    }
  });
  const widths = Float64Array.from(mass, (_, b) => edges[b + 1] - edges[b]);
  const centres = Float64Array.from(mass, (_, b) => (edges[b] + edges[b + 1]) / 2);
  const quantiles = Object.fromEntries(QUANTILES.map((q) => [String(q), quantile({ edges, widths }, mass, q)]));
  const logDensity = mass.map((m, b) => Math.log(m / widths[b]));
  return { pair, centres, widths, mass, logDensity, mean, variance: square, positive, quantiles };
}

function axisIndex({ axes }: Grid, name: string): number {
  const k = axes.findIndex((axis) => axis.name === name);
  if (k >= 0) return k;
  const names = axes.map((axis) => axis.name).join(', ');
  throw new InputError('product', `two of the coordinates ${names}`, name, 'Name coordinates of the density.');
}

/** Mass over axes k and l alone, row-major with l fastest. */
function planeOf({ grid, mass }: LogDensity, k: number, l: number): Float64Array {
  const [first, second] = [indicesAlong(grid, k), indicesAlong(grid, l)];
  const columns = grid.axes[l].cells;
  const flat = new Float64Array(grid.axes[k].cells * columns);
  mass.forEach((m, cell) => (flat[first[cell] * columns + second[cell]] += m));
  return flat;
}

/** How far u·w ranges over a cell on average: finer cells of v would show the cells of (u, w). */
function spreadOf(mass: Float64Array, u: Axis, w: Axis): number {
  return mass.reduce((sum, m, cell) => {
    const [i, j] = [Math.floor(cell / w.cells), cell % w.cells];
    const spread = Math.abs(u.centres[i]) * w.widths[j] + Math.abs(w.centres[j]) * u.widths[i];
    return m > 0 && spread < Infinity ? sum + m * spread : sum;
  }, 0);
}

/** Equal cells over what holds nearly all mass, no smaller than `least`, with an edge at 0. */
function productEdges(mass: Float64Array, at: (cell: number) => number, least: number): Float64Array {
  const order = Array.from(mass.keys()).sort((a, b) => at(a) - at(b));
  const end = (cells: readonly number[]): number => {
    let outside = 0;
    return at(cells.find((cell) => (outside += mass[cell]) > LEFT_OUT)!);
  };
  const [low, high] = [end(order), end(order.reverse())];
  const step = Math.max((high - low) / (CELLS - 2), least);
  const first = Math.floor(low / step);
  return Float64Array.from({ length: Math.ceil(high / step) - first + 1 }, (_, i) => (first + i) * step);
}

/** The area of the part of a box [u₀, u₁] × [w₀, w₁] where u·w ≤ v. */
export function areaBelow([u0, u1, w0, w1]: readonly [number, number, number, number], v: number): number {
  // Each axis is split at 0, and negative parts are mirrored.
  const parts = (a: number, b: number) =>
    [
      { from: Math.max(a, 0), to: Math.max(b, 0), sign: 1 },
      { from: Math.max(-b, 0), to: Math.max(-a, 0), sign: -1 },
    ].filter(({ from, to }) => to > from);
  let area = 0;
  for (const u of parts(u0, u1)) {
    for (const w of parts(w0, w1)) {
      const quadrant = { a: u.from, b: u.to, p: w.from, q: w.to };
      const whole = (u.to - u.from) * (w.to - w.from);
      area += u.sign === w.sign ? areaUnder(quadrant, v) : whole - areaUnder(quadrant, -v);
    }
  }
  return area;
}

/** The area of 0 ≤ a ≤ u ≤ b, 0 ≤ p ≤ w ≤ q with u·w ≤ v: ∫ (min(q, v/u) − p) du over where that is positive. */
function areaUnder({ a, b, p, q }: { a: number; b: number; p: number; q: number }, v: number): number {
  if (!(v > 0)) return 0;
  const full = Math.min(b, Math.max(a, v / q));
  const end = p > 0 ? Math.min(b, Math.max(full, v / p)) : b;
  const under = end > full ? v * Math.log(end / full) - p * (end - full) : 0;
  return (full - a) * (q - p) + under;
}
