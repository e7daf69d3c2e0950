import type { Generator } from '../../src/fv/generator.js';
import type { Axis } from '../../src/grid/axis.js';
import { closedClasses } from '../../src/num/components.js';
import { steadyStateByElimination, type LogDensity } from './elimination.js';
import { QUANTILES } from './line-statistics.js';

/** One closed class of a tensor grid with its figures, each by name of the axis. */
export interface TensorComponentState {
  readonly name: string;
  readonly kind: 'density' | 'point';
  readonly support: Readonly<Record<string, readonly [number, number]>>;
  readonly weight: number | null;
  readonly mean: Readonly<Record<string, number>>;
  readonly variance: Readonly<Record<string, number>>;
  readonly mode: Readonly<Record<string, number>>;
  readonly quantiles: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly normalisable: boolean;
  readonly density?: TensorTable;
}

/** Masses and log densities on the cells of a tensor grid, row-major. */
export interface TensorTable {
  readonly axes: readonly { readonly name: string; readonly centres: Float64Array; readonly widths: Float64Array }[];
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
}

/** The steady states of a generator on a tensor grid. */
export interface TensorState {
  readonly components: readonly TensorComponentState[];
  /** The density, if there is one class. */
  readonly density: TensorTable | null;
  /** Mass along each axis, summed over the others and over all classes in equal parts. */
  readonly marginals: readonly Float64Array[];
  readonly warnings: readonly string[];
}

/** Classes that are solved; more than that is a sign of a grid that does not connect. */
const MOST_CLASSES = 16;
/** Probability in the outermost cells from which a warning is due. */
const AT_EDGE = 1e-6;

/** The steady state of every closed class of a generator on one to three axes, by elimination without subtractions. */
export function stationaryOnGrid(generator: Generator): TensorState {
  const { grid, rates } = generator;
  const { count, label } = closedClasses(rates);
  const solved = Array.from({ length: Math.min(count, MOST_CLASSES) }, (_, c) => {
    const active = Uint8Array.from(label, (l) => (l === c ? 1 : 0));
    return { density: steadyStateByElimination(generator, { active }).value, cells: active.reduce((n, a) => n + a, 0) };
  });
  const warnings: string[] = [];
  if (count > MOST_CLASSES) warnings.push(`${count} closed classes of cells; ${MOST_CLASSES} of them are given.`);
  const marginals = grid.axes.map((axis, k) => {
    const sum = new Float64Array(axis.cells);
    for (const { density } of solved) marginal(density, k).forEach((m, i) => (sum[i] += m / solved.length));
    return sum;
  });
  grid.axes.forEach((axis, k) => {
    const edge = marginals[k][0] + marginals[k][axis.cells - 1];
    if (axis.periodic || !(edge > AT_EDGE)) return;
    warnings.push(
      `grid.${axis.name}: ${edge.toPrecision(2)} of the mass lies in the outermost cells, which reflect. Widen the axis.`,
    );
  });
  const components = solved.map(({ density, cells }, c): TensorComponentState => ({
    name: `class-${c + 1}`,
    kind: cells === 1 ? 'point' : 'density',
    ...figures(density),
    weight: count === 1 ? 1 : null,
    normalisable: true,
    ...(count > 1 && { density: table(density) }),
  }));
  return { components, density: count === 1 ? table(solved[0].density) : null, marginals, warnings };
}

function table({ grid, mass, logMass }: LogDensity): TensorTable {
  const axes = grid.axes.map(({ name, centres, widths }) => ({ name, centres, widths }));
  const logDensity = logMass.map((m, cell) => m - logVolume(grid.axes, cell));
  return { axes, mass, logDensity };
}

function logVolume(axes: readonly Axis[], cell: number): number {
  let [rest, sum] = [cell, 0];
  for (let k = axes.length - 1; k >= 0; k--) {
    sum += Math.log(axes[k].widths[rest % axes[k].cells]);
    rest = Math.floor(rest / axes[k].cells);
  }
  return sum;
}

/** Index of a cell along axis k. */
function along(axes: readonly Axis[], cell: number, k: number): number {
  let stride = 1;
  for (let i = k + 1; i < axes.length; i++) stride *= axes[i].cells;
  return Math.floor(cell / stride) % axes[k].cells;
}

function marginal({ grid, mass }: LogDensity, k: number): Float64Array {
  const sum = new Float64Array(grid.axes[k].cells);
  mass.forEach((m, cell) => (sum[along(grid.axes, cell, k)] += m));
  return sum;
}

/** Mean, variance, quantiles and extent of the marginals, and the cell of highest density. */
function figures(
  density: LogDensity,
): Pick<TensorComponentState, 'support' | 'mean' | 'variance' | 'mode' | 'quantiles'> {
  const { axes } = density.grid;
  const { logDensity } = table(density);
  const highest = logDensity.reduce((best, value, cell) => (value > logDensity[best] ? cell : best), 0);
  const byName = <T>(figure: (axis: Axis, k: number) => T) =>
    Object.fromEntries(axes.map((axis, k) => [axis.name, figure(axis, k)]));
  const masses = axes.map((_, k) => marginal(density, k));
  const mean = byName((axis, k) => masses[k].reduce((sum, m, i) => sum + m * axis.centres[i], 0));
  return {
    support: byName(({ edges, cells }, k): readonly [number, number] => {
      const held = Array.from({ length: cells }, (_, i) => i).filter((i) => masses[k][i] > 0);
      return [edges[held[0]], edges[held[held.length - 1] + 1]];
    }),
    mean,
    variance: byName((axis, k) =>
      masses[k].reduce((sum, m, i) => sum + m * (axis.centres[i] - mean[axis.name]) ** 2, 0),
    ),
    mode: byName((axis, k) => axis.centres[along(axes, highest, k)]),
    quantiles: byName((axis, k) => Object.fromEntries(QUANTILES.map((q) => [String(q), quantile(axis, masses[k], q)]))),
  };
}

/** The coordinate below which a probability lies, mass being even within each cell. */
function quantile({ edges, widths }: Axis, mass: Float64Array, probability: number): number {
  let [i, below] = [0, 0];
  while (i + 1 < mass.length && below + mass[i] < probability) below += mass[i++];
  return edges[i] + (mass[i] > 0 ? Math.min(1, (probability - below) / mass[i]) : 0.5) * widths[i];
}
