import { law as analyticLaw } from '../../src/data/analytic.js';
import type { DataLaw } from '../../src/data/law.js';
import { rows as rowLaw } from '../../src/data/rows.js';
import { compile } from '../../src/expression/compile.js';
import type { Problem } from '../../src/io/problem-schema.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { bindToColumns, model as symbolicModel, type SymbolicModel } from '../../src/model/symbolic-loss.js';
import { InputError } from '../../src/num/input-error.js';
import type { Stream } from '../../src/num/random/stream.js';
import { sgd, type GradientNoise } from '../../src/sde/gradient-noise.js';
import type { Process } from './chains.js';
import type { DataSource, Sampling } from './data-source.js';
import { lawSource, rowsSource } from './law-source.js';
import { modelSde } from './model-sde.js';
import { reducedProcess } from './reduced.js';
import { sdeProcess } from './sde-process.js';
import { sgdProcess, type SgdMethod } from './sgd.js';
import type { Plan, Run } from './simulate.js';
import { familyStart, parameterStart, type InitialText, type Start } from './start.js';
import { cellNumber, type Observable } from './tally.js';
import { diagonalLinear, trainable, type Trainable } from './trainable.js';

/**
 * Ways to move particles. 'sde' is the best scheme that there is for the problem: the compiled kernels in the reduced coordinate of a
 * family, Euler–Maruyama in the parameters of an expression. 'euler', 'milstein' and 'log' are general schemes for an SDE; the rest is SGD.
 */
export const PARTICLE_METHODS = [
  'sde',
  'euler',
  'milstein',
  'log',
  'sgd',
  'heavy-ball',
  'nesterov',
  'implicit',
  'langevin',
  'gradient-descent',
] as const;
/** One of them. */
export type ParticleMethod = (typeof PARTICLE_METHODS)[number];

/** Whether a method takes steps of an SDE, whose time step may be chosen. */
export function isSdeMethod(method: ParticleMethod): method is 'sde' | 'euler' | 'milstein' | 'log' {
  return method === 'sde' || method === 'euler' || method === 'milstein' || method === 'log';
}

/** Everything that says how particles move and what is recorded: plain data, from which every worker builds the same functions. */
export interface ParticleSetup {
  readonly model: Problem['model'];
  readonly sgd: Problem['sgd'];
  /** Laws by column, or columns of numbers. */
  readonly data: LawData | RowData;
  /** The problem of a family in moments of its data; null for an expression. */
  readonly linear: DiagonalLinearProblem | null;
  readonly initial: InitialText;
  readonly method: ParticleMethod;
  /** Δt of an SDE; η otherwise. */
  readonly timeStep: number;
  /** S. */
  readonly batchSize: number;
  readonly sampling: Sampling;
  readonly momentum: number;
  readonly noiseTemperature: number;
  readonly plan: Plan;
  /** Edges of the histogram of each observable. */
  readonly edges: Readonly<Record<string, Float64Array>>;
  /** Observable.thresholds by observable. */
  readonly thresholds?: Readonly<Record<string, Float64Array>>;
  /** Edges along each parameter of an expression: an observable `cells` then records the number of the cell (cellNumber). */
  readonly cells?: readonly Float64Array[];
}

/** An analytic law. */
export interface LawData {
  readonly laws: Readonly<Record<string, string | number>>;
}
/** Rows by column. */
export interface RowData {
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/** What the functions in solvers/particles need to run a setup. */
export interface Experiment {
  readonly run: Run;
  initial(stream: Stream, theta: Float64Array): void;
}

/** The functions of a setup. Throws InputError for what the parts refuse: methods, sampling, initial laws, sizes. */
export function particleExperiment(setup: ParticleSetup): Experiment {
  if (!PARTICLE_METHODS.includes(setup.method)) {
    const methods = PARTICLE_METHODS.join(', ');
    throw new InputError('particles.method', `one of ${methods}`, String(setup.method), 'Choose a method.');
  }
  const parts = setup.linear === null ? expressionParts(setup) : familyParts(setup, setup.linear);
  const observables = parts.observables.map((observable) => ({
    edges: setup.edges[observable.name],
    thresholds: setup.thresholds?.[observable.name],
    ...observable,
  }));
  return { run: { process: parts.process, observables, plan: setup.plan }, initial: parts.initial };
}

interface Parts {
  readonly process: Process;
  readonly observables: readonly Observable[];
  readonly initial: Start;
}

/** A family: SGD in the weights, an SDE in the reduced coordinate; v is watched, and at depth 1 under SGD the balance of the layers. */
function familyParts(setup: ParticleSetup, linear: DiagonalLinearProblem): Parts {
  const { depth, width, beta } = linear;
  const { method, timeStep } = setup;
  const network = diagonalLinear(depth, width, beta);
  const start = familyStart(depth, width, setup.initial);
  if (!isSdeMethod(method)) {
    const process = steps(setup, network, sourceOf(setup.data, ['x', 'y']));
    const v: Observable = { name: 'v', of: network.model };
    return { process, observables: depth === 1 ? [v, { name: 'balance', of: balanceOf }] : [v], initial: start };
  }
  const weights = new Float64Array(network.parameters);
  const at = (coordinate: (v: number) => number): Start => {
    return (stream, theta) => {
      start(stream, weights);
      theta[0] = coordinate(network.model(weights));
    };
  };
  if (method === 'sde') {
    const process = reducedProcess(linear, { timeStep });
    return { process, observables: [{ name: 'v', of: ([x]) => process.toModel(x) }], initial: at(process.fromModel) };
  }
  const process = sdeProcess(modelSde(linear), { method, timeStep });
  return { process, observables: [{ name: 'v', of: ([x]) => x }], initial: at((v) => v) };
}

/** ‖u‖² − ‖w‖² of the two layers of depth 1. */
function balanceOf(theta: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < theta.length; i += 2) sum += theta[i] * theta[i] - theta[i + 1] * theta[i + 1];
  return sum;
}

