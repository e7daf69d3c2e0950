import type { Problem } from '../src/io/problem-schema.js';
import { initialLaws, temperatureOf } from '../src/io/problem.js';
import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { axis } from '../src/grid/axis.js';
import { InputError } from '../src/num/input-error.js';
import {
  expressionModel,
  isSdeMethod,
  type ParticleMethod,
  type ParticleSetup,
} from '../solvers/particles/experiment.js';
import { relaxation, type Relaxation } from '../solvers/particles/relaxation.js';
import { defaultFamilyStart, defaultParameterStart } from '../solvers/particles/start.js';
import { linearFamily } from './linear-family.js';
import { MOST_CHAINS } from '../solvers/particles/chains.js';
import { loadLaw, type LoadedProblem } from './load.js';
import { demandPositive, demandWhole, type ParticleChoices } from './particle-options.js';

/** A problem as particles see it, before a method is chosen. */
export interface ParticleProblem {
  /** With `initial` filled in. */
  readonly problem: Problem;
  readonly linear: DiagonalLinearProblem | null;
  readonly data: ParticleSetup['data'];
  readonly variables: readonly string[];
  readonly relaxation: Relaxation | null;
  readonly warnings: readonly string[];
}

/** What is run, and how long. */
export interface ParticlePlan {
  readonly setup: ParticleSetup;
  readonly particles: number;
  readonly seed: number;
  readonly steps: number;
  readonly warnings: readonly string[];
}

/** Chains unless the user says otherwise. */
const PARTICLES = 10_000;
/** Relaxation times before the first record, and in all. */
const BURN_IN = 10;
const LENGTH = 30;
/** A relaxation this many times slower than the drift is not waited for. */
const LONGEST = 25;
/** Time steps per drift time: the kernels have weak order 2, general schemes 1. */
const KERNEL_STEPS = 50;
const SCHEME_STEPS = 100;
/** Steps where no time scale is known. */
const BLIND_STEPS = 10_000;

/** Reads model and data for particles. Throws InputError for a model without particles. */
export async function particleProblem(loaded: LoadedProblem): Promise<ParticleProblem> {
  const { problem } = loaded;
  const { model } = problem;
  const isFamily = 'family' in model && model.family === 'diagonal-linear';
  const variables = isFamily ? ['v'] : expressionModel(model).parameters;
  const data = await particleData(loaded);
  if (!isFamily) {
    const initial = defaultParameterStart(variables, initialLaws(problem));
    return { problem: { ...problem, initial }, linear: null, data, variables, relaxation: null, warnings: [] };
  }
  const { linear, warnings } = await linearFamily({ ...loaded, problem: { ...problem, coordinates: 'reduced' } });
  const initial = initialLaws(problem) ?? defaultFamilyStart(linear);
  return { problem: { ...problem, initial }, linear, data, variables, relaxation: relaxation(linear), warnings };
}

/** The data as every thread can rebuild them: laws as text, rows as columns. */
async function particleData(loaded: LoadedProblem): Promise<ParticleSetup['data']> {
  const { data } = loaded.problem;
  const isRows =
    ('csv' in data && typeof data.columns === 'object') || ('rows' in data && typeof data.rows === 'object');
  if (!isRows) return { laws: data as Record<string, string | number> };
  const law = await loadLaw(loaded);
  const { points } = law.nodes(1);
  const width = law.columns.length;
  const column = (j: number): Float64Array =>
    Float64Array.from({ length: points.length / width }, (_, i) => points[i * width + j]);
  return { columns: Object.fromEntries(law.columns.map((name, j) => [name, column(j)])) };
}

