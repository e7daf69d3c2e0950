import type { Generator } from '../../src/fv/generator.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';
import { aggregationMultigrid, apply } from '../linear/aggregation-multigrid.js';
import type { BackwardChain } from '../linear/aggregates.js';
import { multiplicativeCycle } from '../linear/aggregation-disaggregation.js';
import { conjugateResiduals, type ResidualOptions } from '../linear/conjugate-residuals.js';
import type { Solution } from '../solution.js';
import { atOnce, wasStopped, within, type Progress, type Steps } from '../steps.js';
import { normalise, onlyClass, type LogDensity } from './elimination.js';
import { startingLogMass } from './iteration-start.js';
import { basinsOf, wellFactors, type Basins } from './wells.js';

/** Settings of `steadyStateByIteration`. */
export interface SteadyIterationOptions {
  /** ln of masses near the steady state, up to a constant, finite on the cells of the class; by default from coarser grids. */
  readonly start?: Float64Array;
  /** The largest |inflow − outflow|/outflow of a cell at which it stops; 1e-11 by default. */
  readonly tolerance?: number;
  /** Cycles at most; 500 by default. */
  readonly cycles?: number;
  /** 1 for the cells of one closed class, to solve for that class alone. */
  readonly active?: Uint8Array;
}

/** How an iteration ended: `step-limit` after as many cycles as allowed, `stopped` where it was interrupted. */
export type IterationOutcome = 'converged' | 'step-limit' | 'stopped';

/** Cycles of one linear solve at most, each of which keeps two vectors, and what it may reduce the residual to. */
const ROUND = 10;
const REDUCTION = 1e-2;
/** To what memberships of wells are solved; they are found anew once x is balanced better by the factor STALE, until to FIRM. */
const SMOOTH = 1e-4;
const STALE = 1e-2;
const FIRM = 1e-4;
/** Imbalance from which the error is small enough for a linear solve to mend. */
const LINEAR = 0.3;
/** How well a coarser grid is solved to start from. */
const LOOSE = { tolerance: 1e-3, cycles: 100 };

/**
 * The steady state of a generator by iteration, in memory proportional to the number of jumps. With x near the steady state and
 * m = x·(1 + δ), A m = 0 is (I − P) δ = P 1 − 1 for the chain P run backwards in time (see `BackwardChain`), whose rows all have the
 * same size whatever x spans; it is solved by conjugate residuals with a K-cycle of aggregation multigrid, then x is renewed, so that
 * every cell is refined relative to itself.
 *
 * How much mass lies in wells that hardly exchange any is not seen by balance: δ is held at 0 in the deepest cell of each, and their
 * weights follow from the flow over the barriers (see `wellFactors`), so that no barrier is too high. Far from the steady state it begins
 * with multiplicative cycles of aggregation and disaggregation.
 *
 * `stats`: cells, cycles, imbalance (the largest |inflow − outflow|/outflow of a cell) and accuracy, an estimate of the relative error of
 * the worst cell from the last changes. Throws InputError when there is more than one closed class or a start of the wrong length.
 */
export function steadyStateByIteration(
  generator: Pick<Generator, 'grid' | 'rates'>,
  options: SteadyIterationOptions = {},
): Solution<LogDensity, IterationOutcome> {
  return atOnce(iterationInSteps(generator, options));
}

/** The same step by step; where it is stopped, with the masses as they are by then. */
export function* iterationInSteps(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  options: SteadyIterationOptions = {},
): Steps<Solution<LogDensity, IterationOutcome>> {
  const { tolerance = 1e-11, cycles: most = 500 } = options;
  const active = options.active ?? onlyClass(rates);
  const { logMass: start, stopped } = options.start
    ? { logMass: options.start, stopped: false }
    : yield* within(
        startingLogMass({ grid, rates }, (coarse) => iterationInSteps(coarse, LOOSE)),
        [0, 0.2],
      );
  if (start.length !== rates.rows)
    throw new InputError('steadyState.start', `${rates.rows} logarithms`, `${start.length}`, 'Give one for each cell.');
  const cells = Int32Array.from(active.keys()).filter((i) => active[i] === 1);
  const closed = restricted(rates, active, cells);
  const own = alternate(
    closed,
    Float64Array.from(cells, (i) => start[i]),
    { tolerance, most, stopped },
  );
  const { outcome, ...run } = yield* within(own, [options.start ? 0 : 0.2, 1]);
  const logMass = run.logMass;
  const whole = new Float64Array(rates.rows).fill(-Infinity);
  cells.forEach((i, k) => (whole[i] = logMass[k]));
  const mass = normalise(whole);
  const { cycles, imbalance, accuracy } = run;
  const stats = { cells: cells.length, cycles, imbalance, accuracy };
  return { value: { grid, mass, logMass: whole }, outcome, message: sentence(outcome, stats), stats };
}

