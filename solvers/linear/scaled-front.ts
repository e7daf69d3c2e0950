import { BIAS } from './dense-front.js';

/**
 * The elimination of `dense-front.ts` in numbers with an exponent of their own, for fronts whose rates span more than
 * doubles can hold. Slower by an order of magnitude, and right for any span: a scaled number is m·2^(960·level) with
 * 2⁻⁴⁸⁰ ≤ m < 2⁴⁸⁰, or m = 0 (after Fukushima 2012, J. Geodesy 86, 271), so that products of two m cannot over- or underflow.
 */
export interface ScaledArray {
  readonly m: Float64Array;
  readonly level: Int32Array;
}

const STEP = 960;
const UP = 2 ** STEP;
const DOWN = 2 ** -STEP;
const HIGH = 2 ** (STEP / 2);
const LOW = 2 ** (-STEP / 2);

/** `length` zeros. */
export function scaledArray(length: number): ScaledArray {
  return { m: new Float64Array(length), level: new Int32Array(length) };
}

/** Stores m·2^(960·level) ≥ 0 at i, for any finite m. */
export function store({ m, level }: ScaledArray, i: number, value: number, at: number): void {
  if (value >= HIGH) {
    m[i] = value * DOWN;
    level[i] = at + 1;
  } else if (value < LOW && value !== 0) {
    m[i] = value * UP;
    level[i] = at - 1;
  } else {
    m[i] = value;
    level[i] = value === 0 ? 0 : at;
  }
}

/** Adds m·2^(960·level) ≥ 0 to entry i; `value` is any finite number ≥ 0. */
export function add(array: ScaledArray, i: number, value: number, at: number): void {
  if (value === 0) return;
  if (value < LOW) {
    value *= UP;
    at -= 1;
  } else if (value >= HIGH) {
    value *= DOWN;
    at += 1;
  }
  const present = array.m[i];
  const lead = present === 0 ? 2 : at - array.level[i];
  // More than one level apart, the smaller number is below the rounding of the larger.
  if (lead === 0) store(array, i, present + value, at);
  else if (lead === 1) store(array, i, value + present * DOWN, at);
  else if (lead === -1) store(array, i, present + value * DOWN, at + 1);
  else if (lead > 1) store(array, i, value, at);
}

/** The double nearest to entry i: 0 where it underflows, ∞ where it overflows. */
export function toDouble({ m, level }: ScaledArray, i: number): number {
  const l = level[i];
  if (l === 0) return m[i];
  if (l === 1) return m[i] * UP;
  if (l === -1) return m[i] * DOWN;
  return m[i] === 0 || l < 0 ? 0 : Infinity;
}

/** ln of entry i; −∞ for 0. */
export function logScaled({ m, level }: ScaledArray, i: number): number {
  return Math.log(m[i]) + level[i] * STEP * Math.LN2;
}

/** A front as in `FrontShape`, at the start of its own arrays. */
export interface ScaledShape {
  readonly states: number;
  readonly width: number;
  readonly stride: number;
  readonly pivots: number;
  readonly final: boolean;
}

/**
 * Eliminates the first `pivots` states in place, leaving F, S and BIAS·P as `eliminateFront` does. Returns the first state
 * with nowhere to go (a closed set has been eliminated whole), or −1.
 */
export function eliminateScaled(F: ScaledArray, { states, width, stride, pivots, final }: ScaledShape): number {
  const { m, level } = F;
  const sum = scaledArray(1);
  for (let k = 0; k < pivots; k++) {
    const row = k * stride;
    store(sum, 0, 0, 0);
    for (let j = k + 1; j < width; j++) add(sum, 0, m[row + j], level[row + j]);
    store(F, row + k, sum.m[0], sum.level[0]);
    if (sum.m[0] === 0) return final && k === states - 1 ? -1 : k;
    for (let j = k + 1; j < width; j++) divide(F, row + j, sum);
    for (let i = k + 1; i < states; i++) {
      if (m[i * stride + k] !== 0) addMultiple(F, { from: k + 1, to: width, target: i * stride, row, k, skip: i });
    }
    for (let j = k + 1; j < width; j++) multiplyByBias(F, row + j);
  }
  return -1;
}

interface RowUpdate {
  readonly from: number;
  readonly to: number;
  readonly target: number;
  readonly row: number;
  readonly k: number;
  readonly skip: number;
}

/** F[i, j] += F[i, k] P[k, j] along a row, but for the diagonal (`skip`). */
function addMultiple(F: ScaledArray, { from, to, target, row, k, skip }: RowUpdate): void {
  const { m, level } = F;
  const rate = m[target + k];
  const at = level[target + k];
  for (let j = from; j < to; j++) {
    const value = rate * m[row + j];
    const present = m[target + j];
    const lead = at + level[row + j] - level[target + j];
    // Most terms are of the level of what is there, or far below it.
    if (lead === 0 && value >= LOW && present + value < HIGH && j !== skip) m[target + j] = present + value;
    else if ((lead > -2 || present === 0) && j !== skip) add(F, target + j, value, at + level[row + j]);
  }
}

function divide(F: ScaledArray, i: number, by: ScaledArray): void {
  store(F, i, F.m[i] / by.m[0], F.level[i] - by.level[0]);
}

function multiplyByBias(F: ScaledArray, i: number): void {
  store(F, i, F.m[i] * (BIAS * DOWN), F.level[i] + 1);
}
