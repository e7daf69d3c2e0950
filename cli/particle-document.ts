import { QUANTILES } from '../src/io/document.js';
import type {
  ParticlesDocument,
  SampleHistogram,
  SampleMoments,
  SampleQuantiles,
  StepStudySummary,
} from '../src/io/particles-document.js';
import { particleExperiment } from '../solvers/particles/experiment.js';
import { studySetup } from '../solvers/particles/setup-study.js';
import { histogramQuantiles } from '../solvers/particles/quantiles.js';
import { conclude, createEnsemble, summarise, type ObservableSummary } from '../solvers/particles/simulate.js';
import type { LoadedProblem } from './load.js';
import { readCheckpoint, writeCheckpoint } from './particle-checkpoint.js';
import { withOptionNames, type ParticleChoices } from './particle-options.js';
import { particlePlan, particleProblem, type ParticlePlan } from './particle-plan.js';
import { runThreads } from './particle-threads.js';
import { version } from './version.js';

/** Where a run starts from and where it is kept. */
export interface CheckpointFiles {
  readonly resume?: string;
  readonly checkpoint?: string;
}

/** Runs particles of a problem. */
export async function particlesDocument(
  loaded: LoadedProblem,
  choices: ParticleChoices,
  files: CheckpointFiles,
): Promise<ParticlesDocument> {
  const started = performance.now();
  const source = await particleProblem(loaded);
  const plan = particlePlan(source, choices);
  const { setup, particles, seed, steps } = plan;
  const run = withOptionNames(() => {
    const experiment = particleExperiment(setup);
    // One chain, so that what cannot start is told before threads are.
    createEnsemble(experiment.run, { count: 1, seed, initial: experiment.initial });
    return experiment.run;
  });
  const study = choices.stepStudy ? withOptionNames(() => studyOf(plan)) : null;
  const from = files.resume === undefined ? undefined : await readCheckpoint(files.resume, plan);
  const { parts, nanosecondsPerStep, workers } = await runThreads({
    setup,
    particles,
    seed,
    steps,
    workers: choices.workers,
    from,
    label: setup.method,
  });
  if (files.checkpoint !== undefined) await writeCheckpoint(files.checkpoint, plan, parts);
  const { value, outcome, message } = conclude(summarise(run, parts), steps);
  const [first] = value.observables;
  const milliseconds = performance.now() - started;
  return {
    command: 'particles',
    version: version(),
    problem: source.problem,
    result: {
      method: setup.method,
      outcome: value.steps < steps ? 'interrupted' : outcome,
      particles,
      steps: value.steps,
      timeStep: setup.timeStep,
      time: value.steps * setup.timeStep,
      burnIn: setup.plan.burnIn,
      thin: setup.plan.thin,
      seed,
      moments: tableOf(value.observables, momentsOf),
      quantiles: tableOf(value.observables, (o) => quantilesOf(o, setup.edges[o.name])),
      histogram: tableOf(value.observables, (o) => histogramOf(o, setup.edges[o.name])),
      components: componentsOf(first, source.linear?.depth === 0),
      effectiveSamples: first.effective.size,
      autocorrelationTime: first.effective.time * setup.plan.thin,
      effectiveSamplesReliable: first.effective.reliable,
      diverged: value.lost,
      nanosecondsPerStep,
      ...(study && { stepStudy: study }),
    },
    warnings: [
      ...source.warnings,
      ...plan.warnings,
      ...(outcome === 'finished' ? [] : [message]),
      ...(value.steps < steps && outcome === 'diverged' ? [`Stopped after ${value.steps} of ${steps} steps.`] : []),
      ...sampleWarnings(first, plan),
    ],
    stats: { milliseconds, workers },
  };
}

/** Paths, and steps of four times the time step, of a step study: a second's work at most. */
const STUDY = { paths: 2000, steps: 125 };

function studyOf({ setup, seed, steps, particles }: ParticlePlan): StepStudySummary {
  const size = { seed, paths: Math.min(STUDY.paths, particles), steps: Math.min(STUDY.steps, Math.ceil(steps / 4)) };
  const { timeSteps, means, order, error } = studySetup(setup, size);
  return { time: 4 * setup.timeStep * size.steps, paths: size.paths, timeSteps, means, order, error };
}

function sampleWarnings({ moments, effective }: ObservableSummary, { setup }: ParticlePlan): string[] {
  if (moments.records === 0) return [`Nothing was recorded: the burn-in takes ${setup.plan.burnIn} steps.`];
  return effective.reliable ? [] : ['The effective sample size is a guess: run more chains, or longer ones.'];
}

function tableOf<T>(
  observables: readonly ObservableSummary[],
  of: (observable: ObservableSummary) => T,
): Record<string, T> {
  return Object.fromEntries(observables.map((observable) => [observable.name, of(observable)]));
}

const momentsOf = ({ moments, standardError }: ObservableSummary): SampleMoments => ({ ...moments, standardError });

function quantilesOf({ histogram, moments }: ObservableSummary, edges: Float64Array): SampleQuantiles {
  // What never varies, such as the balance of balanced weights, is known better than to a cell.
  const still = moments.variance === 0 ? moments.mean : null;
  const values =
    still === null ? histogramQuantiles(histogram, edges, QUANTILES.map(Number)) : QUANTILES.map(() => still);
  return Object.fromEntries(QUANTILES.map((name, i) => [name, values[i]])) as SampleQuantiles;
}

/** The histogram between its first and its last cell that holds anything. */
function histogramOf({ histogram }: ObservableSummary, edges: Float64Array): SampleHistogram {
  const counts = Array.from(histogram.subarray(1, edges.length));
  const first = counts.findIndex((n) => n > 0);
  const last = counts.findLastIndex((n) => n > 0);
  const [below, above] = [histogram[0], histogram[edges.length]];
  if (first < 0) return { edges: [], counts: [], below, above };
  return { edges: Array.from(edges.subarray(first, last + 2)), counts: counts.slice(first, last + 1), below, above };
}

/** Sides of the fixed point 0; regression has none. */
function componentsOf({ name, signs, moments }: ObservableSummary, whole: boolean) {
  const weight = (share: number): number | null => (moments.records === 0 ? null : share);
  if (whole) return [{ name: 'class-1', weight: weight(1) }];
  const [below, at, above] = signs;
  return [
    { name: `${name}>0`, weight: weight(above) },
    { name: `${name}<0`, weight: weight(below) },
    { name: `${name}=0`, weight: weight(at) },
  ];
}
