import type { Axis } from '../../src/grid/axis.js';
import type { Grid } from '../../src/grid/grid.js';
import type { LogDensity } from './elimination.js';
import { QUANTILES } from './line-statistics.js';
import { indicesAlong, sumOver, volumesOf } from './tensor-cells.js';

/** A figure for each axis, by name. */
export type ByAxis<T> = Readonly<Record<string, T>>;

/** Location and spread of a density along each axis, means and variances taken over the nodes. */
export interface TensorFigures {
  readonly support: ByAxis<readonly [number, number]>;
  readonly mean: ByAxis<number>;
  readonly variance: ByAxis<number>;
  /** Covariance of every two coordinates, in the order of the axes. */
  readonly covariance: readonly (readonly number[])[];
  readonly mode: ByAxis<number>;
  readonly quantiles: ByAxis<Readonly<Record<string, number>>>;
  /** The density of each coordinate by itself, on the cells of its axis. */
  readonly marginals: ByAxis<MarginalTable>;
  /** conditionals[u][w]: mean and variance of w given u, one entry per cell along u; NaN where no mass is. */
  readonly conditionals: ByAxis<ByAxis<ConditionalMoments>>;
}

/** Mass and log density of one coordinate on the cells of its axis. */
export interface MarginalTable {
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
}

/** Mean and variance of one coordinate as functions of another. */
export interface ConditionalMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** Masses and log densities on the cells of a tensor grid, row-major. */
export interface TensorTable {
  readonly axes: readonly { readonly name: string; readonly centres: Float64Array; readonly widths: Float64Array }[];
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
}

/** A density as a table: ln of mass by volume. */
export function tensorTable({ grid, mass, logMass }: LogDensity): TensorTable {
  const axes = grid.axes.map(({ name, centres, widths }) => ({ name, centres, widths }));
  const volumes = volumesOf(grid);
  return { axes, mass, logDensity: logMass.map((m, cell) => m - Math.log(volumes[cell])) };
}

/** Moments, quantiles, marginal and conditional figures of a density on a tensor grid. */
export function tensorFigures({ grid, mass }: LogDensity, { logDensity }: TensorTable): TensorFigures {
  const { axes } = grid;
  const byName = <T>(figure: (axis: Axis, k: number) => T): ByAxis<T> =>
    Object.fromEntries(axes.map((axis, k) => [axis.name, figure(axis, k)]));
  const indices = axes.map((_, k) => indicesAlong(grid, k));
  const marginals = axes.map((_, k) => sumOver(grid, mass, k));
  const highest = logDensity.reduce((best, value, cell) => (value > logDensity[best] ? cell : best), 0);
  const means = axes.map(({ centres }, k) => marginals[k].reduce((sum, m, i) => sum + m * centres[i], 0));
  const from = (k: number, cell: number): number => axes[k].centres[indices[k][cell]] - means[k];
  const covariance = axes.map((_, k) =>
    axes.map((__, l) => mass.reduce((sum, m, cell) => sum + m * from(k, cell) * from(l, cell), 0)),
  );
  return {
    support: byName(({ edges, cells }, k): readonly [number, number] => {
      const held = Array.from({ length: cells }, (_, i) => i).filter((i) => marginals[k][i] > 0);
      return [edges[held[0]], edges[held[held.length - 1] + 1]];
    }),
    mean: byName((_, k) => means[k]),
    variance: byName((_, k) => covariance[k][k]),
    covariance,
    mode: byName((axis, k) => axis.centres[indices[k][highest]]),
    quantiles: byName((axis, k) =>
      Object.fromEntries(QUANTILES.map((q) => [String(q), quantile(axis, marginals[k], q)])),
    ),
    marginals: byName(({ widths }, k) => ({
      mass: marginals[k],
      logDensity: marginals[k].map((m, i) => Math.log(m / widths[i])),
    })),
    conditionals: byName((_, k) =>
      Object.fromEntries(
        axes.flatMap((axis, l) =>
          l === k
            ? []
            : [[axis.name, conditional(grid, mass, { index: indices[k], marginal: marginals[k], other: l })]],
        ),
      ),
    ),
  };
}

interface Given {
  readonly index: Int32Array;
  readonly marginal: Float64Array;
  /** The axis whose moments are wanted. */
  readonly other: number;
}

function conditional(grid: Grid, mass: Float64Array, { index, marginal, other }: Given): ConditionalMoments {
  const { centres } = grid.axes[other];
  const along = indicesAlong(grid, other);
  const mean = new Float64Array(marginal.length);
  const variance = new Float64Array(marginal.length);
  mass.forEach((m, cell) => (mean[index[cell]] += (m / marginal[index[cell]]) * centres[along[cell]]));
  mass.forEach((m, cell) => {
    const i = index[cell];
    variance[i] += (m / marginal[i]) * (centres[along[cell]] - mean[i]) ** 2;
  });
  return { mean, variance };
}

/** The coordinate below which a probability lies, mass being even within each cell. */
export function quantile(
  { edges, widths }: Pick<Axis, 'edges' | 'widths'>,
  mass: Float64Array,
  probability: number,
): number {
  let [i, below] = [0, 0];
  while (i + 1 < mass.length && below + mass[i] < probability) below += mass[i++];
  return edges[i] + (mass[i] > 0 ? Math.min(1, (probability - below) / mass[i]) : 0.5) * widths[i];
}
