import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { acrossModels } from './coefficients.js';
import type { HandOver } from './fall.js';
import { fittedChain } from './fitted-chain.js';
import { fallSpeed, type SymmetricModel } from './model.js';
import { noMoments, type Moments } from './moments.js';
import { leak, positiveStep, positiveWork, type Leak, type PositiveWork } from './positive-step.js';
import type { SymmetricState } from './state.js';
import { zetaAt, type Strip } from './strip.js';
import { stepRow } from './tail.js';

/** Rows with less mass than this rest for a step: 10⁻¹² in all at most, while a solve costs the same however little there is. */
const REST = 1e-14;

/** Substeps in which the noise acts between two falls: rows hold mass with sharp ends, for which one step of second order is coarse. */
const SUBSTEPS = 4;

/**
 * The step across the columns of every row, along the jumps averaged over each cell's own ζ, and of the tail. What of the speed of fall
 * is above `limit` acts here, as jumps down by one row: excursions to large v fall far within a step, but come back sooner, so that the
 * two cannot be split. Rows are solved from the top down; each passes on what jumps.
 */
export function noiseStepper(
  m: SymmetricModel,
  state: SymmetricState,
  handOver: HandOver,
): (time: number, limit: number) => void {
  const { strip, range, cells } = state;
  const { columns, rows, absorbs } = strip;
  const { plus, sign, minus } = state.tail;
  const chains = new Map<number, Tridiagonal>();
  const chainAt = (y: number): Tridiagonal => {
    const chain = chains.get(y) ?? chainAcross(m, strip, y);
    chains.set(y, chain);
    return chain;
  };
  const work = positiveWork(1 + Math.max(columns, plus.mass.length, sign.mass.length, minus.mass.length));
  const size = absorbs ? columns + 1 : columns;
  const falling = leak(size);
  const row = noMoments(size);
  const stepRowOfCells = (j: number, dt: number): void => {
    const from = j * columns;
    for (const k of MOMENTS) {
      row[k].set(cells[k].subarray(from, from + columns));
      if (absorbs) row[k][columns] = 0;
    }
    if (sumOf(row.m0) + sumOf(falling.mass.m0) < REST) rest(row, falling);
    else {
      interpolateJumps([chainAt(j), chainAt(j + 0.5), chainAt(j + 1)], row, work);
      positiveStep(work.jumps, dt, row, work, falling);
    }
    if (absorbs) state.absorbed += row.m0[columns];
    for (const k of MOMENTS) cells[k].set(row[k].subarray(0, columns), from);
  };
  const sweep = (dt: number): void => {
    let under = false;
    for (let j = range.first; j <= range.last || (under && j < rows); j++) {
      stepRowOfCells(j, dt);
      range.last = Math.max(range.last, j);
      under = sumOf(falling.mass.m0) > 0;
    }
    passOn(falling, strip, under ? handOver : null);
  };
  return (time, limit) => {
    for (let i = 0; i < columns; i++) falling.rate[i] = Math.max(0, fallSpeed(m, strip.v[i]) - limit) / strip.fall;
    for (let k = 0; k < SUBSTEPS; k++) sweep(time / SUBSTEPS);
    const absorbed = stepRow(plus, time, work) + stepRow(sign, time, work);
    if (absorbs) state.absorbed += absorbed;
    stepRow(minus, time, work);
  };
}

const MOMENTS = ['m0', 'm1', 'm2'] as const;

function sumOf(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum;
}

/** What came from the row above stays in this one. */
function rest(row: Moments, { stage, mass }: Leak): void {
  for (const k of MOMENTS) {
    for (let i = 0; i < stage.length; i++) row[k][i] += mass[k][i];
    mass[k].fill(0);
  }
  stage.fill(0);
}

/** Empties a leak below the last row. */
function passOn({ stage, mass }: Leak, strip: Strip, handOver: HandOver | null): void {
  if (handOver !== null) {
    mass.m0.forEach((m, i) => {
      if (m > 0) handOver(i, zetaAt(strip, strip.rows + Math.min(1, mass.m1[i] / m)), m);
    });
  }
  stage.fill(0);
  for (const k of MOMENTS) mass[k].fill(0);
}

/** The chain across the columns at row coordinate y. */
function chainAcross(m: SymmetricModel, s: Strip, y: number): Tridiagonal {
  return fittedChain(acrossModels(m, zetaAt(s, y), s.core), {
    spacing: s.step,
    size: s.columns,
    first: (s.left + 0.5) * s.step,
    absorber: s.absorbs ? s.step / 2 : null,
  });
}

type ThreeChains = readonly [Tridiagonal, Tridiagonal, Tridiagonal];

/**
 * Jumps out of each cell averaged over its own law of ζ: the parabola through the rates at the upper edge, the middle and the lower edge of
 * the row needs no more of that law than m1 and m2. (Near v = 0 rates fall like e^{2ζ}; a straight line would be 1 % off.)
 */
function interpolateJumps([above, middle, below]: ThreeChains, { m0, m1, m2 }: Moments, { jumps }: PositiveWork): void {
  const { lower, upper } = jumps;
  for (let i = 0; i < m0.length; i++) {
    const first = m0[i] > 0 ? Math.min(1, Math.max(0, m1[i] / m0[i])) : 0.5;
    const second = m0[i] > 0 ? Math.min(first, Math.max(first * first, m2[i] / m0[i])) : 1 / 3;
    const atAbove = 1 - 3 * first + 2 * second;
    const atMiddle = 4 * (first - second);
    const atBelow = 2 * second - first;
    lower[i] = Math.max(0, atAbove * above.lower[i] + atMiddle * middle.lower[i] + atBelow * below.lower[i]);
    if (i > 0) {
      const k = i - 1;
      upper[k] = Math.max(0, atAbove * above.upper[k] + atMiddle * middle.upper[k] + atBelow * below.upper[k]);
    }
  }
  upper[m0.length - 1] = 0;
}
