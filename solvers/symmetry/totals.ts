import { compensatedSum } from '../../src/num/sum.js';
import type { SymmetricState } from './state.js';
import { zetaAt } from './strip.js';

/** Sums over all mass at one time. */
export interface Totals {
  /** P(v > 0). */
  readonly positive: number;
  /** P(v < 0). */
  readonly negative: number;
  /** P(v = 0), of starts at u = w = 0. */
  readonly zero: number;
  /** E v, without what lies beyond the reach of the grid. */
  readonly mean: number;
  /** Σ mass − 1, absorbed mass included. */
  readonly massError: number;
  readonly smallestMass: number;
  /** E ζ of the mass still on the strip, NaN for none. */
  readonly meanZeta: number;
}

/** Measures a state that has no absorbing level. */
export function totals(state: SymmetricState): Totals {
  const { strip, cells, atZero } = state;
  const { plus, sign, minus } = state.tail;
  const { columns } = strip;
  const byColumn = new Float64Array(columns);
  let [zeta, inside, smallestMass] = [0, 0, Infinity];
  for (let j = 0; j < strip.rows; j++) {
    for (let i = 0; i < columns; i++) {
      const m = cells.m0[j * columns + i];
      byColumn[i] += m;
      zeta += m * zetaAt(strip, j) - strip.fall * cells.m1[j * columns + i];
      inside += m;
      if (!(m >= smallestMass)) smallestMass = m;
    }
  }
  const half = -strip.left;
  const line = compensatedSum(plus.mass);
  const crossing = signBelow(state);
  const onMinus = compensatedSum(minus.mass);
  const negative = compensatedSum(byColumn.subarray(0, half)) + crossing + onMinus;
  const positive = compensatedSum(byColumn.subarray(half)) + (line - crossing);
  const y = (i: number) => Math.exp(plus.nodes.first + i * plus.nodes.spacing);
  let mean = compensatedSum(byColumn, strip.v);
  for (let i = 0; i < plus.nodes.size; i++) mean += plus.mass[i] * y(i);
  for (let i = 0; i < minus.nodes.size; i++) mean -= minus.mass[i] * y(i);
  for (const row of [plus, sign, minus]) for (const m of row.mass) if (!(m >= smallestMass)) smallestMass = m;
  const massError = compensatedSum(byColumn) + line + onMinus + atZero + state.absorbed - 1;
  return { positive, negative, zero: atZero, mean, massError, smallestMass, meanZeta: zeta / inside };
}

/** Mass of the tail that has not crossed to v > 0. */
export function signBelow({ tail: { sign } }: SymmetricState): number {
  let sum = 0;
  for (let i = 0; i < sign.nodes.size; i++) if (sign.nodes.first + i * sign.nodes.spacing < 0) sum += sign.mass[i];
  return sum;
}

/** All mass that has not been absorbed, of a state with an absorbing level. */
export function surviving(state: SymmetricState): number {
  const { cells, tail, atZero } = state;
  const level = state.tail.plus.nodes.absorber === null ? tail.sign.mass : tail.plus.mass;
  return compensatedSum(cells.m0) + compensatedSum(level) + compensatedSum(tail.minus.mass) + atZero;
}
