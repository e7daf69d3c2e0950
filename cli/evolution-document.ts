import { startText } from '../src/data/cumulative.js';
import type { EvolutionDocument, EvolutionFrame } from '../src/io/evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { evolveLines, type LinesEvolution } from '../solvers/evolve/lines-evolution.js';
import { initialLaw } from './initial-law.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** What `evolve` is asked for beside the problem. */
export interface EvolutionRequest {
  readonly times: readonly number[];
  readonly allowOutside: boolean;
}

/** The density of a problem of one variable at the times asked for. */
export async function evolutionDocument(
  loaded: LoadedProblem,
  { times, allowOutside }: EvolutionRequest,
): Promise<EvolutionDocument> {
  if (loaded.problem.coordinates === 'symmetry')
    return (await import('./symmetric-document.js')).symmetricEvolution(loaded, times);
  const started = performance.now();
  const { variable, stages, grid, moments, warnings } = await lineProblem(loaded);
  const end = stages[stages.length - 1].until;
  const late = times.find((t) => t > end);
  if (late !== undefined) {
    throw new InputError(
      'sgd.schedule',
      `a schedule up to ${late}, the last time asked for`,
      `one that ends at ${end}`,
      'Lengthen its last segment.',
    );
  }
  const law = await initialLaw(loaded, variable);
  const beforeSolving = performance.now();
  const evolution = evolveLines(stages, law, times, { grid, allowOutside });
  const solved = performance.now();
  const { massError, smallestMass } = evolution;
  return {
    command: 'evolve',
    version: version(),
    problem: loaded.problem,
    result: {
      variable,
      initial: startText(variable, law),
      frames: framesOf(evolution, variable),
      massError,
      smallestMass,
      ...(moments && { moments }),
    },
    warnings: [...warnings, ...evolution.warnings],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving, ...evolution.stats },
  };
}

function framesOf({ axis, frames }: LinesEvolution, variable: string): EvolutionFrame[] {
  const axes = [{ name: variable, centres: axis.centres, widths: axis.widths, edges: axis.edges }];
  return frames.map(({ time, mean, variance, components, entropy, relativeEntropy, mass, logDensity }) => ({
    time,
    moments: { [variable]: { mean, variance } },
    components,
    entropy,
    relativeEntropy,
    density: { axes, mass, logDensity },
  }));
}
