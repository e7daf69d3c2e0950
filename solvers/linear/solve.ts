import { InputError } from '../../src/num/input-error.js';
import { factorBlock } from './elimination.js';
import type { Elimination } from './elimination.js';

/** Settings of `solve`. */
export interface SolveOptions {
  /** Solve with the transposed matrix instead, whose rows sum to the killing rates. */
  readonly transpose?: boolean;
  /** Number of right-hand sides, one after another in `b` and in the result; 1 by default. */
  readonly count?: number;
}

/**
 * Solves (K − A) x = b for the chain's generator A (row = the state jumped to, column = the state jumped from) with its
 * killing rates K on the diagonal: the columns of K − A sum to K. With K = s it is the shifted system (sI − A) x = b of
 * implicit steps; transposed, with b = 1, x is the mean time until killed. `b` and x are indexed as the rates are; states
 * left out of the chain get 0. Where b ≥ 0 every entry of x keeps its relative accuracy, also as s → 0.
 * Throws InputError when `b` has the wrong length, nothing is killed, or the elimination did not keep its upper factor.
 */
export function solve(elimination: Elimination, b: Float64Array, options: SolveOptions = {}): Float64Array {
  const { transpose = false, count = 1 } = options;
  const { fronts, unit, kernel } = elimination;
  const { order, parent, states } = fronts.dissection;
  checkSolvable(elimination, b, count);
  const forward = kernel.sweep[transpose ? 'forwardRates' : 'forwardProbabilities'];
  const backward = kernel.sweep[transpose ? 'backwardProbabilities' : 'backwardRates'];
  const x = new Float64Array(b.length);
  for (let at = 0; at < b.length; at += states) {
    for (let k = 0; k < order.length; k++) kernel.x[k] = b[at + order[k]] / unit;
    for (let f = 0; f < parent.length; f++) forward(factorBlock(elimination, f));
    for (let f = parent.length - 1; f >= 0; f--) backward(factorBlock(elimination, f));
    for (let k = 0; k < order.length; k++) x[at + order[k]] = kernel.x[k];
  }
  return x;
}

function checkSolvable({ fronts, keepUpper, killed }: Elimination, b: Float64Array, count: number): void {
  if (!keepUpper) {
    throw new InputError('solve', 'both factors of the elimination', 'the lower one', 'Plan it with keepUpper.');
  }
  if (!killed) {
    throw new InputError('solve', 'a chain with killing', 'one without: singular', 'Give a shift s > 0.');
  }
  const expected = count * fronts.dissection.states;
  if (b.length !== expected) {
    throw new InputError('solve', `${expected} numbers on the right-hand side`, `${b.length}`, 'One for each state.');
  }
}
