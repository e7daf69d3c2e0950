import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { MomentsResult } from '../src/io/document.js';
import type { Problem } from '../src/io/problem-schema.js';
import { InputError } from '../src/num/input-error.js';
import type { LineSde } from '../src/sde/line.js';
import { reducedLines } from '../src/sde/reduced.js';
import type { Stage } from '../solvers/evolve/frames-on-lines.js';
import { linearFamily } from './linear-family.js';
import { loadLaw, type LoadedProblem } from './load.js';

/** A problem of one variable as lines, with the stages of its learning-rate schedule. */
export interface LineProblem {
  readonly variable: string;
  /** At the learning rate that commands without time use. */
  readonly lines: readonly LineSde[];
  readonly stages: readonly Stage[];
  readonly grid: AxisSpec | 'auto';
  /** For the diagonal-linear family. */
  readonly moments?: MomentsResult;
  readonly warnings: readonly string[];
}

/** The lines at a learning rate; undefined stands for the problem's own temperature. */
type LinesAt = (learningRate: number | undefined) => readonly LineSde[];

/** What takes the problems that lines do not. */
const ON_A_GRID = 'Use stationary, evolve, ergodic, passage or spectrum: they take it.';

/** Reads a problem that lives on lines: a family in reduced coordinates, or a loss of one parameter. Throws InputError for others. */
export async function lineProblem(loaded: LoadedProblem): Promise<LineProblem> {
  return 'family' in loaded.problem.model ? familyLines(loaded) : expressionLines(loaded);
}

async function familyLines(loaded: LoadedProblem): Promise<LineProblem> {
  const { problem } = loaded;
  if (problem.coordinates !== 'reduced') {
    throw new InputError(
      'coordinates',
      'reduced',
      problem.coordinates,
      'This command follows the model v of a family.',
    );
  }
  const { linear, result: moments, warnings } = await linearFamily(loaded);
  const linesAt: LinesAt = (learningRate) => {
    if (learningRate === undefined) return reducedLines(linear);
    return reducedLines({ ...linear, learningRate, temperature: learningRate / batchSize(problem) });
  };
  return { variable: 'v', ...parts(problem, 'v', linesAt), moments, warnings };
}

async function expressionLines(loaded: LoadedProblem): Promise<LineProblem> {
  const { problem } = loaded;
  const { model } = await import('../src/model/symbolic-loss.js');
  const { sgd } = await import('../src/sde/gradient-noise.js');
  const { parameterLines } = await import('../src/sde/parameter-lines.js');
  const { parameterDomain } = await import('../src/io/parameter-domain.js');
  const symbolic = model(problem.model as Parameters<typeof model>[0]);
  const [variable, ...others] = symbolic.parameters;
  if (others.length > 0 || problem.coordinates !== 'parameters') {
    const got = others.length > 0 ? `${others.length + 1} parameters` : `coordinates ${problem.coordinates}`;
    throw new InputError('model', 'a family or a loss of one parameter', got, 'Use particles for more parameters.');
  }
  const domain = parameterDomain(variable, problem.domain?.[variable]);
  if (domain.kind === 'periodic') {
    throw new InputError(`domain.${variable}`, 'an interval', 'a circle', ON_A_GRID);
  }
  const law = await loadLaw(loaded);
  const base = sgd(symbolic, law, problem.sgd);
  const tabulate = base.averages.kind !== 'moments';
  const linesAt: LinesAt = (learningRate) => {
    const sde = learningRate === undefined ? base : sgd(symbolic, law, { ...problem.sgd, learningRate });
    const lines = parameterLines(sde, { domain, tabulate });
    if (lines.some(({ stops }) => stops.includes('absorbing'))) {
      // Beside the ends of the domain, those places absorb beyond which there is no noise at all.
      const isOfDomain = [domain.lower, domain.upper].includes('absorbing');
      const cure = isOfDomain
        ? ON_A_GRID
        : `End the domain there, as in domain: {${variable}: {from: 0, lower: absorbing}}.`;
      throw new InputError(`domain.${variable}`, 'ends that reflect', 'an end that absorbs', cure);
    }
    return lines;
  };
  return { variable, ...parts(problem, variable, linesAt), warnings: base.warnings };
}

/** What follows from the lines as a function of the learning rate. */
function parts(problem: Problem, variable: string, linesAt: LinesAt): Pick<LineProblem, 'lines' | 'stages' | 'grid'> {
  const lines = linesAt(undefined);
  const constant = (until: number, line: readonly LineSde[]): Stage => ({ until, ramp: false, linesAt: () => line });
  const schedule = problem.sgd.schedule;
  const stages = schedule?.map(({ until, learningRate }, i): Stage => {
    if (typeof learningRate === 'number') return constant(until, linesAt(learningRate));
    const begin = i === 0 ? 0 : schedule[i - 1].until;
    const { from, to } = learningRate;
    return { until, ramp: true, linesAt: (time) => linesAt(from + ((to - from) * (time - begin)) / (until - begin)) };
  });
  return { lines, stages: stages ?? [constant(Infinity, lines)], grid: gridOf(problem, variable) };
}

function batchSize({ sgd }: Problem): number {
  return sgd.batchSize as number;
}

/** The axis that the problem asks for. Throws InputError for one that is not the variable's. */
function gridOf({ grid }: Problem, variable: string): AxisSpec | 'auto' {
  if (grid === 'auto') return 'auto';
  const wrong = Object.keys(grid).find((name) => name !== variable);
  if (wrong === undefined) return grid[variable];
  throw new InputError(`grid.${wrong}`, `one axis, ${variable}`, `axis ${wrong}`, `${variable} is the only variable.`);
}
