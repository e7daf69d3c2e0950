import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import type { Solution } from '../solution.js';
import { atOnce, Interrupted, within, type Steps } from '../steps.js';
import { stationaryCurrent, type DetailedBalance } from './current.js';
import type { LogDensity } from './elimination.js';
import type { IterationOutcome } from './iteration.js';
import { productLaw, type ProductLaw } from './product-law.js';
import { steadyStateInSteps, type SteadyStateOptions } from './steady-state.js';
import { absorbingLimits, type AbsorbingLimit } from './tensor-absorbed.js';
import { endWarnings } from './tensor-ends.js';
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
  /** The closed classes of cells; none where all mass leaves through absorbing ends. */
  readonly components: readonly TensorComponentState[];
  readonly ends: readonly AbsorbingLimit[];
  /** The density, if there is one class. */
  readonly density: TensorTable | null;
  /** Mass along each axis, summed over the others and over all classes in equal parts. */
  readonly marginals: readonly Float64Array[];
  /** How each class was solved: what the solver says and its figures. */
  readonly solutions: readonly Pick<Solution<unknown, IterationOutcome>, 'outcome' | 'message' | 'stats'>[];
  readonly warnings: readonly string[];
}

/** Settings of `stationaryOnGrid`. */
export interface TensorStateOptions extends Pick<SteadyStateOptions, 'memoryLimit'> {
  /** Pairs of coordinates whose product's law is wanted. */
  readonly products?: readonly (readonly [string, string])[];
}

/** Classes that are solved; more than that is a sign of a grid that does not connect. */
const MOST_CLASSES = 16;

/**
 * The steady state of every closed class of a generator on one to three axes with moments, marginals, current, entropy production, and the
 * laws of products; by elimination without subtractions, or iteration where that would take more than `memoryLimit` bytes.
 */
export function stationaryOnGrid(generator: Generator, options: TensorStateOptions = {}): TensorState {
  return atOnce(stationaryInSteps(generator, options));
}

/** The same step by step; where it is stopped, with the classes known by then, and the masses that an iteration has come to. */
export function* stationaryInSteps(generator: Generator, options: TensorStateOptions = {}): Steps<TensorState> {
  const { grid } = generator;
  const { count: closed, label } = closedClasses(generator.rates);
  // Absorbing ends are closed classes as well; their states come last.
  const count = closed - (generator.ends?.length ?? 0);
  const absorbing = absorbingLimits(generator, count);
  const classes = Array.from({ length: Math.min(count, MOST_CLASSES) }, (_, c) =>
    Uint8Array.from(label, (l) => (l === c ? 1 : 0)),
  );
  const solved: Solution<LogDensity, IterationOutcome>[] = [];
  for (const [c, active] of classes.entries()) {
    const own = within(steadyStateInSteps(generator, { ...options, active }), [
      c / classes.length,
      (c + 1) / classes.length,
    ]);
    try {
      solved.push(onCells(yield* own));
    } catch (error) {
      if (!(error instanceof Interrupted) || c === 0) throw error;
      break;
    }
    if (solved[c].outcome === 'stopped') break;
  }
  const marginals = grid.axes.map((axis, k) => {
    const sum = new Float64Array(axis.cells);
    for (const { value } of solved) sumOver(grid, value.mass, k).forEach((m, i) => (sum[i] += m / solved.length));
    return sum;
  });
  const warnings = [
    ...absorbing.warnings,
    ...(count > solved.length ? [`${count} closed classes of cells; ${solved.length} of them are given.`] : []),
    ...solved.filter(({ stats }) => stats['cycles'] !== undefined).map(({ message }) => `steady state: ${message}`),
    ...endWarnings(
      generator,
      solved.map(({ value }) => value),
    ),
  ];
  const tables = solved.map(({ value }) => tensorTable(value));
  const components = solved.map(({ value }, c) => ({
    ...component(generator, value, tables[c], options.products ?? []),
    name: `class-${c + 1}`,
    weight: closed === 1 ? 1 : null,
    ...(count > 1 && { density: tables[c] }),
  }));
  const solutions = solved.map(({ outcome, message, stats }) => ({ outcome, message, stats }));
  return { components, ends: absorbing.ends, density: count === 1 ? tables[0] : null, marginals, solutions, warnings };
}

/** A solution without the masses of absorbing ends, which are 0. */
function onCells<Outcome extends string>(solution: Solution<LogDensity, Outcome>): Solution<LogDensity, Outcome> {
  const { grid, mass, logMass } = solution.value;
  const cells = { grid, mass: mass.subarray(0, grid.size), logMass: logMass.subarray(0, grid.size) };
  return { ...solution, value: mass.length === grid.size ? solution.value : cells };
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
