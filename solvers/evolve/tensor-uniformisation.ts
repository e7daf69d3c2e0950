import type { Csr } from '../../src/num/csr.js';
import type { KernelName } from '../linear/front-memory.js';
import { openPowers } from './jump-powers.js';
import { atOnce, Interrupted, wasStopped, type Steps } from '../steps.js';

/** What `uniformise` returns. */
export interface Uniformised {
  /** exp(tA) m at each of the times, in their order: all that were asked for, unless it was stopped before. */
  readonly masses: readonly Float64Array[];
  readonly times: readonly number[];
  readonly stopped: boolean;
  /** Products with the matrix that were taken. */
  readonly products: number;
}

/** Probability of the jump counts that are left out on each side: below what a double adds to 1. */
const LEFT_OUT = 1e-18;

/** The largest rate out of a state. */
export function largestExit({ rows, rowStart, column, value }: Csr): number {
  let largest = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) if (column[k] === i) largest = Math.max(largest, -value[k]);
  }
  return largest;
}

/** How many products `uniformise` takes to get to a time: about Λt + 9√(Λt), Λ being the largest exit rate. */
export function productsFor(exit: number, time: number): number {
  const events = exit * time;
  return events > 0 ? Math.ceil(events + 9.2 * Math.sqrt(events) + 30) : 0;
}

/**
 * exp(tA) m = Σ_k Poisson(k; Λt) (I + A/Λ)ᵏ m at ascending times (Jensen 1953), Λ ≥ all rates out of a state. Every term is ≥ 0, so
 * no mass can be negative; jump counts of probability below about 10⁻¹⁸ are left out. The times share the powers.
 * The cost grows with Λt: with the stiffness of the grid.
 */
export function uniformise(rates: Csr, mass: Float64Array, times: readonly number[], kernel?: KernelName): Uniformised {
  return atOnce(uniformisedInSteps(rates, mass, times, kernel));
}

/** Entries of the matrix that are passed between two steps: some milliseconds. */
const STEP_ENTRIES = 2e6;

/** The same step by step; where it is stopped, with the times that are done. */
export function* uniformisedInSteps(
  rates: Csr,
  mass: Float64Array,
  times: readonly number[],
  kernel?: KernelName,
): Steps<Uniformised> {
  const exit = largestExit(rates);
  const windows = times.map((time) => poisson(time * exit));
  const last = Math.max(0, ...windows.map(({ first, weight }) => first + weight.length - 1));
  const powers = openPowers(stepMatrix(rates, exit), mass, times.length, kernel);
  const massOf = (i: number): Float64Array => (times[i] * exit > 0 ? powers.sum(i) : mass.slice());
  const stride = Math.ceil(STEP_ENTRIES / (rates.value.length + 1));
  for (let k = 0; k <= last; k++) {
    windows.forEach(({ first, weight }, i) => {
      if (times[i] * exit > 0 && k >= first && k < first + weight.length) powers.addTo(i, weight[k - first]);
    });
    if (k === last) break;
    powers.step();
    if (k % stride !== stride - 1) continue;
    if (!(yield* wasStopped({ share: k / last, words: `${k} of ${last} products` }))) continue;
    const done = windows.map(({ first, weight }, i) => times[i] * exit === 0 || first + weight.length - 1 <= k);
    if (!done.includes(true)) throw new Interrupted();
    const kept = [...times.keys()].filter((i) => done[i]);
    return { masses: kept.map(massOf), times: kept.map((i) => times[i]), products: k + 1, stopped: true };
  }
  return { masses: times.map((_, i) => massOf(i)), times, products: last, stopped: false };
}

/** Poisson probabilities of first, first + 1, …, scaled to sum to 1 (Fox & Glynn 1988): from the mode outwards, nothing underflows. */
export function poisson(mean: number): { readonly first: number; readonly weight: Float64Array } {
  const mode = Math.floor(mean);
  const [down, up]: [number[], number[]] = [[], []];
  for (let k = mode, w = 1; k > 0 && w > LEFT_OUT;) down.push((w *= k-- / mean));
  for (let k = mode + 1, w = 1; mean > 0 && w > LEFT_OUT; k++) up.push((w *= mean / k));
  const weight = Float64Array.from([...down.reverse(), 1, ...up]);
  const sum = weight
    .slice()
    .sort()
    .reduce((a, b) => a + b, 0);
  return { first: mode - down.length, weight: weight.map((w) => w / sum) };
}

/** I + A/Λ. The diagonal is 1 minus the rounded entries of its column, so that columns sum to 1 as nearly as doubles can. */
function stepMatrix({ rows, columns, rowStart, column, value }: Csr, exit: number): Csr {
  const stay = new Float64Array(columns).fill(1);
  const probability = value.map((rate) => rate / exit);
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] !== to) stay[column[k]] -= probability[k];
  }
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] === to) probability[k] = Math.max(0, stay[to]);
  }
  return { rows, columns, rowStart, column, value: probability };
}
