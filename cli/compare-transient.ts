import type { ComparedTransient } from '../src/io/comparison-document.js';
import { InputError } from '../src/num/input-error.js';
import { lineRange } from '../solvers/evolve/initial-range.js';
import { coarseEdges } from '../validation/compare/binned-law.js';
import { comparePair } from '../validation/compare/pair.js';
import { transientLaws } from '../validation/compare/transient.js';
import { initialLaw } from './initial-law.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';

/** Cells of about equal probability for total variation. */
const COARSE_CELLS = 50;

/**
 * The density at a time from the problem's `initial`, on the line that holds most of it: finite volumes with the rational exponential
 * against central differences with odex. Throws InputError for a time that is none, a problem of several variables, or no start.
 */
export async function comparedTransient(loaded: LoadedProblem, time: number): Promise<ComparedTransient> {
  if (!(time > 0 && time < Infinity)) throw new InputError('--at', 'a time > 0', String(time), 'Try --at 1.');
  const { variable, lines } = await lineProblem(loaded);
  const law = await initialLaw(loaded, variable);
  const weight = (k: number): number => lineRange(lines[k], law, time).weight;
  const heaviest = lines.reduce((best, _, k) => (weight(k) > weight(best) ? k : best), 0);
  const { edges, finiteVolume, methodOfLines } = transientLaws(lines[heaviest], law, time);
  const pair = comparePair(finiteVolume, methodOfLines, edges, coarseEdges(finiteVolume, COARSE_CELLS));
  return { variable, component: lines[heaviest].name, time, ...pair };
}
