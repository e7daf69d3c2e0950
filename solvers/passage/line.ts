import type { Csr } from '../../src/num/csr.js';

/** Whether every jump joins cells with neighbouring numbers. */
export function isLine(rates: Csr): boolean {
  for (let to = 0; to < rates.rows; to++) {
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      if (Math.abs(rates.column[k] - to) > 1 && rates.value[k] !== 0) return false;
    }
  }
  return true;
}
