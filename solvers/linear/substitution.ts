import { factorBlock } from './elimination.js';
import type { Elimination } from './elimination.js';
import { add, scaledArray, store } from './scaled-front.js';
import type { ScaledArray } from './scaled-front.js';

/** Numbers within this factor of each other, either way, can be combined with a front's F and S as doubles. */
const WINDOW = 2 ** 400;

/**
 * The steady state of an eliminated chain, up to a factor, in the order of elimination: going back from the last state,
 * π_k = Σ_{i>k} π_i F[i, k] / S_k (Grassmann, Taksar & Heyman 1985), in scaled numbers so that it may span anything.
 */
export function stationaryVector(elimination: Elimination): ScaledArray {
  const { start, parent } = elimination.fronts.dissection;
  const x = scaledArray(elimination.fronts.dissection.order.length);
  store(x, x.m.length - 1, 1, 0);
  for (let f = parent.length - 1; f >= 0; f--) {
    if (start[f] === start[f + 1]) continue;
    if (elimination.scaled.has(f) || !backPlain(elimination, f, x)) backScaled(elimination, f, x);
  }
  return x;
}

/** One front in doubles, relative to its largest known entry; false where that would lose small entries. */
function backPlain(elimination: Elimination, f: number, x: ScaledArray): boolean {
  const { fronts, kernel } = elimination;
  const { factors } = kernel;
  const { first, pivots, from, rest, lower } = factorBlock(elimination, f);
  const isLast = first + pivots === x.m.length;
  let level = isLast ? 0 : -Infinity;
  for (let b = from; b < from + rest; b++) level = Math.max(level, x.level[fronts.boundary[b]]);

  // F and S are between 2⁻⁹⁶⁰ and about 2³⁰, so entries are used as x·WINDOW, between 1 and WINDOW².
  const sums = new Float64Array(pivots);
  for (let i = 0; i < rest; i++) {
    const state = fronts.boundary[from + i];
    let value = x.m[state];
    const below = level - x.level[state];
    if (below === 1) value *= 2 ** -960;
    if (below > 1 || value < 1 / WINDOW || value > WINDOW) return false;
    value *= WINDOW;
    const row = lower + (pivots + i) * pivots;
    for (let k = 0; k < pivots; k++) sums[k] += value * factors[row + k];
  }
  for (let k = pivots - 1; k >= 0; k--) {
    const row = lower + k * pivots;
    const top = isLast && k === pivots - 1;
    const value = top ? WINDOW : sums[k] / factors[row + k];
    if (!top && !(sums[k] > 2 ** -940 && value > 2 ** -60 && value < 2 ** 960)) return false;
    sums[k] = value;
    for (let j = 0; j < k; j++) sums[j] += value * factors[row + j];
  }
  for (let k = 0; k < pivots; k++) store(x, first + k, sums[k] / WINDOW, level);
  return true;
}

/** The same front in scaled numbers. */
function backScaled(elimination: Elimination, f: number, x: ScaledArray): void {
  const { fronts, kernel } = elimination;
  const { factors } = kernel;
  const { first, pivots, from, rest, lower } = factorBlock(elimination, f);
  const columns = elimination.scaled.get(f);
  const sum = scaledArray(1);
  const entry = scaledArray(1);
  const read = (i: number, k: number): void => {
    if (columns !== undefined) store(entry, 0, columns.m[i * pivots + k], columns.level[i * pivots + k]);
    else store(entry, 0, factors[lower + i * pivots + k], 0);
  };
  for (let k = pivots - 1; k >= 0; k--) {
    if (first + k === x.m.length - 1) continue;
    store(sum, 0, 0, 0);
    for (let i = k + 1; i < pivots + rest; i++) {
      const state = i < pivots ? first + i : fronts.boundary[from + i - pivots];
      read(i, k);
      add(sum, 0, x.m[state] * entry.m[0], x.level[state] + entry.level[0]);
    }
    read(k, k);
    store(x, first + k, sum.m[0] / entry.m[0], sum.level[0] - entry.level[0]);
  }
}
