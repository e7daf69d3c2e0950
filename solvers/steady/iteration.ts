import type { Generator } from '../../src/fv/generator.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';
import { aggregationMultigrid, apply, dot, type Preconditioner } from '../linear/aggregation-multigrid.js';
import type { BackwardChain } from '../linear/aggregates.js';
import { multiplicativeCycle } from '../linear/aggregation-disaggregation.js';
import type { Solution } from '../solution.js';
import { normalise, onlyClass, type LogDensity } from './elimination.js';
import { startingLogMass } from './iteration-start.js';

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
  /** Called after every cycle with the cycles done and the imbalance last measured; a true answer stops the iteration. */
  readonly onCycle?: (cycles: number, imbalance: number) => unknown;
}

/** How an iteration ended: `step-limit` after as many cycles as allowed, `stopped` where `onCycle` said so. */
export type IterationOutcome = 'converged' | 'step-limit' | 'stopped';

/** Cycles of one linear solve at most, each of which keeps two vectors, and what it may reduce the residual to. */
const ROUND = 10;
const REDUCTION = 1e-2;
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
 * Rounds of such a solve alternate with multiplicative cycles, which also set right how much mass lies in parts that hardly exchange
 * any: balance cannot tell that to better than rounding over the rate of exchange, so it ends on these until they change little.
 *
 * `stats`: cells, cycles, imbalance (the largest |inflow − outflow|/outflow of a cell) and accuracy, an estimate of the relative error of
 * the worst cell from the last changes. Throws InputError when there is more than one closed class or a start of the wrong length.
 */
export function steadyStateByIteration(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  options: SteadyIterationOptions = {},
): Solution<LogDensity, IterationOutcome> {
  const { tolerance = 1e-11, cycles: most = 500, onCycle } = options;
  const active = options.active ?? onlyClass(rates);
  const start = options.start ?? startingLogMass({ grid, rates }, (coarse) => steadyStateByIteration(coarse, LOOSE));
  if (start.length !== rates.rows)
    throw new InputError('steadyState.start', `${rates.rows} logarithms`, `${start.length}`, 'Give one for each cell.');
  const cells = Int32Array.from(active.keys()).filter((i) => active[i] === 1);
  const closed = restricted(rates, active, cells);
  const { outcome, ...run } = alternate(
    closed,
    Float64Array.from(cells, (i) => start[i]),
    { tolerance, most, onCycle },
  );
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

/** Alternates cycles of both kinds until every cell is in balance, then ends on multiplicative ones until they change nothing. */
function alternate(
  rates: Csr,
  logMass: Float64Array,
  { tolerance, most, onCycle }: { tolerance: number; most: number; onCycle: SteadyIterationOptions['onCycle'] },
): Run {
  let [cycles, accuracy, linearFrom] = [0, Infinity, LINEAR];
  let turn: 'multiply' | 'solve' = 'multiply';
  let saved: { logMass: Float64Array; imbalance: number } | undefined;
  for (;;) {
    const { chain, excess } = backwards(rates, logMass);
    const imbalance = excess.reduce((worst, r) => Math.max(worst, Math.abs(r)), 0);
    if (saved && !(imbalance < saved.imbalance)) {
      logMass.set(saved.logMass);
      linearFrom /= 10;
      saved = undefined;
      turn = 'multiply';
      continue;
    }
    saved = undefined;
    const stopped = onCycle?.(cycles, imbalance) === true;
    if (stopped || cycles >= most)
      return { logMass, cycles, imbalance, accuracy, outcome: stopped ? 'stopped' : 'step-limit' };
    if (turn === 'multiply' || imbalance > linearFrom || imbalance <= tolerance) {
      const before = accuracy;
      accuracy = multiply(logMass, multiplicativeCycle(chain));
      cycles += 1;
      // What is left after steps that shrink by a factor ρ each time is ρ/(1 − ρ) of the last.
      const shrinking = Math.min(accuracy / before, 0.99);
      const left = Math.max(imbalance, accuracy * Math.max(1, shrinking / (1 - shrinking)));
      if (imbalance <= tolerance && (left <= 100 * tolerance || accuracy > 0.97 * before)) {
        return { logMass, cycles, imbalance, accuracy: left, outcome: 'converged' };
      }
      turn = 'solve';
    } else {
      saved = { logMass: logMass.slice(), imbalance };
      const solved = conjugateResiduals(chain, excess, aggregationMultigrid(chain), Math.min(ROUND, most - cycles));
      renew(logMass, solved.y);
      cycles += solved.cycles;
      turn = 'multiply';
    }
  }
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
  return { chain: { back: { ...rates, value: p }, logTraffic }, excess };
}

/** ln x += ln(1 + δ), kept positive where δ is far off: 1/(1 − δ) has the same first order. */
function renew(logMass: Float64Array, delta: Float64Array): void {
  for (let i = 0; i < logMass.length; i++) {
    logMass[i] += delta[i] > -0.99 ? Math.log1p(delta[i]) : -Math.log1p(-delta[i]);
  }
}

/** Solves (I − P) y = r for y without traffic-weighted mean, by preconditioned conjugate residuals, to REDUCTION of r or `most` cycles. */
function conjugateResiduals(
  { back, logTraffic }: BackwardChain,
  right: Float64Array,
  precondition: Preconditioner,
  most: number,
): { y: Float64Array; cycles: number } {
  const n = right.length;
  const y = new Float64Array(n);
  const r = right.slice();
  const top = logTraffic.reduce((peak, w) => Math.max(peak, w), -Infinity);
  const weight = logTraffic.map((w) => Math.exp(w - top));
  const total = weight.reduce((sum, w) => sum + w, 0);
  const directions: { z: Float64Array; image: Float64Array; square: number }[] = [];
  const goal = REDUCTION ** 2 * dot(r, r);
  let cycles = 0;
  while (dot(r, r) > goal && cycles < most) {
    const z = new Float64Array(n);
    const image = new Float64Array(n);
    precondition(r, z);
    // 1 is nearly a null vector: without its part, y is unique.
    const mean = dot(weight, z) / total;
    for (let i = 0; i < n; i++) z[i] -= mean;
    apply(back, z, image);
    for (const known of directions) {
      const along = dot(image, known.image) / known.square;
      for (let i = 0; i < n; i++) image[i] -= along * known.image[i];
      for (let i = 0; i < n; i++) z[i] -= along * known.z[i];
    }
    const square = dot(image, image);
    if (!(square > 0)) break;
    const step = dot(r, image) / square;
    for (let i = 0; i < n; i++) y[i] += step * z[i];
    for (let i = 0; i < n; i++) r[i] -= step * image[i];
    directions.push({ z, image, square });
    cycles += 1;
  }
  return { y, cycles };
}
