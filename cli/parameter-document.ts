import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { StationaryDocument } from '../src/io/document.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import { model, type ModelText } from '../src/model/symbolic-loss.js';
import { rescalingSymmetries } from '../src/model/symmetry.js';
import { InputError } from '../src/num/input-error.js';
import { sgd, type GradientNoise } from '../src/sde/gradient-noise.js';
import { stationaryOfParameter, type ParameterStateOptions } from '../solvers/steady/parameter-state.js';
import { checkAxisNames } from './axis-names.js';
import { loadLaw, type LoadedProblem } from './load.js';
import type { ExpressionProblem, StationaryChoices, StationaryOutput } from './stationary-output.js';
import { version } from './version.js';

/** Steady states of a loss given as an expression: one parameter on the line, two or three on a grid. */
export async function expressionDocument(loaded: LoadedProblem, choices: StationaryChoices): Promise<StationaryOutput> {
  const started = performance.now();
  const { problem } = loaded;
  if (problem.coordinates !== 'parameters') {
    const cure = 'Symmetry coordinates have no steady state: one of them only falls. Use parameters.';
    throw new InputError('coordinates', 'parameters for the steady state of an expression', problem.coordinates, cure);
  }
  const symbolic = model(problem.model as ModelText);
  const { parameters } = symbolic;
  const axes = parameters.length === 1 ? 'one axis' : 'axes';
  checkAxisNames(problem, parameters, `${axes}, ${parameters.join(' and ')}`);
  if (parameters.length > 3) {
    const cure = 'Use particles for samples, or balance for the noise-balanced points.';
    throw new InputError('model.parameters', 'one to three for a steady state on a grid', `${parameters.length}`, cure);
  }
  const law = await loadLaw(loaded);
  const sde = sgd(symbolic, law, problem.sgd);
  checkAverages(sde);
  const figures = { averages: sde.averages, symmetries: rescalingSymmetries(symbolic, law.columns) };
  const expression = { problem, sde, figures, symbolic, law };
  const { at = [] } = choices;
  if (parameters.length === 1) return lineDocument(expression, at, started);
  if (at.length > 0)
    throw new InputError(
      '--at',
      'a model of one parameter',
      `${parameters.length === 2 ? 'two' : 'three'} parameters`,
      'Read the density table.',
    );
  const { tensorDocument } = await import('./tensor-document.js');
  const dimension = parameters.length as 2 | 3;
  return { dimension, document: await tensorDocument(expression, started, choices) };
}

/** Quadrature that has not settled with this many nodes would take minutes for three digits. */
const MOST_NODES = 2e5;
const SETTLED = 1e-8;

function checkAverages({ averages }: GradientNoise): void {
  if (averages.kind !== 'quadrature' || averages.groups <= MOST_NODES || averages.change <= SETTLED) return;
  const got = `changes of ${averages.change.toExponential(0)} at ${averages.groups} nodes`;
  const cure =
    'A loss with corners averages exactly over rows or discrete laws; or smooth it: softplus for relu, sqrt(z^2 + 1e-4) for abs(z).';
  throw new InputError('model', 'a loss whose averages over the data settle', got, cure);
}

function lineDocument(
  { problem, sde, figures }: ExpressionProblem,
  at: readonly number[],
  started: number,
): StationaryOutput {
  const [variable] = sde.names;
  const options: ParameterStateOptions = {
    domain: parameterDomain(variable, problem.domain?.[variable]),
    grid: problem.grid === 'auto' ? 'auto' : (problem.grid[variable] as AxisSpec),
    tabulate: sde.averages.kind !== 'moments',
  };
  const beforeSolving = performance.now();
  const state = stationaryOfParameter(sde, options);
  const solved = performance.now();
  const { density } = state;
  const table = density && {
    axes: [{ name: variable, centres: density.axis.centres, widths: density.axis.widths }],
    mass: density.mass,
    logDensity: density.logDensity,
  };
  const values = at.map((v) => ({ ...(variable !== 'v' && { [variable]: v }), v, logDensity: state.logDensityAt(v) }));
  const document: StationaryDocument = {
    command: 'stationary',
    version: version(),
    problem,
    result: {
      components: state.components,
      ...(table && { density: table }),
      ...(state.generator && { generator: state.generator }),
      ...figures,
      ...(at.length > 0 && { at: values }),
    },
    warnings: [...sde.warnings, ...state.warnings],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
  return { dimension: 1, document, closedForms: {} };
}
