import { InputError } from '../../src/num/input-error.js';
import type { Solution } from '../solution.js';
import { autocorrelationTime, distributionSize, type EffectiveSample } from './autocorrelation.js';
import { createChains, type Chains, type ChainsOptions, type Process } from './chains.js';
import { createTally, momentsOf, record, sumOf, type Moments, type Observable, type Tally } from './tally.js';

/** When to record: after `burnIn` steps, every `thin` steps. */
export interface Plan {
  readonly burnIn: number;
  readonly thin: number;
}

/**
 * An ensemble or a part of it, with what it has recorded: plain data, so that `structuredClone` makes a checkpoint and the
 * message to a worker alike.
 */
export interface Ensemble {
  readonly chains: Chains;
  /** One per observable. */
  readonly tallies: readonly Tally[];
  /** The first observable's records of the first chains, one array per traced chain. */
  readonly traces: readonly number[][];
}

/** The rules of a run: shared by all parts, rebuilt rather than copied where a worker needs them. */
export interface Run {
  readonly process: Process;
  readonly observables: readonly Observable[];
  readonly plan: Plan;
}

/** How many chains may be so few that their own series must tell the autocorrelation time, and are traced for it. */
const FEW_CHAINS = 30;
const LONGEST_TRACE = 100_000;

/** A part of an ensemble at its start. Throws InputError for a plan without positive thinning or with a negative burn-in. */
export function createEnsemble(run: Run, options: ChainsOptions): Ensemble {
  const { burnIn, thin } = run.plan;
  if (!(Number.isSafeInteger(burnIn) && burnIn >= 0)) {
    throw new InputError('particles.burnIn', 'a number of steps of at least 0', String(burnIn), 'Change it.');
  }
  if (!(Number.isSafeInteger(thin) && thin >= 1)) {
    throw new InputError('particles.thin', 'a number of steps of at least 1', String(thin), 'Change it.');
  }
  const chains = createChains(run.process, options);
  const first = options.first ?? 0;
  const traced = Math.max(0, Math.min(options.count, FEW_CHAINS - first));
  return {
    chains,
    tallies: run.observables.map((o) => createTally(o, options.count)),
    traces: Array.from({ length: traced }, () => []),
  };
}

/**
 * Makes `steps` more steps in place, recording as the plan says. The result depends on the total number of steps and not on
 * how they are divided into calls, nor on what other parts of the ensemble do.
 */
export function runChunk(
  { process, observables, plan }: Run,
  { chains, tallies, traces }: Ensemble,
  steps: number,
): void {
  const end = chains.step + steps;
  while (chains.step < end) {
    const past = chains.step - plan.burnIn;
    const next = past < 0 ? plan.burnIn : plan.burnIn + (Math.floor(past / plan.thin) + 1) * plan.thin;
    const count = Math.min(next, end) - chains.step;
    process.advance(chains, count);
    chains.step += count;
    if (chains.step < next || chains.step === plan.burnIn) continue;
    observables.forEach((observable, i) => record(tallies[i], observable, chains));
    traces.forEach((trace, k) => extendTrace(trace, observables[0], chains, k));
  }
}

function extendTrace(trace: number[], observable: Observable | undefined, chains: Chains, k: number): void {
  if (observable === undefined || chains.lost[k] > 0 || trace.length >= LONGEST_TRACE) return;
  trace.push(
    observable.of(Float64Array.from({ length: chains.dimension }, (_, i) => chains.theta[i * chains.count + k])),
  );
}

/** Consecutive parts of an ensemble, in order, as one result. */
export interface Summary {
  readonly observables: readonly ObservableSummary[];
  readonly particles: number;
  readonly steps: number;
  readonly lost: {
    readonly count: number;
    readonly share: number;
    /** Step after which the first was lost, or null. */ readonly firstStep: number | null;
  };
  /** Equations that implicit steps left unsolved. */
  readonly unsolved: number;
}

/** What was recorded of one observable. */
export interface ObservableSummary {
  readonly name: string;
  readonly moments: Moments;
  /** Standard error of the mean, √(variance/effective size); null without records. */
  readonly standardError: number | null;
  readonly effective: EffectiveSample;
  /** Tally.histogram of all parts. */
  readonly histogram: Float64Array;
  /** The tallies of the parts, which are never copied into one: they may fill half of the memory. */
  readonly tallies: readonly Tally[];
  /** Shares of records below, at and above 0. */
  readonly signs: readonly [number, number, number];
}

