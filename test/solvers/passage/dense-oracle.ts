import type { Csr } from '../../../src/num/csr.js';
import { denseSolve } from '../hand-built.js';

/** A linear solver for tests: a dense elimination with pivoting. */
export function denseOracle(matrix: Csr, rhs: Float64Array): Float64Array {
  const rows = Array.from({ length: matrix.rows }, (_, i) => {
    const row = new Array<number>(matrix.columns).fill(0);
    for (let k = matrix.rowStart[i]; k < matrix.rowStart[i + 1]; k++) row[matrix.column[k]] += matrix.value[k];
    return row;
  });
  return Float64Array.from(denseSolve(rows, [...rhs]));
}