interface Run {
  readonly logMass: Float64Array;
  readonly cycles: number;
  readonly imbalance: number;
  readonly accuracy: number;
  readonly outcome: IterationOutcome;
}

/** Multiplicative cycles until a linear solve can mend the rest, then rounds of these until every cell is in balance and stays as it is. */
function* alternate(
  rates: Csr,
  logMass: Float64Array,
  { tolerance, most, ...from }: { tolerance: number; most: number; stopped: boolean },
): Steps<Run> {
  let { stopped } = from;
  let [cycles, accuracy, left, linearFrom] = [0, Infinity, Infinity, LINEAR];
  let saved: { logMass: Float64Array; imbalance: number } | undefined;
  let wells: Wells = { held: new Int32Array(0), members: [], imbalance: Infinity };
  for (;;) {
    const { chain, excess } = backwards(rates, logMass);
    const imbalance = excess.reduce((worst, r) => Math.max(worst, Math.abs(r)), 0);
    if (saved && !(imbalance < saved.imbalance) && !(imbalance <= tolerance)) {
      logMass.set(saved.logMass);
      linearFrom = Math.min(linearFrom, saved.imbalance) / 10;
      [saved, accuracy] = [undefined, Infinity];
      continue;
    }
    saved = undefined;
    const share = Math.min(1, Math.max(0, Math.log(imbalance) / Math.log(tolerance)));
    const now = { share, words: `${cycles} cycles, imbalance ${imbalance.toExponential(1)}` };
    stopped ||= yield* wasStopped(now);
    const run = { logMass, cycles, imbalance, accuracy: Math.max(imbalance, left) };
    if (stopped || cycles >= most) return { ...run, outcome: stopped ? 'stopped' : 'step-limit' };
    if (imbalance <= tolerance && left <= 100 * tolerance) return { ...run, outcome: 'converged' };
    const before = accuracy;
    if (imbalance > linearFrom) {
      accuracy = multiply(logMass, multiplicativeCycle(chain));
      cycles += 1;
    } else {
      saved = { logMass: logMass.slice(), imbalance };
      const solved = yield* linearRound(rates, logMass, { chain, excess, imbalance, wells, most: most - cycles, now });
      ({ wells, stopped, change: accuracy } = solved);
      cycles += solved.cycles;
    }
    // What is left after steps that shrink by a factor ρ each time is ρ/(1 − ρ) of the last.
    const shrinking = Math.min(accuracy / before, 0.99);
    left = accuracy * Math.max(1, shrinking / (1 - shrinking));
    if (imbalance <= tolerance && accuracy > 0.97 * before) {
      return { ...run, cycles, accuracy: Math.max(imbalance, left), outcome: 'converged' };
    }
  }
}

/** The wells of a chain: their deepest cells, what share of every cell belongs to each, and how well x was balanced when that was found. */
interface Wells {
  readonly held: Int32Array;
  readonly members: readonly Float64Array[];
  readonly imbalance: number;
}

interface Round {
  readonly chain: BackwardChain;
  readonly excess: Float64Array;
  readonly imbalance: number;
  readonly wells: Wells;
  readonly most: number;
  readonly now: Progress;
}

/**
 * One linear solve for δ with δ = 0 in the deepest cell of every well, x renewed; then the weights of the wells, which the solve left as
 * they were. Both keep what the other has set right: δ changes no weight, and the weights change with memberships that are in balance.
 */
function* linearRound(
  rates: Csr,
  logMass: Float64Array,
  { chain: free, excess, imbalance, wells, most, now }: Round,
): Steps<{ wells: Wells; change: number; cycles: number; stopped: boolean }> {
  const stale = wells.imbalance > FIRM && imbalance <= STALE * wells.imbalance;
  const found = stale ? basinsOf(rates, free.logTraffic) : undefined;
  const held = found ? found.peaks : wells.held;
  const chain = { ...free, held };
  const { back } = chain;
  const precondition = aggregationMultigrid(chain);
  const settings = { precondition, most: Math.min(ROUND, most), now };
  const right = excess.slice();
  for (const i of held) right[i] = 0;
  const solved = yield* conjugateResiduals(back, right, { ...settings, reduction: REDUCTION });
  let { cycles, stopped } = solved;
  let members = wells.members;
  if (found && !stopped) {
    const linear = yield* memberships(back, found, settings);
    cycles += linear.cycles;
    ({ members, stopped } = linear);
  }
  let change = solved.y.reduce((worst, d) => Math.max(worst, Math.abs(d)), 0);
  renew(logMass, solved.y);
  if (members.length > 1 && !stopped) {
    const factors = wellFactors({ ...backwards(rates, logMass).chain, held }, members);
    if (factors) {
      const total = logMass.map((_, i) => Math.log(members.reduce((sum, h, W) => sum + factors[W] * h[i], 0)));
      change = Math.max(change, multiply(logMass, total));
    }
  }
  return { wells: { held, members, imbalance: stale ? imbalance : wells.imbalance }, change, cycles, stopped };
}

