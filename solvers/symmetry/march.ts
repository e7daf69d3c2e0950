import { faller, type HandOver } from './fall.js';
import type { SymmetricGrid } from './layout.js';
import type { SymmetricModel } from './model.js';
import { noMoments } from './moments.js';
import { noiseStepper } from './noise.js';
import { placeCloud } from './placement.js';
import type { SymmetricState } from './state.js';
import type { StartCloud } from './start.js';
import { deposit, tail } from './tail.js';
import { inverseSinh } from './strip.js';

/** A run: the state and what moves it. */
export interface March {
  readonly state: SymmetricState;
  /** Goes on to `time` in equal steps no longer than `step`; `visit` is called after each of them. */
  advance(time: number, step: number, visit?: (state: SymmetricState) => void): void;
}

/**
 * The most that ζ may fall within a step in one piece; columns that fall faster do the rest by jumps during the noise. An excursion to
 * large v falls by about ½ while it lasts, so this is well below.
 */
const IN_ONE_PIECE = 0.2;

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
  const handOver = handOverTo(grid, state);
  const stepNoise = noiseStepper(m, state, handOver);
  const fall = faller(m, strip, state, handOver);
  const strang = (dt: number, count: number, visit?: (state: SymmetricState) => void): void => {
    const start = state.time;
    const limit = IN_ONE_PIECE / dt;
    for (let k = 0; k < count; k++) {
      // Halves of two steps are one whole, unless someone looks in between.
      if (k === 0 || visit !== undefined) fall(dt / 2, limit);
      stepNoise(dt, limit);
      fall(k < count - 1 && visit === undefined ? dt : dt / 2, limit);
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
