import type { Csr } from './csr.js';
import { InputError } from './input-error.js';

/**
 * A Markov generator on n cells in a row, stored by faces; face i lies between cells i and i + 1.
 * lower[i] = A[i+1, i] is the rate of the jump i → i + 1, upper[i] = A[i, i+1] that of i + 1 → i.
 * Where `cyclic`, face n − 1 joins the last cell to the first: lower[n−1] = A[0, n−1], upper[n−1] = A[n−1, 0];
 * otherwise both are 0. `diagonal` is kept for display and products; the solvers never read it, because a rounded
 * diagonal of 10¹² already leaks mass at a rate of 10⁻⁴, while the rates alone say that nothing leaks.
 */
export interface Tridiagonal {
  readonly size: number;
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
  readonly cyclic: boolean;
}

/**
 * Reads a generator that only joins neighbouring cells (and, if periodic, the last with the first).
 * Throws InputError for a matrix that is not square, joins other cells, or has a negative or non-finite rate.
 */
export function tridiagonal(rates: Csr): Tridiagonal {
  const n = rates.rows;
  if (rates.columns !== n) {
    throw new InputError('tridiagonal', 'a square matrix', `${n} × ${rates.columns}`, 'Pass a generator.');
  }
  const [lower, diagonal, upper] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
  let cyclic = false;
  for (let to = 0; to < n; to++) {
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      const from = rates.column[k];
      const rate = rates.value[k];
      if (from === to) {
        diagonal[to] += rate;
        continue;
      }
      if (rate === 0) continue;
      if (!(rate > 0 && rate < Infinity)) {
        throw new InputError(
          'tridiagonal',
          'finite rates ≥ 0',
          `${rate} from cell ${from} to ${to}`,
          'Check the scheme.',
        );
      }
      if (to === from + 1) lower[from] += rate;
      else if (from === to + 1) upper[to] += rate;
      else if (to === 0 && from === n - 1) lower[from] += rate;
      else if (from === 0 && to === n - 1) upper[to] += rate;
      else {
        const cure = 'Use a one-dimensional grid whose cells are numbered in order.';
        throw new InputError(
          'tridiagonal',
          'jumps between neighbouring cells',
          `a jump from cell ${from} to ${to}`,
          cure,
        );
      }
      if (Math.abs(to - from) > 1) cyclic = true;
    }
  }
  return { size: n, lower, diagonal, upper, cyclic };
}

/** Work arrays of `solveShifted` for chains of up to `size` cells. */
export interface ShiftedWork {
  readonly ratio: Float64Array;
  readonly partial: Float64Array;
}

/** Allocates the work arrays of `solveShifted`. */
export function shiftedWork(size: number): ShiftedWork {
  return { ratio: new Float64Array(size), partial: new Float64Array(size) };
}

/**
 * Solves (shift·I − scale·A) x = rhs for shift > 0, scale ≥ 0; `out` may be `rhs`. O(n), no allocation.
 *
 * The elimination of Grassmann, Taksar & Heyman (Oper. Res. 33, 1985) for a chain that is killed at rate `shift`:
 * what is carried along is σᵢ, the rate at which cell i is killed once the cells already eliminated are collapsed into it,
 *   pivotᵢ = σᵢ + scale·(rate i → i+1),   σᵢ₊₁ = shift + scale·(rate i+1 → i)·σᵢ/pivotᵢ.
 * Nothing is subtracted, so every pivot, and every entry of x where rhs ≥ 0, has a small relative error however stiff A is,
 * and no pivoting is needed. It runs from both ends to the middle: one chain of divisions would leave the processor idle.
 * Throws InputError for a cyclic chain.
 */
export function solveShifted(
  chain: Tridiagonal,
  system: { readonly shift: number; readonly scale: number; readonly work: ShiftedWork },
  rhs: Float64Array,
  out: Float64Array,
): void {
  if (chain.cyclic) throw new InputError('solveShifted', 'a chain with two ends', 'a cyclic one', 'Use evolve.');
  const { shift, scale } = system;
  const { ratio, partial } = system.work;
  const { size: n, lower, upper } = chain;
  const right = (n - 1) >> 1; // cells right of the middle; to its left stand as many, or one more
  const middle = n - 1 - right;
  let leak = 0;
  let flow = 0;
  let leakRight = 0;
  let flowRight = 0;
  let i = 0;
  if (middle > right) {
    const up = scale * lower[0];
    const pivot = 1 / (shift + up);
    ratio[0] = scale * upper[0] * pivot;
    partial[0] = rhs[0] * pivot;
    flow = up * partial[0];
    leak = ratio[0] * shift;
    i = 1;
  }
  for (let j = n - 1; j > middle; i++, j--) {
    const up = scale * lower[i];
    const down = scale * upper[i];
    const killed = shift + leak;
    const c = rhs[i] + flow;
    const pivot = 1 / (killed + up);
    ratio[i] = down * pivot;
    partial[i] = c * pivot;
    flow = up * c * pivot;
    leak = down * killed * pivot;
    const upRight = scale * lower[j - 1];
    const downRight = scale * upper[j - 1];
    const killedRight = shift + leakRight;
    const d = rhs[j] + flowRight;
    const pivotRight = 1 / (killedRight + downRight);
    ratio[j] = upRight * pivotRight;
    partial[j] = d * pivotRight;
    flowRight = downRight * d * pivotRight;
    leakRight = upRight * killedRight * pivotRight;
  }
  let x = (rhs[middle] + flow + flowRight) / (shift + leak + leakRight);
  out[middle] = x;
  let y = x;
  i = middle - 1;
  for (let j = middle + 1; j < n; i--, j++) {
    x = partial[i] + ratio[i] * x;
    out[i] = x;
    y = partial[j] + ratio[j] * y;
    out[j] = y;
  }
  if (i === 0) out[0] = partial[0] + ratio[0] * x;
}
