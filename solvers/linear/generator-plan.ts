import type { Generator } from '../../src/fv/generator.js';
import { dissectGraph } from './graph-dissection.js';
import { dissectGrid, stencilReach } from './grid-dissection.js';
import { withLastStates } from './last-states.js';
import { planElimination } from './elimination-plan.js';
import type { EliminationPlan, PlanOptions } from './elimination-plan.js';

/** What to eliminate of a generator. */
export interface GeneratorPlanOptions extends PlanOptions {
  /** 1 for the cells to eliminate; jumps into the others kill. All cells by default. */
  readonly active?: Uint8Array;
}

/**
 * The plan to eliminate a generator, by planes through its grid, or by distance where jumps are long and that is less work, absorbing ends
 * last; its `cost` is known before anything is factorised. With a shift s as `killing` it is the plan for sI − A, with the cells outside a target set `active` the one for passage times.
 * Throws InputError for a rate that is negative or not finite.
 */
export function planGenerator(
  { grid, rates, ends = [] }: Pick<Generator, 'grid' | 'rates' | 'ends'>,
  options: GeneratorPlanOptions = {},
): EliminationPlan {
  const active = options.active ?? new Uint8Array(rates.rows).fill(1);
  const cells = grid.axes.map((axis) => axis.cells);
  const size = cells.reduce((product, n) => product * n, 1);
  const onGrid = cells.length <= 3 && size + ends.length === rates.rows;
  if (!onGrid) return planElimination(rates, dissectGraph(rates, active), options);
  const shape = { cells, periodic: grid.axes.map((axis) => axis.periodic) };
  // Nothing jumps out of an absorbing end, so the rows of the cells name cells only.
  const inner = { ...rates, rows: size, columns: size };
  const free = active.subarray(0, size);
  const byPlanes = planElimination(rates, withLastStates(dissectGrid(inner, shape, free), active), options);
  if (byPlanes.cost.flops < SMALL || Math.max(...stencilReach(inner, shape)) === 1) return byPlanes;
  // A plane that long jumps cross is several cells thick; sets of equal distance in jumps may be much smaller.
  const byDistance = planElimination(rates, withLastStates(dissectGraph(inner, free), active), options);
  return byDistance.cost.flops < byPlanes.cost.flops ? byDistance : byPlanes;
}

/** Multiplications that take no longer than looking for a better order. */
const SMALL = 1.5e9;
