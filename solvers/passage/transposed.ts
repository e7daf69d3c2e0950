import type { Csr } from '../../src/num/csr.js';
import type { Generator } from '../../src/fv/generator.js';
import { solveBackwardByElimination } from '../linear/backward-system.js';

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
 * Solves −Aᵀ f = rhs on the free cells with f ≥ 0 given on the others: Σ_to A[to, from] (f[to] − f[from]) = −rhs in every free
 * cell. f holds the given values on entry and the solution on return. Every free cell must be able to reach one that is not free.
 */
export function solveBackward(
  generator: Pick<Generator, 'grid' | 'rates'>,
  { free, rhs }: { readonly free: Uint8Array; readonly rhs: number },
  f: Float64Array,
): void {
  if (!free.includes(1)) return;
  const { rowStart, column, value, rows } = generator.rates;
  const b = new Float64Array(free.length).fill(rhs);
  for (let to = 0; to < rows; to++) {
    if (free[to] === 1 || f[to] === 0) continue;
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] !== to) b[column[k]] += value[k] * f[to];
  }
  const solved = solveBackwardByElimination(generator, free, b);
  for (let i = 0; i < f.length; i++) if (free[i] === 1) f[i] = solved[i];
}
