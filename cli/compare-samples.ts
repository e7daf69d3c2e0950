import type { ComparedLaw } from '../src/io/comparison-document.js';
import { particleExperiment, type ParticleMethod } from '../solvers/particles/experiment.js';
import { summarise } from '../solvers/particles/simulate.js';
import { binnedLaw, type BinnedLaw } from '../validation/compare/binned-law.js';
import type { SteadyLaw } from '../validation/compare/steady-law.js';
import { withOptionNames, type ParticleChoices } from './particle-options.js';
import { particlePlan, type ParticleProblem } from './particle-plan.js';
import { runThreads } from './particle-threads.js';

/** What particles are to be held against. */
export interface Target {
  readonly steady: SteadyLaw;
  /** Indices of the edges between which laws are shown. */
  readonly coarse: readonly number[];
}

/** A law with its first moments, and how it came about. */
export interface NamedLaw {
  readonly law: BinnedLaw;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly run?: ComparedLaw['run'];
}

/** What particles of one kind have shown; nothing where nothing was recorded. */
export interface Samples {
  /** One per target, in that order. */
  readonly laws: readonly NamedLaw[];
  readonly joint: BinnedLaw | null;
  readonly warnings: readonly string[];
}

/** What to run. */
export interface Sampling {
  readonly targets: readonly Target[];
  readonly cells?: readonly Float64Array[];
  readonly choices: ParticleChoices;
  readonly name: 'SDE' | 'SGD';
}

/** Particles of the SDE or of SGD on the cells of the steady laws. */
export async function sample(source: ParticleProblem, sampling: Sampling): Promise<Samples> {
  const { choices, name, targets, cells } = sampling;
  const plan = planOf(source, sampling);
  const byName = (pick: (target: Target) => Float64Array): Record<string, Float64Array> =>
    Object.fromEntries(targets.map((target) => [target.steady.variable, pick(target)]));
  const setup = {
    ...plan.setup,
    edges: { ...plan.setup.edges, ...byName(({ steady }) => steady.edges) },
    thresholds: byName(thresholdsOf),
    ...(cells && { cells }),
  };
  const { run } = withOptionNames(() => particleExperiment(setup));
  const { particles, seed, steps } = plan;
  const { parts } = await runThreads({ setup, particles, seed, steps, workers: choices.workers, label: name });
  const { observables, steps: made, lost } = summarise(run, parts);
  const warnings = [...plan.warnings];
  if (lost.count > 0) {
    const share = `${(100 * lost.share).toPrecision(3)} %`;
    warnings.push(`${name}: ${share} of the chains diverged, the first after step ${lost.firstStep}.`);
  }
  if (made < steps) warnings.push(`${name}: interrupted after ${made} of ${steps} steps.`);
  if (observables[0].moments.records === 0) {
    return { laws: [], joint: null, warnings: [...warnings, `${name}: nothing was recorded.`] };
  }
  const outcome = lost.count > 0 ? 'diverged' : made < steps ? 'interrupted' : 'finished';
  const facts = { particles, steps: made, timeStep: setup.timeStep, outcome, divergedShare: lost.share };
  const laws = targets.map(({ steady }) => {
    const { histogram, effective, moments } = observables.find((o) => o.name === steady.variable)!;
    const { mean, variance } = moments;
    return { law: binnedLaw(name, histogram, effective.size), mean, variance, run: facts };
  });
  const counts = observables.find((o) => o.name === 'cells')?.histogram;
  // The least that one of the parameters is worth.
  const worth = Math.min(...laws.map(({ law }) => law.effectiveSamples ?? 0));
  return { laws, joint: counts ? binnedLaw(name, counts.subarray(1, counts.length - 1), worth) : null, warnings };
}

/** A number of steps is one of SGD, and both methods run for the same time. */
function planOf(source: ParticleProblem, { choices, name }: Sampling) {
  const method: ParticleMethod = name === 'SGD' ? 'sgd' : source.linear?.modifiedLoss ? 'log' : 'sde';
  const { step, steps, ...others } = choices;
  const { sgd } = source.problem;
  const time = steps === undefined ? choices.time : steps * (sgd.learningRate ?? sgd.temperature!);
  return particlePlan(source, { ...others, time, method, ...(name === 'SDE' && step !== undefined ? { step } : {}) });
}

/** Every fifth of the coarse edges: where the effective sample size is measured. */
function thresholdsOf({ steady, coarse }: Target): Float64Array {
  const inner = coarse.filter((_, i) => i > 0 && i % 5 === 0);
  return Float64Array.from(inner, (i) => steady.edges[i]);
}
