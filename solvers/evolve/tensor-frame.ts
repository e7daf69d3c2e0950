import type { Grid } from '../../src/grid/grid.js';
import { accumulate, total } from '../../src/num/sum.js';
import { indicesAlong, sumOver, volumesOf } from '../steady/tensor-cells.js';
import { relativeEntropy } from './frames-statistics.js';
import type { TensorLimit } from './tensor-limit.js';

/** What is read off the masses on a tensor grid at one time. */
export interface TensorFrame {
  readonly time: number;
  /** By name of the axis, and of products such as `u*w` where they were asked for. */
  readonly moments: Readonly<Record<string, { readonly mean: number; readonly variance: number }>>;
  /** Probability that a product is above 0. */
  readonly positive: Readonly<Record<string, number>>;
  /** Probability of each closed class, and of the cells of none, where there is more than one kind. */
  readonly components: readonly { readonly name: string; readonly weight: number }[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** To the limit of this start, in nats; null where it is not known. */
  readonly relativeEntropy: number | null;
  /** Probability in the outermost cells of each axis that ends; 0 on periodic ones. */
  readonly atEdge: Readonly<Record<string, number>>;
  readonly mass: Float64Array;
  /** Natural logarithm of mass by volume; −∞ where there is no mass. */
  readonly logDensity: Float64Array;
}

/** What frames are read with: computed once for all of them. */
export interface FrameReader {
  readonly grid: Grid;
  readonly indices: readonly Int32Array[];
  readonly logVolume: Float64Array;
  /** Pairs of axes whose product is of interest. */
  readonly products: readonly (readonly [number, number])[];
  readonly limit: TensorLimit | null;
}

/** Prepares a grid; `pairs` are names of axes whose product is of interest, such as the factors of a rescaling symmetry. */
export function frameReader(
  grid: Grid,
  pairs: readonly (readonly [string, string])[],
  limit: TensorLimit | null,
): FrameReader {
  const place = (name: string): number => grid.axes.findIndex((axis) => axis.name === name);
  return {
    grid,
    indices: grid.axes.map((_, k) => indicesAlong(grid, k)),
    logVolume: volumesOf(grid).map(Math.log),
    products: pairs.map(([u, w]) => [place(u), place(w)] as const),
    limit,
  };
}

/**
 * Figures of one frame. Means and variances are sums over the nodes. `integrals`: the masses are integrals of a smooth law over cells,
 * whose variances come out h²/12 too large on cells of width h; that is taken off (Sheppard's correction).
 */
export function readFrame(reader: FrameReader, time: number, mass: Float64Array, integrals: boolean): TensorFrame {
  const { grid, indices, logVolume, products, limit } = reader;
  const { axes } = grid;
  const at = (k: number, cell: number): number => axes[k].centres[indices[k][cell]];
  const moments: Record<string, { mean: number; variance: number }> = {};
  const atEdge: Record<string, number> = {};
  const positive: Record<string, number> = {};
  axes.forEach(({ name, centres, widths, cells, periodic }, k) => {
    const marginal = sumOver(grid, mass, k);
    const { mean, variance } = momentsOf(marginal, (i) => centres[i]);
    const grouping = integrals ? marginal.reduce((sum, m, i) => sum + (m * widths[i] ** 2) / 12, 0) : 0;
    moments[name] = { mean, variance: Number.isFinite(grouping) ? Math.max(0, variance - grouping) : variance };
    atEdge[name] = periodic ? 0 : marginal[0] + marginal[cells - 1];
  });
  for (const [k, l] of products) {
    const name = `${axes[k].name}*${axes[l].name}`;
    moments[name] = momentsOf(mass, (cell) => at(k, cell) * at(l, cell));
    positive[name] = mass.reduce((sum, m, cell) => (at(k, cell) * at(l, cell) > 0 ? sum + m : sum), 0);
  }
  const logDensity = mass.map((m, cell) => (m > 0 ? Math.log(m) - logVolume[cell] : -Infinity));
  const entropy = new Float64Array(2);
  for (let i = 0; i < mass.length; i++) if (mass[i] > 0) accumulate(entropy, 0, -mass[i] * logDensity[i]);
  return {
    time,
    moments,
    positive,
    components: weightsOf(mass, limit),
    entropy: total(entropy, 0),
    relativeEntropy: limit && relativeEntropy(mass, limit.logMass),
    atEdge,
    mass,
    logDensity,
  };
}

function momentsOf(mass: Float64Array, value: (i: number) => number): { mean: number; variance: number } {
  const sums = new Float64Array(4);
  for (let i = 0; i < mass.length; i++) accumulate(sums, 0, mass[i] * value(i));
  const mean = total(sums, 0);
  for (let i = 0; i < mass.length; i++) accumulate(sums, 1, mass[i] * (value(i) - mean) ** 2);
  return { mean, variance: total(sums, 1) };
}

function weightsOf(mass: Float64Array, limit: TensorLimit | null): { name: string; weight: number }[] {
  if (limit === null) return [];
  const count = limit.weights.length;
  const sums = new Float64Array(2 * (count + 1));
  limit.label.forEach((l, i) => accumulate(sums, l < 0 ? count : l, mass[i]));
  const classes = Array.from({ length: count }, (_, c) => ({ name: `class-${c + 1}`, weight: total(sums, c) }));
  return limit.label.includes(-1) ? [...classes, { name: 'transient', weight: total(sums, count) }] : classes;
}
