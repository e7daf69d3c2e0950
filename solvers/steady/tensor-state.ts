import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import type { Solution } from '../solution.js';
import { stationaryCurrent, type DetailedBalance } from './current.js';
import type { LogDensity } from './elimination.js';
import type { IterationOutcome } from './iteration.js';
import { productLaw, type ProductLaw } from './product-law.js';
import { steadyState, type SteadyStateOptions } from './steady-state.js';
import { endWarnings, type Walls } from './tensor-ends.js';
import { tensorFigures, tensorTable, type ByAxis, type TensorFigures, type TensorTable } from './tensor-figures.js';
import { sumOver } from './tensor-cells.js';

/** One closed class of a tensor grid with its figures, each by name of the axis. */
export interface TensorComponentState extends TensorFigures {
  readonly name: string;
  readonly kind: 'density' | 'point';
  readonly weight: number | null;
  readonly normalisable: boolean;
  /** J on the cells of the grid, by axis; not for a point. */
  readonly current?: ByAxis<Float64Array>;
  /** Entropy production per unit of time and what it was summed from: see `stationaryCurrent`. */
  readonly entropyProduction: number;
  readonly entropyFrom: 'pairs' | 'current';
  readonly detailedBalance: DetailedBalance;
  /** The laws of the products asked for. */
  readonly products?: readonly ProductLaw[];
  readonly density?: TensorTable;
}

/** The steady states of a generator on a tensor grid. */
export interface TensorState {
  readonly components: readonly TensorComponentState[];
  /** The density, if there is one class. */
  readonly density: TensorTable | null;
  /** Mass along each axis, summed over the others and over all classes in equal parts. */
  readonly marginals: readonly Float64Array[];
  /** How each class was solved: what the solver says and its figures. */
  readonly solutions: readonly Pick<Solution<unknown, IterationOutcome>, 'outcome' | 'message' | 'stats'>[];
  readonly warnings: readonly string[];
}

/** Settings of `stationaryOnGrid`. */
export interface TensorStateOptions extends Pick<SteadyStateOptions, 'memoryLimit' | 'onFront' | 'onCycle'> {
  /** Pairs of coordinates whose product's law is wanted. */
  readonly products?: readonly (readonly [string, string])[];
  /** Ends of axes that belong to the problem, so that mass may lie at them. */
  readonly walls?: Walls;
}

/** Classes that are solved; more than that is a sign of a grid that does not connect. */
const MOST_CLASSES = 16;

/**
 * The steady state of every closed class of a generator on one to three axes with moments, marginals, current, entropy production, and the
 * laws of products; by elimination without subtractions, or iteration where that would take more than `memoryLimit` bytes.
 */
export function stationaryOnGrid(generator: Generator, options: TensorStateOptions = {}): TensorState {
  const { grid } = generator;
  const { count, label } = closedClasses(generator.rates);
  const classes = Array.from({ length: Math.min(count, MOST_CLASSES) }, (_, c) =>
    Uint8Array.from(label, (l) => (l === c ? 1 : 0)),
  );
  const solved = classes.map((active) => steadyState(generator, { ...options, active }));
  const marginals = grid.axes.map((axis, k) => {
    const sum = new Float64Array(axis.cells);
    for (const { value } of solved) sumOver(grid, value.mass, k).forEach((m, i) => (sum[i] += m / solved.length));
    return sum;
  });
  const warnings = [
    ...(count > MOST_CLASSES ? [`${count} closed classes of cells; ${MOST_CLASSES} of them are given.`] : []),
    ...solved.filter(({ stats }) => stats['cycles'] !== undefined).map(({ message }) => `steady state: ${message}`),
    ...endWarnings(
      generator,
      solved.map(({ value }) => value),
      options.walls ?? {},
    ),
  ];
  const tables = solved.map(({ value }) => tensorTable(value));
  const components = solved.map(({ value }, c) => ({
    ...component(generator, value, tables[c], options.products ?? []),
    name: `class-${c + 1}`,
    weight: count === 1 ? 1 : null,
    ...(count > 1 && { density: tables[c] }),
  }));
  const solutions = solved.map(({ outcome, message, stats }) => ({ outcome, message, stats }));
  return { components, density: count === 1 ? tables[0] : null, marginals, solutions, warnings };
}

function component(
  generator: Generator,
  density: LogDensity,
  table: TensorTable,
  products: readonly (readonly [string, string])[],
): Omit<TensorComponentState, 'name' | 'weight'> {
  const { current, ...flow } = stationaryCurrent(generator, density);
  const isPoint = density.logMass.reduce((n, m) => n + (m > -Infinity ? 1 : 0), 0) === 1;
  const names = generator.grid.axes.map(({ name }) => name);
  return {
    kind: isPoint ? 'point' : 'density',
    ...tensorFigures(density, table),
    normalisable: true,
    ...(!isPoint && { current: Object.fromEntries(names.map((name, k) => [name, current[k]])) }),
    ...flow,
    ...(products.length > 0 && !isPoint && { products: products.map((pair) => productLaw(density, pair)) }),
  };
}
