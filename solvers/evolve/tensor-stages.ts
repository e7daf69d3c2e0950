import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import type { Grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';
import { planGenerator } from '../linear/generator-plan.js';
import { evolveOnGrid, type TensorEvolveOptions, type TensorMethod, type TensorRun } from './tensor-evolution.js';
import { tensorLimit, type TensorLimit } from './tensor-limit.js';

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
 * Throws InputError as `discretise` and `evolveOnGrid` do.
 */
export function evolveStages(
  stages: readonly TensorStage[],
  grid: Grid,
  start: Float64Array,
  { times, ...options }: Omit<TensorEvolveOptions, 'limit'> & { readonly times: readonly number[] },
): StagedRun {
  const last = times[times.length - 1];
  const runs: TensorRun[] = [];
  const masses: Float64Array[] = [];
  const generator = discretise(stages[0].sdeAt(0), grid);
  let limit: TensorLimit | null = null;
  let [mass, begin, rampError] = [start, 0, 0];
  for (const stage of stages) {
    const here = times.filter((t) => t <= stage.until && (t > begin || (begin === 0 && t === 0)));
    const onward = last > stage.until;
    const until = onward ? stage.until : last;
    if (here.length === 0 && !onward) break;
    const wanted = onward && here[here.length - 1] !== until ? [...here, until] : here;
    const local = wanted.map((t) => t - begin);
    let run: TensorRun;
    if (stage.ramp) {
      const ramped = alongRamp({ ...stage, begin, grid, options }, mass, local);
      run = ramped.run;
      rampError += ramped.error;
    } else {
      const own = begin === 0 ? generator : discretise(stage.sdeAt(begin), grid);
      limit = affordableLimit(own, mass);
      run = evolveOnGrid(own, mass, local, { ...options, ...(limit && { limit: limit.mass }) }).value;
    }
    runs.push(run);
    masses.push(...run.masses.slice(0, here.length));
    mass = run.masses[run.masses.length - 1];
    begin = stage.until;
  }
  const end = stages[stages.length - 1];
  if (end.ramp) limit = affordableLimit(discretise(end.sdeAt(Math.min(end.until, last)), grid), mass);
  const { methods, ...totals } = summed(runs);
  return { masses, generator, limit, rampError, methods, ...totals };
}

/** The limit where its elimination takes seconds: in space it may take hours, and only late frames and entropies profit from it. */
function affordableLimit(generator: DiscretisedSde, mass: Float64Array): TensorLimit | null {
  const inSpace = generator.grid.axes.length > 2;
  return inSpace && planGenerator(generator).cost.flops > MOST_FLOPS ? null : tensorLimit(generator, mass);
}

interface Ramp extends TensorStage {
  readonly begin: number;
  readonly grid: Grid;
  readonly options: TensorEvolveOptions;
}

/** Cuts a ramp into twice as many pieces until its masses settle; the rule is of second order, so a third of the change is left. */
function alongRamp(ramp: Ramp, mass: Float64Array, times: readonly number[]): { run: TensorRun; error: number } {
  let run = inPieces(ramp, mass, { times, pieces: PIECES.first });
  for (let pieces = 2 * PIECES.first; ; pieces *= 2) {
    const finer = inPieces(ramp, mass, { times, pieces });
    const error = Math.max(...finer.masses.map((m, i) => distance(m, run.masses[i]))) / 3;
    run = finer;
    if (error <= PIECES.enough || pieces >= PIECES.most) return { run, error };
  }
}

function inPieces(
  { until, begin, sdeAt, grid, options }: Ramp,
  start: Float64Array,
  { times, pieces }: { readonly times: readonly number[]; readonly pieces: number },
): TensorRun {
  const whole = Math.min(until - begin, times[times.length - 1]);
  const cuts = Array.from({ length: pieces }, (_, i) => ((i + 1) * whole) / pieces);
  const ends = [...new Set([...cuts, ...times])].filter((t) => t > 0).sort((a, b) => a - b);
  const found = new Map<number, Float64Array>([[0, start]]);
  const runs: TensorRun[] = [];
  let [now, mass] = [0, start];
  for (const end of ends) {
    const run = evolveOnGrid(discretise(sdeAt(begin + (now + end) / 2), grid), mass, [end - now], options).value;
    runs.push(run);
    mass = run.masses[0];
    found.set(end, mass);
    now = end;
  }
  return { ...summed(runs), method: runs[0].method, masses: times.map((t) => found.get(t)!) };
}

/** The checks of runs one after the other. */
function summed(runs: readonly TensorRun[]): Omit<TensorRun, 'method' | 'masses'> & {
  readonly methods: readonly TensorMethod[];
} {
  const sum = (key: 'massError' | 'repaired' | 'errorEstimate' | 'work'): number =>
    runs.reduce((total, run) => total + run[key], 0);
  return {
    methods: [...new Set(runs.map(({ method }) => method))],
    massError: sum('massError'),
    smallestMass: Math.min(...runs.map(({ smallestMass }) => smallestMass)),
    repaired: sum('repaired'),
    errorEstimate: sum('errorEstimate'),
    work: sum('work'),
  };
}

function distance(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + Math.abs(x - b[i]), 0);
}
