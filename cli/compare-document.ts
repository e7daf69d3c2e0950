import type { ComparedLaw, ComparisonDocument } from '../src/io/comparison-document.js';
import { InputError } from '../src/num/input-error.js';
import { sgd } from '../src/sde/gradient-noise.js';
import type { LineSde } from '../src/sde/line.js';
import { parameterLines } from '../src/sde/parameter-lines.js';
import { reducedLines } from '../src/sde/reduced.js';
import { dataLaw, expressionModel, particleExperiment, type ParticleMethod } from '../solvers/particles/experiment.js';
import { summarise } from '../solvers/particles/simulate.js';
import { binnedLaw, coarseEdges, coarsened, type BinnedLaw } from '../validation/compare/binned-law.js';
import { comparePairs } from '../validation/compare/pair.js';
import { steadyLaw, type SteadyLaw } from '../validation/compare/steady-law.js';
import type { LoadedProblem } from './load.js';
import { demandWhole, withOptionNames, type ParticleChoices } from './particle-options.js';
import { particlePlan, particleProblem, type ParticleProblem } from './particle-plan.js';
import { runThreads } from './particle-threads.js';
import { version } from './version.js';

/** Cells of about equal probability for total variation and for pictures. */
const COARSE_CELLS = 50;

/** Holds closed form, finite volumes, particles of the SDE and particles of SGD against each other. */
export async function comparisonDocument(loaded: LoadedProblem, choices: ParticleChoices): Promise<ComparisonDocument> {
  const started = performance.now();
  const source = await particleProblem(loaded);
  const { problem, linear, variables } = source;
  demandWhole('--steps', choices.steps, 1);
  if (variables.length > 1) {
    const cure = 'Only one variable is compared; particles takes any model.';
    throw new InputError('model.parameters', 'one parameter', String(variables.length), cure);
  }
  const grid = problem.grid === 'auto' ? 'auto' : (problem.grid[variables[0]] ?? 'auto');
  const steady = steadyLaw(linesOf(source), grid, linear);
  const coarse = coarseEdges(steady.finiteVolume, COARSE_CELLS);
  const sde = await sample(source, { steady, coarse, choices, name: 'SDE' });
  const real = await sample(source, { steady, coarse, choices, name: 'SGD' });
  const exact = [...(steady.closedForm ? [steady.closedForm] : []), steady.finiteVolume];
  const samples = [sde, real].flatMap((s) => (s.law === null ? [] : [s.law]));
  const { mean, variance } = steady;
  return {
    command: 'compare',
    version: version(),
    problem,
    result: {
      variable: steady.variable,
      component: steady.component,
      pairs: comparePairs([...exact, ...samples], steady.edges, coarse),
      laws: [
        ...exact.map((law) => described(law, coarse, { mean, variance })),
        ...[sde, real].flatMap((s) => s.described),
      ],
      edges: coarse.map((i) => steady.edges[i]),
      noiseToSignal: linear && signalRatio(linear.alpha[2], linear.beta[1], problem.sgd.batchSize ?? 1),
    },
    warnings: [...source.warnings, ...new Set([...sde.warnings, ...real.warnings])],
    stats: { milliseconds: performance.now() - started, cells: steady.edges.length - 1 },
  };
}

/** α₃/(S β₂²); Infinity where there is no signal. */
const signalRatio = (noise: number, signal: number, batch: number): number => noise / (batch * signal * signal);

function linesOf({ linear, problem, data }: ParticleProblem): LineSde[] {
  if (linear !== null) return reducedLines(linear);
  return parameterLines(sgd(expressionModel(problem.model), dataLaw(data), problem.sgd));
}

interface Sampling {
  readonly steady: SteadyLaw;
  readonly coarse: readonly number[];
  readonly choices: ParticleChoices;
  readonly name: 'SDE' | 'SGD';
}

/** Particles on the cells of the steady law; no law where nothing was recorded. */
async function sample(source: ParticleProblem, { steady, coarse, choices, name }: Sampling) {
  const method: ParticleMethod = name === 'SGD' ? 'sgd' : source.linear?.modifiedLoss ? 'log' : 'sde';
  const { step, steps: wanted, ...others } = choices;
  const { sgd: settings } = source.problem;
  // A number of steps is one of SGD, and both methods run for the same time.
  const time = wanted === undefined ? choices.time : wanted * (settings.learningRate ?? settings.temperature!);
  const stepOfSde = name === 'SDE' && step !== undefined ? { step } : {};
  const plan = particlePlan(source, { ...others, time, method, ...stepOfSde });
  const thresholds = Float64Array.from(
    coarse.filter((_, i) => i > 0 && i % 5 === 0),
    (i) => steady.edges[i],
  );
  const setup = { ...plan.setup, edges: { ...plan.setup.edges, [steady.variable]: steady.edges }, thresholds };
  const { run } = withOptionNames(() => particleExperiment(setup));
  const { particles, seed, steps } = plan;
  const { parts } = await runThreads({ setup, particles, seed, steps, workers: choices.workers, label: name });
  const summary = summarise(run, parts);
  const [{ tally, effective, moments }] = summary.observables;
  const { lost } = summary;
  const outcome = lost.count > 0 ? 'diverged' : summary.steps < steps ? 'interrupted' : 'finished';
  const facts = { particles, steps: summary.steps, timeStep: setup.timeStep, outcome, divergedShare: lost.share };
  const warnings = [
    ...plan.warnings,
    ...(lost.count > 0
      ? [
          `${name}: ${(100 * lost.share).toPrecision(3)} % of the chains diverged, the first after step ${lost.firstStep}.`,
        ]
      : []),
    ...(summary.steps < steps ? [`${name}: interrupted after ${summary.steps} of ${steps} steps.`] : []),
  ];
  if (moments.records === 0)
    return { law: null, described: [], warnings: [...warnings, `${name}: nothing was recorded.`] };
  const law = binnedLaw(name, tally.histogram, effective.size);
  return { law, described: [described(law, coarse, moments, facts)], warnings };
}

function described(
  law: BinnedLaw,
  coarse: readonly number[],
  { mean, variance }: { readonly mean: number | null; readonly variance: number | null },
  run?: ComparedLaw['run'],
): ComparedLaw {
  const { mass } = coarsened(law, coarse);
  return {
    name: law.name as ComparedLaw['name'],
    mass: Array.from(mass.subarray(1, mass.length - 1)),
    effectiveSamples: law.effectiveSamples,
    outside: mass[0] + mass[mass.length - 1],
    mean,
    variance,
    ...(run && { run }),
  };
}