/** An expression: every parameter is watched. */
function expressionParts(setup: ParticleSetup): Parts {
  const { method, timeStep } = setup;
  const symbolic = expressionModel(setup.model);
  const { parameters } = symbolic;
  const noise = (): GradientNoise => sgd(symbolic, dataLaw(setup.data), setup.sgd);
  const process = isSdeMethod(method)
    ? sdeProcess(noise(), { method: method === 'sde' ? 'euler' : method, timeStep })
    : steps(setup, ...expressionTrainable(setup, symbolic));
  const observables = parameters.map((name, i): Observable => ({ name, of: (theta) => theta[i] }));
  if (setup.cells !== undefined) observables.push(cellsObservable(setup.cells));
  return { process, observables, initial: parameterStart(parameters, setup.initial) };
}

/** The number of the cell that holds θ (cellNumber) as an observable `cells`, counted cell by cell. */
export function cellsObservable(edges: readonly Float64Array[]): Observable {
  const count = edges.reduce((n, along) => n * (along.length + 1), 1);
  return {
    name: 'cells',
    edges: Float64Array.from({ length: count + 1 }, (_, i) => i),
    of: (theta) => cellNumber(edges, theta),
  };
}

/** The loss of an expression model. Throws InputError at `model` for a family that has none. */
export function expressionModel(text: Problem['model']): SymbolicModel {
  if (!('family' in text)) return symbolicModel(text);
  throw new InputError('model', 'diagonal-linear or an expression', `family: ${text.family}`, 'Use another command.');
}

function steps(setup: ParticleSetup, model: Trainable, data: DataSource): Process {
  const { timeStep: learningRate, batchSize, sampling, momentum, noiseTemperature } = setup;
  const method = setup.method as SgdMethod;
  const weightDecay = setup.sgd.weightDecay;
  return sgdProcess({
    model,
    data,
    learningRate,
    batchSize,
    weightDecay,
    method,
    sampling,
    momentum,
    noiseTemperature,
  });
}

/** The compiled gradient of an expression, and the columns that it reads. */
function expressionTrainable(setup: ParticleSetup, symbolic: SymbolicModel): [Trainable, DataSource] {
  const law = dataLaw(setup.data);
  const bound = bindToColumns(symbolic, law.columns);
  const { parameters } = bound;
  const columns = bound.variables.length > 0 ? bound.variables : law.columns.slice(0, 1);
  const program = compile(bound.gradient, [...parameters, ...columns]);
  const args = new Float64Array(parameters.length + columns.length);
  const gradient = (theta: Float64Array, row: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < parameters.length; i++) args[i] = theta[i];
    for (let j = 0; j < columns.length; j++) args[parameters.length + j] = row[j];
    program(args, out);
  };
  const sizes = { parameters: parameters.length, columns: columns.length };
  const model =
    setup.method === 'gradient-descent'
      ? trainable(sizes, gradient, meanGradient(symbolic, law))
      : trainable(sizes, gradient);
  return [model, sourceOf(setup.data, columns)];
}

/** ∇L without weight decay, which the update adds. */
function meanGradient(symbolic: SymbolicModel, law: DataLaw): (theta: Float64Array, out: Float64Array) => void {
  const { drift } = sgd(symbolic, law, { temperature: 1 });
  return (theta, out) => {
    drift(theta, out);
    for (let i = 0; i < out.length; i++) out[i] = -out[i];
  };
}

const sourceOf = (data: LawData | RowData, columns: readonly string[]): DataSource =>
  'laws' in data ? lawSource(data.laws, columns) : rowsSource(dataLaw(data), columns);

/** The law of the data of a setup. */
export function dataLaw(data: LawData | RowData): DataLaw {
  return 'laws' in data ? analyticLaw(data.laws) : rowLaw(data.columns);
}
