import { transpose } from '../../src/num/csr.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';

/** Solves matrix·x = rhs for a nonsingular M-matrix. */
export type LinearSolve = (matrix: Csr, rhs: Float64Array) => Float64Array;

/** 1 where a marked cell can be reached by jumps that start outside `barred`; the marked cells included. */
export function canReach(rates: Csr, marked: Uint8Array, barred: Uint8Array | null): Uint8Array {
  const reached = marked.slice();
  const stack: number[] = [];
  for (let i = 0; i < marked.length; i++) if (marked[i] === 1) stack.push(i);
  for (let to = stack.pop(); to !== undefined; to = stack.pop()) {
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      const from = rates.column[k];
      if (reached[from] === 1 || !(rates.value[k] > 0) || barred?.[from] === 1) continue;
      reached[from] = 1;
      stack.push(from);
    }
  }
  return reached;
}

/**
 * Solves −Aᵀ f = rhs on the free cells with f given on the others: Σ_to A[to, from] (f[to] − f[from]) = −rhs in every free cell.
 * f holds the given values on entry and the solution on return. Every free cell must be able to reach one that is not free.
 * Throws InputError (told as from `where`) without a linear solver.
 */
export function solveBackward(
  where: string,
  rates: Csr,
  problem: { readonly free: Uint8Array; readonly rhs: number; readonly solve: LinearSolve | undefined },
  f: Float64Array,
): void {
  const { free, rhs, solve } = problem;
  const cells: number[] = [];
  const place = new Int32Array(free.length).fill(-1);
  for (let i = 0; i < free.length; i++) if (free[i] === 1) place[i] = cells.push(i) - 1;
  if (cells.length === 0) return;
  if (!solve) {
    const cure = 'Pass a linear solver as `solve`.';
    throw new InputError(where, 'a generator on a line of cells', 'one with other jumps', cure);
  }
  const outward = transpose(rates); // row = the cell jumped from
  const rowStart = new Int32Array(cells.length + 1);
  const column: number[] = [];
  const value: number[] = [];
  const known = new Float64Array(cells.length).fill(rhs);
  cells.forEach((from, row) => {
    for (let k = outward.rowStart[from]; k < outward.rowStart[from + 1]; k++) {
      const [to, rate] = [outward.column[k], outward.value[k]];
      if (free[to] === 0) {
        known[row] += rate * f[to];
        continue;
      }
      column.push(place[to]);
      value.push(-rate);
    }
    rowStart[row + 1] = column.length;
  });
  const n = cells.length;
  const matrix = { rows: n, columns: n, rowStart, column: Int32Array.from(column), value: Float64Array.from(value) };
  const x = solve(matrix, known);
  cells.forEach((cell, row) => {
    f[cell] = x[row];
  });
}
