import type { Generator } from '../../src/fv/generator.js';
import type { Solution } from '../solution.js';
import type { Steps } from '../steps.js';
import { coarseGenerator, refinedLogMass } from './coarse-generator.js';
import { steadyStateByElimination, type LogDensity } from './elimination.js';

/** Cells up to which a coarse grid is eliminated. */
const ELIMINATED = { 1: 4096, 2: 6400, 3: 4096 } as const;

/**
 * Where an iteration for a steady state starts: ln of the masses from a grid of half the cells along each axis, which is eliminated if it is
 * small and else solved by `iterate`, from a yet coarser one. All equal where a coarse grid has several closed classes, or has shrunk
 * to nothing. `stopped` where the coarser iteration was.
 */
export function* startingLogMass(
  generator: Pick<Generator, 'grid' | 'rates'>,
  iterate: (generator: Generator) => Steps<Solution<LogDensity, string>>,
): Steps<{ readonly logMass: Float64Array; readonly stopped: boolean }> {
  const { grid } = generator;
  const level = { logMass: new Float64Array(grid.size), stopped: false };
  const cells = grid.axes.map((axis) => Math.max(2, Math.ceil(axis.cells / 2)));
  if (cells.every((n, k) => n === grid.axes[k].cells)) return level;
  const coarse = coarseGenerator(generator, cells);
  if (coarse.facts.recurrentClasses !== 1) return level;
  const small = coarse.grid.size <= ELIMINATED[grid.axes.length as 1 | 2 | 3];
  const { value, outcome } = small ? steadyStateByElimination(coarse) : yield* iterate(coarse);
  const stopped = outcome === 'stopped';
  if (!value.logMass.every(Number.isFinite)) return { ...level, stopped };
  return { logMass: refinedLogMass(grid, coarse.grid, value.logMass), stopped };
}
