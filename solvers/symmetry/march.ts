import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import { acrossModels } from './coefficients.js';
import { faller, type HandOver } from './fall.js';
import { fittedChain } from './fitted-chain.js';
import type { SymmetricGrid } from './layout.js';
import type { SymmetricModel } from './model.js';
import { noMoments, type Moments } from './moments.js';
import { positiveStep, positiveWork, type PositiveWork } from './positive-step.js';
import { placeCloud } from './placement.js';
import type { SymmetricState } from './state.js';
import type { StartCloud } from './start.js';
import { deposit, stepRow, tail } from './tail.js';
import { inverseSinh, zetaAt, type Strip } from './strip.js';

/** A run: the state and what moves it. */
export interface March {
  readonly state: SymmetricState;
  /** Goes on to `time` in equal steps no longer than `step`; `visit` is called after each of them. */
  advance(time: number, step: number, visit?: (state: SymmetricState) => void): void;
}

/** Rows with less mass than this rest in ξ for a step: 10⁻¹² in all at most, while a solve costs the same however little there is. */
const REST = 1e-14;

/** From a point mass the first step is cut into parts, each as long as all before it, that follow how it spreads. */
const GRADED = [1 / 32, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2];

/** Puts a cloud of starts on a grid and makes it ready to march, by symmetric (Strang) splitting of the noise and the fall. */
export function symmetricMarch(m: SymmetricModel, grid: SymmetricGrid, cloud: StartCloud): March {
  const { strip } = grid;
  const state: SymmetricState = {
    strip,
    cells: noMoments(strip.rows * strip.columns),
    tail: tail(m, grid.tail),
    range: { first: strip.rows, last: -1 },
    atZero: 0,
    absorbed: 0,
    time: 0,
    steps: 0,
    handed: 0,
    handedEarly: 0,
  };
  placeCloud(state, cloud, grid.tail.level);
  const stepNoise = noiseStepper(m, state);
  const fall = faller(m, strip, state, handOverTo(grid, state));
  const strang = (dt: number, count: number, visit?: (state: SymmetricState) => void): void => {
    const start = state.time;
    for (let k = 0; k < count; k++) {
      // Halves of two steps are one whole, unless someone looks in between.
      if (k === 0 || visit !== undefined) fall(dt / 2);
      stepNoise(dt);
      fall(k < count - 1 && visit === undefined ? dt : dt / 2);
      state.steps++;
      state.time = start + (k + 1) * dt;
      visit?.(state);
    }
  };
  const advance: March['advance'] = (time, step, visit) => {
    const span = time - state.time;
    if (!(span > 0)) return;
    const count = Math.ceil(span / step - 1e-9);
    const graded = state.time === 0 ? 1 : 0;
    const dt = span / count;
    if (graded === 1) for (const share of GRADED) strang(dt * share, 1, visit);
    if (count > graded) strang(dt, count - graded, visit);
    state.time = time;
  };
  return { state, advance };
}

/** The step across the columns of every row, along the jumps at each cell's own mean ζ, and of the tail. */
function noiseStepper(m: SymmetricModel, state: SymmetricState): (dt: number) => void {
  const { strip, range, cells } = state;
  const { columns, absorbs } = strip;
  const { plus, sign, minus } = state.tail;
  const chains = new Map<number, Tridiagonal>();
  const chainAt = (y: number): Tridiagonal => {
    const chain = chains.get(y) ?? chainAcross(m, strip, y);
    chains.set(y, chain);
    return chain;
  };
  const work = positiveWork(1 + Math.max(columns, plus.mass.length, sign.mass.length, minus.mass.length));
  const extended = noMoments(columns + 1);
  const stepRowOfCells = (j: number, dt: number): void => {
    const row = stretch(cells, j * columns, (j + 1) * columns);
    let sum = 0;
    for (let k = 0; k < columns; k++) sum += row.m0[k];
    if (sum < REST) return;
    interpolateJumps([chainAt(j), chainAt(j + 0.5), chainAt(j + 1)], row, work);
    if (!absorbs) {
      advanceRow(row, dt, work);
      return;
    }
    // One cell more, which absorbs.
    for (const k of MOMENTS) {
      extended[k].set(row[k]);
      extended[k][columns] = 0;
    }
    advanceRow(extended, dt, work);
    state.absorbed += extended.m0[columns];
    for (const k of MOMENTS) row[k].set(extended[k].subarray(0, columns));
  };
  return (dt) => {
    for (let j = range.first; j <= range.last; j++) stepRowOfCells(j, dt);
    const absorbed = stepRow(plus, dt, work) + stepRow(sign, dt, work);
    if (absorbs) state.absorbed += absorbed;
    stepRow(minus, dt, work);
  };
}

/** Substeps in which the noise acts between two falls: rows hold mass with sharp ends, for which one step of second order is coarse. */
const SUBSTEPS = 4;

function advanceRow(row: Moments, dt: number, work: PositiveWork): void {
  for (let k = 0; k < SUBSTEPS; k++) positiveStep(work.jumps, dt / SUBSTEPS, row, work);
}

const MOMENTS = ['m0', 'm1', 'm2'] as const;

function stretch({ m0, m1, m2 }: Moments, from: number, to: number): Moments {
  return { m0: m0.subarray(from, to), m1: m1.subarray(from, to), m2: m2.subarray(from, to) };
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

/** Puts what fell below the last row into the tail. */
function handOverTo(grid: SymmetricGrid, state: SymmetricState): HandOver {
  const { level } = grid.tail;
  const { strip } = grid;
  const { plus, sign } = state.tail;
  return (column, zeta, amount) => {
    // On the lower edge x is ξ; further down, at constant v, ln a = ln(v + √(v² + 4e^{2ζ})) − ln 2.
    const x = (strip.left + column + 0.5) * strip.step;
    const v = strip.v[column];
    state.handed += amount;
    if (x < 0 && -v > grid.linear) state.handedEarly += amount;
    if (level === null || level > 0)
      state.absorbed += deposit(plus, zeta + inverseSinh(0.5 * v * Math.exp(-zeta)), amount);
    if (level === null || level === 0) state.absorbed += deposit(sign, x, amount);
  };
}
