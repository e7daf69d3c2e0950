import type { Generator } from '../../src/fv/generator.js';
import { dissectGraph } from './graph-dissection.js';
import { dissectGrid } from './grid-dissection.js';
import { planElimination } from './elimination-plan.js';
import type { EliminationPlan, PlanOptions } from './elimination-plan.js';

/** What to eliminate of a generator. */
export interface GeneratorPlanOptions extends PlanOptions {
  /** 1 for the cells to eliminate; jumps into the others kill. All cells by default. */
  readonly active?: Uint8Array;
}

/**
 * The plan to eliminate a generator, by planes through its grid; its `cost` is known before anything is factorised. With a
 * shift s as `killing` it is the plan for sI − A, with the cells outside a target set `active` the one for passage times.
 * Throws InputError for a rate that is negative or not finite.
 */
export function planGenerator(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  options: GeneratorPlanOptions = {},
): EliminationPlan {
  const active = options.active ?? new Uint8Array(rates.rows).fill(1);
  const cells = grid.axes.map((axis) => axis.cells);
  const onGrid = cells.length <= 3 && cells.reduce((product, n) => product * n, 1) === rates.rows;
  const dissection = onGrid
    ? dissectGrid(rates, { cells, periodic: grid.axes.map((axis) => axis.periodic) }, active)
    : dissectGraph(rates, active);
  return planElimination(rates, dissection, options);
}
