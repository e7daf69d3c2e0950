import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import type { Generator } from '../../src/fv/generator.js';
import type { Grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';
import { planGenerator } from '../linear/generator-plan.js';
import { atOnce, Interrupted, within, type Steps } from '../steps.js';
import {
  evolutionInSteps,
  smallest,
  type TensorEvolveOptions,
  type TensorMethod,
  type TensorRun,
} from './tensor-evolution.js';
import { limitInSteps, type TensorLimit } from './tensor-limit.js';

/** A stretch of time, from the end of the stage before it (or 0) to `until`. */
export interface TensorStage {
  readonly until: number;
  /** The SDE at a time; the same at all times of the stage unless `ramp`. */
  readonly sdeAt: (time: number) => Sde;
  readonly ramp: boolean;
}

/** Masses at ascending times through all stages, with the worst of the checks. */
export interface StagedRun extends Omit<TensorRun, 'method'> {
  readonly methods: readonly TensorMethod[];
  /** The generator of the first stage, and the limit under the last one from where its masses stand; null beyond 16 closed classes, or where it would take too long. */
  readonly generator: DiscretisedSde;
  readonly limit: TensorLimit | null;
  /** Estimated Σ|error| from taking ramps in steps; 0 without ramps. */
  readonly rampError: number;
}

/** Multiplications that a limit in space may take. */
const MOST_FLOPS = 3e10;
/** Pieces that a ramp is cut into at first and at most, and the Σ|error| that is good enough. */
const PIECES = { first: 8, most: 64, enough: 1e-4 } as const;

/**
 * The masses at ascending times: exponentials where the coefficients are constant. A ramp is cut into pieces with the coefficients of
 * their midpoints (Magnus' exponential midpoint rule, of second order, as positive as each exponential), more of them until it settles.
 * Masses are those of the cells and, after them, of the absorbing ends. Throws InputError as `discretise` and `evolveOnGrid` do.
 */
export function evolveStages(
  stages: readonly TensorStage[],
  grid: Grid,
  start: Float64Array,
  options: StagesOptions,
): StagedRun {
  return atOnce(stagesInSteps(stages, grid, start, options));
}

/** Output times, and how to get there. */
export type StagesOptions = Omit<TensorEvolveOptions, 'limit'> & { readonly times: readonly number[] };

/** The same step by step; where it is stopped, with the times that are done. */
export function* stagesInSteps(
  stages: readonly TensorStage[],
  grid: Grid,
  start: Float64Array,
  { times, ...options }: StagesOptions,
): Steps<StagedRun> {
  const last = times[times.length - 1];
  const runs: TensorRun[] = [];
  const masses: Float64Array[] = [];
  const reached: number[] = [];
  const generator = discretise(stages[0].sdeAt(0), grid);
  let limit: TensorLimit | null = null;
  let [mass, begin, rampError, stopped] = [onStates(start, generator), 0, 0, false];
  for (const [index, stage] of stages.entries()) {
    const here = times.filter((t) => t <= stage.until && (t > begin || (begin === 0 && t === 0)));
    const onward = last > stage.until;
    const until = onward ? stage.until : last;
    if (here.length === 0 && !onward) break;
    const wanted = onward && here[here.length - 1] !== until ? [...here, until] : here;
    const local = wanted.map((t) => t - begin);
    const own = { ...stage, begin, grid, options, ...(begin === 0 && { generator }) };
    const share = [index / stages.length, (index + 1) / stages.length] as const;
    const done = yield* orNull(within(alongStage(own, mass, local), share));
    stopped = done?.run.stopped ?? true;
    limit = done?.limit ?? null;
    if (done) {
      runs.push(done.run);
      rampError += done.error;
      const at = done.run.times.map((t) => local.indexOf(t));
      at.forEach((i, k) => i < here.length && masses.push(done.run.masses[k]) && reached.push(here[i]));
    }
    if (done === null || stopped) break;
    mass = done.run.masses[done.run.masses.length - 1];
    begin = stage.until;
  }
  if (stopped && reached.length === 0 && times[0] === 0) {
    masses.push(mass);
    reached.push(0);
  }
  if (reached.length === 0) throw new Interrupted();
  const end = stages[stages.length - 1];
  // Of a stage that others would have followed the limit is not that of the whole.
  if (stopped && last > stages[0].until) limit = null;
  else if (!stopped && end.ramp)
    limit = yield* affordableLimit(discretise(end.sdeAt(Math.min(end.until, last)), grid), mass, options);
  const { methods, ...totals } = summed(runs, masses);
  return { masses, generator, limit, rampError, methods, ...totals, times: reached, stopped };
}

/** The result of a computation; null where it is stopped with nothing. */
function* orNull<T>(steps: Steps<T>): Steps<T | null> {
  try {
    return yield* steps;
  } catch (error) {
    if (error instanceof Interrupted) return null;
    throw error;
  }
}

interface Stage extends TensorStage {
  readonly begin: number;
  readonly grid: Grid;
  readonly options: TensorEvolveOptions;
  /** If it is known already. */
  readonly generator?: DiscretisedSde;
}

interface StageRun {
  readonly run: TensorRun;
  readonly limit: TensorLimit | null;
  readonly error: number;
}

function* alongStage(stage: Stage, mass: Float64Array, times: readonly number[]): Steps<StageRun> {
  if (stage.ramp) return { limit: null, ...(yield* alongRamp(stage, mass, times)) };
  const { begin, grid, options } = stage;
  const generator = stage.generator ?? discretise(stage.sdeAt(begin), grid);
  const limit = yield* within(affordableLimit(generator, mass, options), [0, LIMIT_SHARE], 'limit');
  const steps = evolutionInSteps(generator, mass, times, { ...options, ...(limit && { limit: limit.mass }) });
  const { value } = yield* within(steps, [limit ? LIMIT_SHARE : 0, 1]);
  return { run: value, limit, error: 0 };
}

/** Share of the time of a stage that its limit is taken to need. */
const LIMIT_SHARE = 0.25;

/** Masses on cells as masses on all states of a generator: nothing has reached its absorbing ends. */
export function onStates(cells: Float64Array, { rates }: Pick<Generator, 'rates'>): Float64Array {
  if (cells.length === rates.rows) return cells;
  const mass = new Float64Array(rates.rows);
  mass.set(cells);
  return mass;
}

/** The limit where its elimination takes seconds: in space it may take hours, and only late frames and entropies profit from it. */
function* affordableLimit(
  generator: DiscretisedSde,
  mass: Float64Array,
  { memoryLimit }: TensorEvolveOptions,
): Steps<TensorLimit | null> {
  const inSpace = generator.grid.axes.length > 2;
  if (inSpace && planGenerator(generator).cost.flops > MOST_FLOPS) return null;
  return yield* limitInSteps(generator, mass, { ...(memoryLimit !== undefined && { memoryLimit }) });
}

/** Cuts a ramp into twice as many pieces until its masses settle; the rule is of second order, so a third of the change is left. */
function* alongRamp(
  ramp: Stage,
  mass: Float64Array,
  times: readonly number[],
): Steps<{ run: TensorRun; error: number }> {
  // As if the most pieces were needed: it ends early or in time.
  const share = (pieces: number): number => (pieces - PIECES.first) / (2 * PIECES.most - PIECES.first);
  const cut = (pieces: number): Steps<TensorRun> =>
    within(inPieces(ramp, mass, { times, pieces }), [share(pieces), share(2 * pieces)], `${pieces} pieces of a ramp`);
  let run = yield* cut(PIECES.first);
  for (let pieces = 2 * PIECES.first; ; pieces *= 2) {
    const finer = yield* cut(pieces);
    const error = Math.max(...finer.masses.map((m, i) => distance(m, run.masses[i]))) / 3;
    run = finer;
    if (error <= PIECES.enough || pieces >= PIECES.most) return { run, error };
  }
}

/** Of a ramp that is stopped nothing is known. */
function* inPieces(
  { until, begin, sdeAt, grid, options }: Stage,
  start: Float64Array,
  { times, pieces }: { readonly times: readonly number[]; readonly pieces: number },
): Steps<TensorRun> {
  const whole = Math.min(until - begin, times[times.length - 1]);
  const cuts = Array.from({ length: pieces }, (_, i) => ((i + 1) * whole) / pieces);
  const ends = [...new Set([...cuts, ...times])].filter((t) => t > 0).sort((a, b) => a - b);
  const found = new Map<number, Float64Array>([[0, start]]);
  const runs: TensorRun[] = [];
  let [now, mass] = [0, start];
  for (const end of ends) {
    yield { share: now / whole, words: '' };
    const generator = discretise(sdeAt(begin + (now + end) / 2), grid);
    const piece = within(evolutionInSteps(generator, mass, [end - now], options), [now / whole, end / whole]);
    const run = (yield* piece).value;
    if (run.stopped) throw new Interrupted();
    runs.push(run);
    mass = run.masses[0];
    found.set(end, mass);
    now = end;
  }
  const masses = times.map((t) => found.get(t)!);
  return { ...summed(runs, masses), method: runs[0].method, masses, times, stopped: false };
}

/** The checks of runs one after the other; of no run, those of the masses it would have started from. */
function summed(
  runs: readonly TensorRun[],
  masses: readonly Float64Array[],
): Omit<TensorRun, 'method' | 'masses' | 'times' | 'stopped'> & { readonly methods: readonly TensorMethod[] } {
  const sum = (key: 'massError' | 'repaired' | 'errorEstimate' | 'work'): number =>
    runs.reduce((total, run) => total + run[key], 0);
  return {
    methods: [...new Set(runs.map(({ method }) => method))],
    massError: sum('massError'),
    smallestMass: runs.length > 0 ? Math.min(...runs.map((run) => run.smallestMass)) : smallest(masses),
    repaired: sum('repaired'),
    errorEstimate: sum('errorEstimate'),
    work: sum('work'),
  };
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0);
}