/** Functions that are 1 in the deepest state of one well, 0 in those of the others and else in balance, for each well; they sum to 1. */
function* memberships(
  back: Csr,
  { peaks, basin }: Basins,
  settings: Omit<ResidualOptions, 'reduction'>,
): Steps<{ members: readonly Float64Array[]; cycles: number; stopped: boolean }> {
  const first = new Float64Array(back.rows).fill(1);
  const members = [first];
  let [cycles, stopped] = [0, false];
  for (let W = 1; W < peaks.length && !stopped; W++) {
    // From its basin, so that only the barriers are left to solve for.
    const h = Float64Array.from(basin, (b) => (b === W ? 1 : 0));
    const rest = new Float64Array(back.rows);
    apply(back, h, rest);
    for (const peak of peaks) rest[peak] = 0;
    const solved = yield* conjugateResiduals(back, rest, { ...settings, reduction: SMOOTH });
    for (let i = 0; i < h.length; i++) {
      h[i] = Math.min(Math.max(h[i] - solved.y[i], 0), first[i]);
      first[i] -= h[i];
    }
    members.push(h);
    cycles += solved.cycles;
    stopped = solved.stopped;
  }
  return { members, cycles, stopped };
}

/** Adds logarithms; returns the largest relative change of a cell against the others. */
function multiply(logMass: Float64Array, logFactor: Float64Array): number {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < logMass.length; i++) {
    logMass[i] += logFactor[i];
    least = Math.min(least, logFactor[i]);
    most = Math.max(most, logFactor[i]);
  }
  return Math.expm1(most - least);
}

function sentence(
  outcome: IterationOutcome,
  { cycles, imbalance, accuracy }: Record<'cycles' | 'imbalance' | 'accuracy', number>,
): string {
  const reached = `in every cell inflow equals outflow to ${imbalance.toExponential(1)}`;
  const worst = `the worst cell is right to about ${accuracy.toExponential(0)}`;
  const endings: Record<IterationOutcome, string> = {
    converged: `Steady state by ${cycles} cycles of aggregation multigrid; ${reached}, and ${worst}.`,
    'step-limit': `Aggregation multigrid did not converge in ${cycles} cycles; ${reached}. Allow more memory for elimination, or a coarser grid.`,
    stopped: `Stopped after ${cycles} cycles of aggregation multigrid; ${reached}.`,
  };
  return endings[outcome];
}

/** The rates among the cells of one class, renumbered; jumps out of it do not exist. */
function restricted(rates: Csr, active: Uint8Array, cells: Int32Array): Csr {
  if (cells.length === rates.rows) return rates;
  const place = new Int32Array(rates.rows);
  cells.forEach((cell, k) => (place[cell] = k));
  const rowStart = new Int32Array(cells.length + 1);
  const [column, value]: [number[], number[]] = [[], []];
  cells.forEach((cell, i) => {
    for (let k = rates.rowStart[cell]; k < rates.rowStart[cell + 1]; k++) {
      if (active[rates.column[k]] === 0) continue;
      column.push(place[rates.column[k]]);
      value.push(rates.value[k]);
    }
    rowStart[i + 1] = column.length;
  });
  return {
    rows: cells.length,
    columns: cells.length,
    rowStart,
    column: Int32Array.from(column),
    value: Float64Array.from(value),
  };
}

/** The chain run backwards in time from masses x, and by how much its rows exceed 1: inflow/outflow − 1. */
function backwards(rates: Csr, logMass: Float64Array): { chain: BackwardChain; excess: Float64Array } {
  const { rows, rowStart, column, value } = rates;
  const outflow = new Float64Array(rows);
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] !== to) outflow[column[k]] += value[k];
  }
  const p = new Float64Array(value.length);
  const excess = new Float64Array(rows).fill(-1);
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      const from = column[k];
      if (from === to) continue;
      p[k] = (value[k] / outflow[to]) * Math.exp(logMass[from] - logMass[to]);
      excess[to] += p[k];
    }
  }
  const logTraffic = outflow.map((out, i) => Math.log(out) + logMass[i]);
  return { chain: { back: { ...rates, value: p }, logTraffic, held: new Int32Array(0) }, excess };
}

/** ln x += ln(1 + δ), kept positive where δ is far off: 1/(1 − δ) has the same first order. */
function renew(logMass: Float64Array, delta: Float64Array): void {
  for (let i = 0; i < logMass.length; i++) {
    logMass[i] += delta[i] > -0.99 ? Math.log1p(delta[i]) : -Math.log1p(-delta[i]);
  }
}