/** Joins the parts. Chains are independent, so 30 or more tell the effective size by themselves; fewer need their series. */
export function summarise(run: Run, parts: readonly Ensemble[]): Summary {
  const particles = parts.reduce((n, p) => n + p.chains.count, 0);
  const traces = parts.flatMap((p) => p.traces).filter((t) => t.length > 0);
  const observables = run.observables.map(({ name }, i): ObservableSummary => {
    const tallies = parts.map((p) => p.tallies[i]);
    const moments = momentsOf(tallies);
    const effective =
      particles < FEW_CHAINS && i === 0 && traces.length > 0
        ? fromTraces(traces, moments.records)
        : distributionSize(tallies);
    const histogram = sumOf(tallies.map((t) => t.histogram));
    const [below, at, above] = sumOf(tallies.map((t) => t.signs)).map((s) => s / Math.max(1, moments.records));
    const standardError = moments.variance === null ? null : Math.sqrt(moments.variance / Math.max(effective.size, 1));
    return { name, moments, standardError, effective, histogram, tallies, signs: [below, at, above] };
  });
  const lost = parts.map((p) => p.chains.lost.filter((step) => step > 0));
  const count = lost.reduce((n, steps) => n + steps.length, 0);
  const firstStep = lost.reduce((least, steps) => steps.reduce((a, b) => Math.min(a, b), least), Infinity);
  return {
    observables,
    particles,
    steps: parts[0]?.chains.step ?? 0,
    lost: { count, share: count / particles, firstStep: count > 0 ? firstStep : null },
    unsolved: parts.reduce((n, p) => n + p.chains.failures[0], 0),
  };
}

function fromTraces(traces: readonly (readonly number[])[], records: number): EffectiveSample {
  const shortest = Math.min(...traces.map((t) => t.length));
  const estimate = autocorrelationTime(traces.map((t) => t.slice(0, shortest)));
  return { ...estimate, size: records / estimate.time };
}

/** Options of simulate. */
export interface SimulateOptions extends Run {
  readonly start: ChainsOptions;
  readonly steps: number;
  /** Steps between calls of `onProgress`; default 1000. */
  readonly chunk?: number;
  /** Called after every chunk with the share of steps done; return false to stop there and keep what is done. */
  onProgress?(share: number, ensemble: Ensemble): boolean | undefined;
}

/**
 * A whole run in one thread. 'diverged' tells that chains were lost, since when and how many; results then hold what they
 * showed before that. Throws InputError for a number of steps that is not positive, and what createEnsemble refuses.
 */
export function simulate(options: SimulateOptions): Solution<Summary, 'finished' | 'diverged' | 'interrupted'> {
  const { start, steps, chunk = 1000, onProgress } = options;
  if (!(Number.isSafeInteger(steps) && steps > 0)) {
    throw new InputError('particles.steps', 'a positive number of steps', String(steps), 'Change it.');
  }
  const ensemble = createEnsemble(options, start);
  let goesOn = true;
  while (goesOn && ensemble.chains.step < steps) {
    runChunk(options, ensemble, Math.min(chunk, steps - ensemble.chains.step));
    goesOn = onProgress?.(ensemble.chains.step / steps, ensemble) ?? true;
  }
  return conclude(summarise(options, [ensemble]), steps);
}

/** A summary with its outcome in words. */
export function conclude(value: Summary, wanted: number): Solution<Summary, 'finished' | 'diverged' | 'interrupted'> {
  const { lost, particles, steps, unsolved } = value;
  const stats = { particles, steps, lost: lost.count, lostShare: lost.share, unsolved };
  const left =
    unsolved > 0 ? ` ${unsolved} implicit steps were not solved to tolerance; use a smaller learning rate.` : '';
  if (lost.count > 0) {
    const share = `${(100 * lost.share).toPrecision(3)} % of the chains`;
    const message = `${share} diverged, the first after step ${lost.firstStep}. Use a smaller step or learning rate.${left}`;
    return { value, outcome: 'diverged', message, stats };
  }
  const outcome = steps < wanted ? 'interrupted' : 'finished';
  return { value, outcome, message: `${steps} of ${wanted} steps with ${particles} particles.${left}`, stats };
}
