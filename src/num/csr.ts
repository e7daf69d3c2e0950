import { InputError } from './input-error.js';

/** Compressed sparse rows: the entries of row i are `value[k]`, in columns `column[k]`, for rowStart[i] ≤ k < rowStart[i+1]. */
export interface Csr {
  readonly rows: number;
  readonly columns: number;
  readonly rowStart: Int32Array;
  readonly column: Int32Array;
  readonly value: Float64Array;
}

/** Jumps of a Markov chain: jump k leaves cell from[k] for cell to[k] ≠ from[k] at rate[k] ≥ 0. */
export interface Jumps {
  readonly from: ArrayLike<number>;
  readonly to: ArrayLike<number>;
  readonly rate: ArrayLike<number>;
}

/**
 * The generator of a chain on `size` cells from its jumps: A[to, from] is the sum of the rates given for that jump, and the
 * diagonal, stored in every row, is minus the sum of the rates out of the cell, so that columns sum to zero.
 * Columns ascend within a row. O(size + jumps), in flat arrays.
 * Throws InputError for a rate that is negative or not finite, a cell outside 0 … size − 1, or a jump to where it started.
 */
export function assembleJumps(size: number, jumps: Jumps): Csr {
  const { from, to, rate } = jumps;
  const count = rate.length;
  const leaving = new Float64Array(size);
  for (let k = 0; k < count; k++) {
    checkJump(size, jumps, k);
    leaving[from[k]] += rate[k];
  }
  // The diagonal enters as one more entry per column; the transpose of rows "from" then lists rows "to" in order.
  const byOrigin = bucket({ rows: size, columns: size, row: from, column: to, value: rate }, leaving);
  return mergeDuplicates(transpose(byOrigin));
}

function checkJump(size: number, { from, to, rate }: Jumps, k: number): void {
  if (!(rate[k] >= 0 && rate[k] < Infinity)) {
    const cure = 'A scheme may only emit jumps with finite rates ≥ 0.';
    throw new InputError('assembleJumps', 'rates ≥ 0', `${rate[k]} from cell ${from[k]} to ${to[k]}`, cure);
  }
  const inside = (i: number): boolean => Number.isInteger(i) && i >= 0 && i < size;
  if (!inside(from[k]) || !inside(to[k]) || from[k] === to[k]) {
    const got = `a jump from cell ${from[k]} to ${to[k]}`;
    throw new InputError('assembleJumps', `jumps between two of the cells 0 … ${size - 1}`, got, 'Check the scheme.');
  }
}

/** Entries as unordered triplets. */
interface Triplets {
  readonly rows: number;
  readonly columns: number;
  readonly row: ArrayLike<number>;
  readonly column: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/** Counting sort of triplets by row, each row beginning with the diagonal entry −leaving[i]. */
function bucket(t: Triplets, leaving: Float64Array): Csr {
  const rowStart = new Int32Array(t.rows + 1);
  for (let i = 0; i < t.rows; i++) rowStart[i + 1] = 1;
  for (let k = 0; k < t.row.length; k++) rowStart[t.row[k] + 1] += 1;
  for (let i = 0; i < t.rows; i++) rowStart[i + 1] += rowStart[i];
  const column = new Int32Array(rowStart[t.rows]);
  const value = new Float64Array(rowStart[t.rows]);
  const next = rowStart.slice(0, t.rows);
  for (let i = 0; i < t.rows; i++) {
    column[next[i]] = i;
    value[next[i]++] = 0 - leaving[i];
  }
  for (let k = 0; k < t.row.length; k++) {
    const place = next[t.row[k]]++;
    column[place] = t.column[k];
    value[place] = t.value[k];
  }
  return { rows: t.rows, columns: t.columns, rowStart, column, value };
}

/** Adds up entries that share a row and a column, where columns ascend within each row. */
function mergeDuplicates(a: Csr): Csr {
  const rowStart = new Int32Array(a.rows + 1);
  let kept = 0;
  for (let i = 0; i < a.rows; i++) {
    for (let k = a.rowStart[i]; k < a.rowStart[i + 1]; k++) {
      if (kept > rowStart[i] && a.column[kept - 1] === a.column[k]) {
        a.value[kept - 1] += a.value[k];
        continue;
      }
      a.column[kept] = a.column[k];
      a.value[kept++] = a.value[k];
    }
    rowStart[i + 1] = kept;
  }
  return { ...a, rowStart, column: a.column.slice(0, kept), value: a.value.slice(0, kept) };
}

/** The transpose; columns ascend within its rows, and equal columns keep their order. */
export function transpose(a: Csr): Csr {
  const rowStart = new Int32Array(a.columns + 1);
  const entries = a.rowStart[a.rows];
  for (let k = 0; k < entries; k++) rowStart[a.column[k] + 1] += 1;
  for (let j = 0; j < a.columns; j++) rowStart[j + 1] += rowStart[j];
  const next = rowStart.slice(0, a.columns);
  const column = new Int32Array(entries);
  const value = new Float64Array(entries);
  for (let i = 0; i < a.rows; i++) {
    for (let k = a.rowStart[i]; k < a.rowStart[i + 1]; k++) {
      const place = next[a.column[k]]++;
      column[place] = i;
      value[place] = a.value[k];
    }
  }
  return { rows: a.columns, columns: a.rows, rowStart, column, value };
}

/** out = A x. Throws InputError where the lengths do not fit. */
export function multiply(a: Csr, x: Float64Array, out: Float64Array): void {
  if (x.length !== a.columns || out.length !== a.rows) {
    const got = `${x.length} and ${out.length}`;
    throw new InputError('multiply', `vectors of ${a.columns} and ${a.rows} entries`, got, 'Check the sizes.');
  }
  for (let i = 0; i < a.rows; i++) {
    let sum = 0;
    for (let k = a.rowStart[i]; k < a.rowStart[i + 1]; k++) sum += a.value[k] * x[a.column[k]];
    out[i] = sum;
  }
}
