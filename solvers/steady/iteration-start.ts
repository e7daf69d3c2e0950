import type { Generator } from '../../src/fv/generator.js';
import type { Solution } from '../solution.js';
import { coarseGenerator, refinedLogMass } from './coarse-generator.js';
import { steadyStateByElimination, type LogDensity } from './elimination.js';

/** Cells up to which a coarse grid is eliminated. */
const ELIMINATED = { 1: 4096, 2: 6400, 3: 4096 } as const;

/**
 * Where an iteration for a steady state starts: ln of the masses from a grid of half the cells along each axis, which is eliminated if it is
 * small and else solved by `iterate`, from a yet coarser one. All equal where a coarse grid has several closed classes, or has shrunk
 * to nothing.
 */
export function startingLogMass(
  generator: Pick<Generator, 'grid' | 'rates'>,
  iterate: (generator: Generator) => Solution<LogDensity, string>,
): Float64Array {
  const { grid } = generator;
  const level = new Float64Array(grid.size);
  const cells = grid.axes.map((axis) => Math.max(2, Math.ceil(axis.cells / 2)));
  if (cells.every((n, k) => n === grid.axes[k].cells)) return level;
  const coarse = coarseGenerator(generator, cells);
  if (coarse.facts.recurrentClasses !== 1) return level;
  const small = coarse.grid.size <= ELIMINATED[grid.axes.length as 1 | 2 | 3];
  const { logMass } = (small ? steadyStateByElimination(coarse) : iterate(coarse)).value;
  if (!logMass.every(Number.isFinite)) return level;
  return refinedLogMass(grid, coarse.grid, logMass);
}
