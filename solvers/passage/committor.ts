import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import type { Solution } from '../solution.js';
import { markCells } from './cell-set.js';
import type { CellSet } from './cell-set.js';
import { isLine } from './line.js';
import { logAdd, logDownwardSplitting, logUpwardSplitting, unmarked } from './splitting.js';
import { canReach, solveBackward } from './transposed.js';

/** Splitting probabilities, per starting cell. */
export interface Splitting {
  /** The probability to enter the second set before the first; 0 where neither is ever entered. */
  readonly probability: Float64Array;
  /** Its natural logarithm, which tells apart what underflows. */
  readonly logProbability: Float64Array;
}

/**
 * The committor: for each starting cell the probability to enter `setB` before `setA`. It is 0 on A, 1 on B, and
 * Σ_to A[to, from] (h[to] − h[from]) = 0 elsewhere. On a line of cells by an elimination without subtractions, in logarithms,
 * so that every entry is right to about n·10⁻¹⁶ relatively; for 1 − h with the same accuracy exchange the sets.
 * Other generators by elimination in nested-dissection order, as accurate.
 * Throws InputError for sets that are empty, overlap or leave the grid.
 */
export function committor(generator: Generator, setA: CellSet, setB: CellSet): Solution<Splitting> {
  const { rates } = generator;
  const n = rates.rows;
  const inA = markCells('committor', n, setA);
  const inB = markCells('committor', n, setB);
  const both = inA.findIndex((a, i) => a === 1 && inB[i] === 1);
  if (both >= 0) {
    throw new InputError('committor', 'two sets without a common cell', `cell ${both} in both`, 'Move them apart.');
  }
  const logProbability = new Float64Array(n).fill(-Infinity);
  const probability = Float64Array.from(inB);
  if (isLine(rates)) {
    const chain = tridiagonal(rates);
    for (let i = 0; i < n; i++) if (inB[i] === 1) logProbability[i] = 0;
    for (const stretch of unmarked(inA.map((a, i) => a | inB[i]))) {
      const { first, last } = stretch;
      const up = last < n - 1 && inB[last + 1] === 1 ? logUpwardSplitting(chain, stretch) : null;
      const down = first > 0 && inB[first - 1] === 1 ? logDownwardSplitting(chain, stretch) : null;
      for (let i = first; i <= last; i++) {
        logProbability[i] = logAdd(up?.[i - first] ?? -Infinity, down?.[i - first] ?? -Infinity);
      }
    }
    for (let i = 0; i < n; i++) probability[i] = Math.exp(logProbability[i]);
  } else {
    const reaches = canReach(
      rates,
      inA.map((a, i) => a | inB[i]),
      null,
    );
    const free = reaches.map((r, i) => (r === 1 && inA[i] === 0 && inB[i] === 0 ? 1 : 0));
    solveBackward(generator, { free, rhs: 0 }, probability);
    for (let i = 0; i < n; i++) logProbability[i] = Math.log(probability[i]);
  }
  return {
    value: { probability, logProbability },
    outcome: 'converged',
    message: 'Splitting probabilities of every cell.',
    stats: { cells: n },
  };
}
