import type { Generator } from '../../src/fv/generator.js';
import type { Run } from '../../src/num/reversible.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';
import type { Solution } from '../solution.js';
import { markCells } from './cell-set.js';
import type { CellSet } from './cell-set.js';
import { isLine } from './line.js';
import { logAdd, unmarked } from './splitting.js';
import { canReach, solveBackward } from './transposed.js';

/** Mean times until a set of cells is first entered, per starting cell. */
export interface PassageTimes {
  /** 0 on the set; Infinity where the set may never be entered, or the time exceeds the range of a double. */
  readonly times: Float64Array;
  /** Their natural logarithms: −Infinity on the set; finite also where the time itself is out of range. */
  readonly logTimes: Float64Array;
}

/**
 * Mean first-passage times to a set: Σ_to A[to, from] (τ[to] − τ[from]) = −1 outside the set and τ = 0 on it, the equation of
 * the transposed generator. On a line of cells by elimination from the left,
 *   τᵢ = (bᵢ + upᵢ τᵢ₊₁)/(upᵢ + κᵢ),   bᵢ₊₁ = 1 + downᵢ bᵢ/(upᵢ + κᵢ),   κᵢ₊₁ = downᵢ κᵢ/(upᵢ + κᵢ),
 * with κ the effective rate into the set on the left: sums of positive terms in logarithms, so that every time is right to
 * about n·10⁻¹⁶ relatively, whether it is 10⁻¹² or e¹⁰⁰⁰. Other generators by elimination in nested-dissection order, as accurate.
 * Throws InputError for an empty set or cells outside the grid.
 */
export function firstPassage(generator: Generator, set: CellSet): Solution<PassageTimes> {
  const { rates } = generator;
  const n = rates.rows;
  const target = markCells('firstPassage', n, set);
  const logTimes = new Float64Array(n).fill(-Infinity);
  const times = new Float64Array(n);
  if (isLine(rates)) {
    const chain = tridiagonal(rates);
    for (const stretch of unmarked(target)) logPassage(chain, stretch, logTimes);
    for (let i = 0; i < n; i++) times[i] = Math.exp(logTimes[i]);
  } else {
    // Only cells that cannot wander to where the set is out of reach have a finite mean.
    const hopeless = canReach(rates, target, null).map((r) => 1 - r);
    const doubtful = canReach(rates, hopeless, target);
    const free = target.map((inSet, i) => (inSet === 1 || doubtful[i] === 1 ? 0 : 1));
    for (let i = 0; i < n; i++) if (doubtful[i] === 1) times[i] = Infinity;
    solveBackward(generator, { free, rhs: 1 }, times);
    for (let i = 0; i < n; i++) logTimes[i] = Math.log(times[i]);
  }
  const never = times.filter((t) => t === Infinity).length;
  const message =
    never === 0 ? 'Every cell reaches the set.' : `${never} cells need not reach the set: their time is infinite.`;
  return { value: { times, logTimes }, outcome: 'converged', message, stats: { cells: n, infinite: never } };
}

/** ln τ on a stretch between cells of the set or ends of the chain. */
function logPassage(chain: Tridiagonal, { first, last }: Run, logTimes: Float64Array): void {
  const { size, lower, upper } = chain;
  const logPivot = new Float64Array(last - first + 1);
  let logKappa = first > 0 ? Math.log(upper[first - 1]) : -Infinity;
  let logB = 0;
  for (let i = first; i <= last; i++) {
    const logUp = i < size - 1 ? Math.log(lower[i]) : -Infinity;
    logPivot[i - first] = logAdd(logUp, logKappa);
    logTimes[i] = logB; // b for now
    const share = logPivot[i - first] === -Infinity ? -Infinity : logPivot[i - first];
    const logDown = Math.log(upper[i]);
    // From a cell without any way out the time is infinite, and so it is for whatever can enter it.
    logB = logDown === -Infinity ? 0 : logAdd(0, logDown + logB - share);
    logKappa = share === -Infinity ? -Infinity : logDown + logKappa - share;
  }
  let logNext = -Infinity; // τ above the stretch: 0 on the set
  for (let i = last; i >= first; i--) {
    const logUp = i < size - 1 ? Math.log(lower[i]) : -Infinity;
    const fromAbove = logUp === -Infinity ? -Infinity : logUp + logNext;
    logNext = logAdd(logTimes[i], fromAbove) - logPivot[i - first];
    logTimes[i] = logNext;
  }
}
