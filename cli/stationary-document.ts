import type { StationaryDocument } from '../src/io/document.js';
import { InputError } from '../src/num/input-error.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import { reducedLines } from '../src/sde/reduced.js';
import type { Problem } from '../src/io/problem-schema.js';
import { logDensityOf, stationaryOnLines, type LineSteadyState } from '../solvers/steady/stationary.js';
import { againstClosedForm } from '../validation/against-closed-form.js';
import { linearFamily } from './linear-family.js';
import type { LoadedProblem } from './load.js';
import type { StationaryOutput } from './stationary-output.js';
import { version } from './version.js';

/** Solves a problem for its steady states. */
export async function stationaryDocument(
  loaded: LoadedProblem,
  at: readonly number[],
  memoryLimit?: number,
): Promise<StationaryOutput> {
  if (!('family' in loaded.problem.model)) {
    return (await import('./parameter-document.js')).expressionDocument(loaded, { at, memoryLimit });
  }
  return familyDocument(loaded, at);
}

async function familyDocument(loaded: LoadedProblem, at: readonly number[]): Promise<StationaryOutput> {
  const started = performance.now();
  const { problem } = loaded;
  if (problem.domain !== undefined) {
    throw new InputError('domain', 'none for a model family', 'a domain', 'The model v of a family lives everywhere.');
  }
  const { linear, result: moments, warnings } = await linearFamily(loaded);
  const beforeSolving = performance.now();
  const state = stationaryOnLines(reducedLines(linear), gridOfLine(problem));
  const solved = performance.now();
  const judgement = againstClosedForm(linear, state);
  const judged = typeof judgement === 'string' ? null : judgement;
  const document: StationaryDocument = {
    command: 'stationary',
    version: version(),
    problem,
    result: {
      components: state.components,
      ...(state.density && { density: densityTable(state.density) }),
      ...(judged && { closedForm: judged.match }),
      moments,
      ...(state.generator && { generator: state.generator }),
      ...(at.length > 0 && { at: at.map((v) => ({ v, logDensity: logDensityOf(state, v) })) }),
    },
    warnings: [...warnings, ...state.warnings, ...(typeof judgement === 'string' ? [judgement] : [])],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
  return { dimension: 1, document, closedForms: judged?.logDensity ?? {} };
}

function densityTable({ axis, mass, logDensity }: NonNullable<LineSteadyState['density']>) {
  return { axes: [{ name: axis.name, centres: axis.centres, widths: axis.widths }], mass, logDensity };
}

/** The axis that the problem asks for: the model's variable is v. */
function gridOfLine({ grid, coordinates }: Problem): AxisSpec | 'auto' {
  if (coordinates !== 'reduced') {
    throw new InputError(
      'coordinates',
      'reduced',
      coordinates,
      'The stationary density of a family is computed over v.',
    );
  }
  if (grid === 'auto') return 'auto';
  const [name, ...others] = Object.keys(grid);
  const wrong = name === 'v' ? others[0] : name;
  if (wrong !== undefined)
    throw new InputError(
      `grid.${wrong}`,
      'one axis, v',
      `axis ${wrong}`,
      'In reduced coordinates the model v is the only variable.',
    );
  return grid['v'];
}