/** Fills in what the user left open. Throws InputError for options that are out of range or contradict each other. */
export function particlePlan(source: ParticleProblem, choices: ParticleChoices): ParticlePlan {
  const { problem, linear, variables } = source;
  const { method = linear?.modifiedLoss ? 'log' : 'sde', sampling = 'replacement', momentum = 0.9, seed = 1 } = choices;
  const { particles = PARTICLES } = choices;
  check(choices);
  const warnings: string[] = [];
  const T = temperatureOf(problem);
  const { learningRate = T, batchSize = 1 } = problem.sgd;
  const isSde = isSdeMethod(method);
  if (!isSde && problem.sgd.learningRate === undefined) {
    warnings.push(`SGD runs with learning rate ${T} and batch size 1, as only the temperature is given.`);
  }
  if (!isSde && choices.step !== undefined) {
    const cure = 'Leave it out: a step of SGD takes the learning rate.';
    throw new InputError('--step', 'a method that solves an SDE', method, cure);
  }
  const timeStep = isSde ? (choices.step ?? defaultStep(source, method, learningRate)) : learningRate;
  const { steps, burnIn, thin } = schedule(source, { choices, timeStep, warnings });
  const names = linear?.depth === 1 && !isSde ? ['v', 'balance'] : variables;
  const setup: ParticleSetup = {
    model: problem.model,
    sgd: problem.sgd,
    data: source.data,
    linear,
    initial: initialLaws(problem) ?? {},
    method,
    timeStep,
    batchSize: isSde || method === 'gradient-descent' ? 1 : batchSize,
    sampling,
    momentum,
    noiseTemperature: choices.noise ?? (method === 'langevin' ? T : 0),
    plan: { burnIn, thin },
    edges: Object.fromEntries(names.map((name) => [name, edgesOf(source, name)])),
  };
  return { setup, particles, seed, steps, warnings };
}

function check({ particles, steps, time, burnIn, thin, seed, workers, step }: ParticleChoices): void {
  demandWhole('--particles', particles, 1);
  if (particles !== undefined && particles > MOST_CHAINS) {
    throw new InputError('--particles', `at most ${MOST_CHAINS}`, String(particles), 'Run several seeds.');
  }
  demandWhole('--steps', steps, 1);
  demandWhole('--burn-in', burnIn, 0);
  demandWhole('--thin', thin, 1);
  demandWhole('--seed', seed, 0);
  demandWhole('--workers', workers, 1);
  demandPositive('--time', time);
  demandPositive('--step', step);
  if (steps !== undefined && time !== undefined) {
    throw new InputError('--time', '--steps or --time', 'both', 'One follows from the other.');
  }
}

function defaultStep({ relaxation: scales }: ParticleProblem, method: ParticleMethod, learningRate: number): number {
  if (scales === null) return Number((learningRate / 10).toPrecision(2));
  return Number((scales.drift / (method === 'sde' ? KERNEL_STEPS : SCHEME_STEPS)).toPrecision(2));
}

/** Steps, burn-in and thinning, from the slowest relaxation where it is known. */
function schedule(
  { relaxation: scales }: ParticleProblem,
  { choices, timeStep, warnings }: { choices: ParticleChoices; timeStep: number; warnings: string[] },
): { steps: number; burnIn: number; thin: number } {
  const wanted = choices.time === undefined ? choices.steps : Math.max(1, Math.round(choices.time / timeStep));
  let relaxing: number | null = null;
  if (scales !== null) {
    const slowest = scales.slowest ?? LONGEST * scales.drift;
    relaxing = Math.min(slowest, LONGEST * scales.drift) / timeStep;
    if (slowest > LONGEST * scales.drift) {
      warnings.push(
        `The slowest relaxation takes ${(slowest / timeStep).toPrecision(3)} steps, more than --steps and --burn-in wait for by themselves.`,
      );
    }
  } else if (wanted === undefined) {
    warnings.push('No time scale of this model is known: give --steps, --burn-in and --thin.');
  }
  const steps = wanted ?? Math.ceil(relaxing === null ? BLIND_STEPS : LENGTH * relaxing);
  const half = Math.floor(steps / 2);
  const burnIn = choices.burnIn ?? (relaxing === null ? half : Math.min(Math.ceil(BURN_IN * relaxing), half));
  if (burnIn >= steps) {
    throw new InputError('--burn-in', `less than the ${steps} steps of the run`, String(burnIn), 'Record something.');
  }
  const spacing = relaxing === null ? (steps - burnIn) / 100 : relaxing;
  const thin = choices.thin ?? Math.max(1, Math.min(steps - burnIn, Math.round(spacing)));
  return { steps, burnIn, thin };
}

/** The grid of a variable where the problem gives one; else cells that are even near 0 and in ratio 1.02 far out, over the whole line. */
function edgesOf({ problem, linear }: ParticleProblem, name: string): Float64Array {
  const { grid } = problem;
  if (grid !== 'auto' && Object.hasOwn(grid, name)) return axis(name, grid[name]).edges.filter(Number.isFinite);
  const scale = linear === null ? 0.01 : 0.01 * (Math.abs(linear.beta[1]) / linear.beta[0] || 1);
  return axis(name, { kind: 'sinh', from: -1e8 * scale, to: 1e8 * scale, centre: 0, scale, cells: 2000 }).edges;
}
