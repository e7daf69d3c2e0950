import type { Grid } from '../../src/grid/grid.js';
import { absorbingEnds, type AbsorbingEnd } from '../../src/fv/absorbing-end.js';
import { accumulate, compensatedSum, total } from '../../src/num/sum.js';
import { indicesAlong, sumOver, volumesOf } from '../steady/tensor-cells.js';
import { relativeEntropy } from './frames-statistics.js';
import type { TensorLimit } from './tensor-limit.js';

/** What is read off the masses on a tensor grid at one time. */
export interface TensorFrame {
  readonly time: number;
  /** What is left on the grid, and what each absorbing end has taken: they sum to 1. Only where some end absorbs. */
  readonly survival?: number;
  readonly absorbed?: Readonly<Record<string, number>>;
  /** By name of the axis, and of products such as `u*w` where they were asked for; of what is left, like all figures below. */
  readonly moments: Readonly<Record<string, { readonly mean: number; readonly variance: number }>>;
  /** Probability that a product is above 0. */
  readonly positive: Readonly<Record<string, number>>;
  /** Probability of each closed class, of each absorbing end, and of the cells of none; of all mass. */
  readonly components: readonly { readonly name: string; readonly weight: number }[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** To the limit of this start, in nats; null where it is not known. */
  readonly relativeEntropy: number | null;
  /** Probability in the outermost cells where an axis cuts off a range that goes on, of all mass. */
  readonly atEdge: Readonly<Record<string, number>>;
  /** Of each cell; they sum to what is left. */
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
  readonly ends: readonly AbsorbingEnd[];
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
    ends: absorbingEnds(grid),
    limit,
  };
}

/**
 * Figures of one frame from the masses of its cells and, after them, of its absorbing ends. Means and variances are sums over the nodes. `integrals`: the masses are integrals of a smooth law over cells,
 * whose variances come out h²/12 too large on cells of width h; that is taken off (Sheppard's correction).
 */
export function readFrame(reader: FrameReader, time: number, states: Float64Array, integrals: boolean): TensorFrame {
  const { grid, indices, logVolume, products, ends, limit } = reader;
  const { axes } = grid;
  const mass = states.subarray(0, grid.size);
  const survival = ends.length > 0 ? compensatedSum(mass) : 1;
  const law = ends.length > 0 ? mass.map((m) => m / survival) : mass;
  const at = (k: number, cell: number): number => axes[k].centres[indices[k][cell]];
  const moments: Record<string, { mean: number; variance: number }> = {};
  const atEdge: Record<string, number> = {};
  const positive: Record<string, number> = {};
  axes.forEach(({ name, centres, widths, cells, periodic, absorbing, walls }, k) => {
    const marginal = sumOver(grid, law, k);
    const { mean, variance } = momentsOf(marginal, (i) => centres[i]);
    const grouping = integrals ? marginal.reduce((sum, m, i) => sum + (m * widths[i] ** 2) / 12, 0) : 0;
    moments[name] = { mean, variance: Number.isFinite(grouping) ? Math.max(0, variance - grouping) : variance };
    const isCut = (side: 0 | 1): boolean => !periodic && !absorbing?.[side] && !walls?.[side];
    const outer = (isCut(0) ? marginal[0] : 0) + (isCut(1) ? marginal[cells - 1] : 0);
    atEdge[name] = outer > 0 ? survival * outer : 0;
  });
  for (const [k, l] of products) {
    const name = `${axes[k].name}*${axes[l].name}`;
    moments[name] = momentsOf(law, (cell) => at(k, cell) * at(l, cell));
    positive[name] = law.reduce((sum, m, cell) => (at(k, cell) * at(l, cell) > 0 ? sum + m : sum), 0);
  }
  const logDensity = mass.map((m, cell) => (m > 0 ? Math.log(m) - logVolume[cell] : -Infinity));
  const entropy = new Float64Array(2);
  for (let i = 0; i < law.length; i++) {
    if (law[i] > 0)
      accumulate(entropy, 0, -law[i] * (ends.length > 0 ? Math.log(law[i]) - logVolume[i] : logDensity[i]));
  }
  return {
    time,
    ...(ends.length > 0 && {
      survival,
      absorbed: Object.fromEntries(ends.map(({ name, state }) => [name, states[state]])),
    }),
    moments,
    positive,
    components: weightsOf(states, reader),
    entropy: total(entropy, 0),
    relativeEntropy: limit && relativeEntropy(states, limit.logMass),
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

function weightsOf(mass: Float64Array, { limit, ends, grid }: FrameReader): { name: string; weight: number }[] {
  if (limit === null) {
    if (ends.length === 0) return [];
    const left = { name: 'on the grid', weight: compensatedSum(mass.subarray(0, grid.size)) };
    return [...ends.map(({ name, state }) => ({ name, weight: mass[state] })), left];
  }
  const count = limit.names.length;
  const sums = new Float64Array(2 * (count + 1));
  limit.label.forEach((l, i) => accumulate(sums, l < 0 ? count : l, mass[i]));
  const classes = limit.names.map((name, c) => ({ name, weight: total(sums, c) }));
  return limit.label.includes(-1) ? [...classes, { name: 'transient', weight: total(sums, count) }] : classes;
}
