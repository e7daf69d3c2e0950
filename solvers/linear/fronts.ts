import type { Dissection } from './dissection.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';

/**
 * The chain to eliminate, renumbered by elimination order: state k jumps to later states (`out`) and later states jump to it
 * (`in`). Every off-diagonal rate is in exactly one of the two lists, at its state that goes first.
 */
export interface OrderedChain {
  readonly size: number;
  readonly outStart: Int32Array;
  readonly outState: Int32Array;
  readonly outRate: Float64Array;
  readonly inStart: Int32Array;
  readonly inState: Int32Array;
  readonly inRate: Float64Array;
  /** Rate out of the chain, per state: what was asked for, plus the rates into states that are not active. */
  readonly killing: Float64Array;
  /** The largest rate of all; 0 for a chain without jumps. */
  readonly largest: number;
}

/** The fronts of an elimination: which states each holds besides its own, and how much memory and work they take. */
export interface Fronts {
  readonly dissection: Dissection;
  /** Front f holds its own states, then the later states `boundary[boundaryStart[f] … boundaryStart[f+1])`, ascending. */
  readonly boundaryStart: Int32Array;
  readonly boundary: Int32Array;
  /** Multiplications and additions of the elimination. */
  readonly flops: number;
  /** Entries of the factors below and above the diagonal, the diagonal counted below. */
  readonly lowerEntries: number;
  readonly upperEntries: number;
}

/**
 * Renumbers a chain (rates[to, from] ≥ 0 off the diagonal, which is not read) for elimination.
 * Throws InputError for a negative or non-finite rate.
 */
export function orderChain(rates: Csr, dissection: Dissection, killing: number | Float64Array): OrderedChain {
  const { order } = dissection;
  const size = order.length;
  const position = new Int32Array(rates.rows).fill(-1);
  for (let k = 0; k < size; k++) position[order[k]] = k;
  const { rowStart, column, value } = rates;
  const outStart = new Int32Array(size + 1);
  const inStart = new Int32Array(size + 1);
  const leaving = new Float64Array(size);
  for (let k = 0; k < size; k++) leaving[k] = typeof killing === 'number' ? killing : killing[order[k]];
  for (let to = 0; to < rates.rows; to++) {
    const j = position[to];
    for (let e = rowStart[to]; e < rowStart[to + 1]; e++) {
      const i = position[column[e]];
      if (i < 0 || i === j) continue;
      const rate = value[e];
      if (!(rate >= 0 && rate < Infinity)) {
        const got = `${rate} from state ${column[e]} to ${to}`;
        throw new InputError('elimination', 'rates must be finite and ≥ 0', got, 'Check the generator.');
      }
      if (rate === 0) continue;
      if (j < 0) leaving[i] += rate;
      else if (i < j) outStart[i + 1] += 1;
      else inStart[j + 1] += 1;
    }
  }
  let largest = 0;
  for (let k = 0; k < size; k++) {
    outStart[k + 1] += outStart[k];
    inStart[k + 1] += inStart[k];
    if (!(leaving[k] >= 0 && leaving[k] < Infinity)) {
      const got = `${leaving[k]} at state ${order[k]}`;
      throw new InputError('elimination', 'killing rates must be finite and ≥ 0', got, 'Use a shift s ≥ 0.');
    }
    largest = Math.max(largest, leaving[k]);
  }
  const chain = {
    size,
    outStart,
    outState: new Int32Array(outStart[size]),
    outRate: new Float64Array(outStart[size]),
    inStart,
    inState: new Int32Array(inStart[size]),
    inRate: new Float64Array(inStart[size]),
    killing: leaving,
  };
  return { ...chain, largest: Math.max(largest, fillLists(rates, position, chain)) };
}

function fillLists(rates: Csr, position: Int32Array, chain: Omit<OrderedChain, 'largest'>): number {
  const { rowStart, column, value } = rates;
  const { outState, outRate, inState, inRate } = chain;
  const outNext = chain.outStart.slice();
  const inNext = chain.inStart.slice();
  let largest = 0;
  for (let to = 0; to < rates.rows; to++) {
    const j = position[to];
    if (j < 0) continue;
    for (let e = rowStart[to]; e < rowStart[to + 1]; e++) {
      const i = position[column[e]];
      const rate = value[e];
      if (i < 0 || i === j || rate === 0) continue;
      if (rate > largest) largest = rate;
      if (i < j) {
        const k = outNext[i]++;
        outState[k] = j;
        outRate[k] = rate;
      } else {
        const k = inNext[j]++;
        inState[k] = i;
        inRate[k] = rate;
      }
    }
  }
  return largest;
}

/** Finds the boundary of every front: the later states that its states, or its children's boundaries, are joined to. */
export function findFronts(chain: OrderedChain, dissection: Dissection): Fronts {
  const { start, parent } = dissection;
  const count = parent.length;
  const mark = new Int32Array(chain.size).fill(-1);
  const boundaryStart = new Int32Array(count + 1);
  let boundary = new Int32Array(4 * chain.size + 64);
  const children = childLists(parent);
  let [flops, lowerEntries, upperEntries] = [0, 0, 0];
  let end = 0;
  for (let f = 0; f < count; f++) {
    const last = start[f + 1];
    const from = end;
    if (end + chain.size > boundary.length) boundary = grown(boundary, chain.size);
    const gather = (states: Int32Array, a: number, b: number): void => {
      for (let e = a; e < b; e++) {
        const j = states[e];
        if (j < last || mark[j] === f) continue;
        mark[j] = f;
        boundary[end++] = j;
      }
    };
    gather(chain.outState, chain.outStart[start[f]], chain.outStart[last]);
    gather(chain.inState, chain.inStart[start[f]], chain.inStart[last]);
    for (let c = children.first[f]; c >= 0; c = children.next[c]) {
      gather(boundary, boundaryStart[c], boundaryStart[c + 1]);
    }
    boundary.subarray(from, end).sort();
    boundaryStart[f + 1] = end;
    const pivots = last - start[f];
    const rest = end - from;
    for (let k = 1; k <= pivots; k++) flops += 2 * (rest + pivots - k) ** 2;
    lowerEntries += pivots * (pivots + rest);
    upperEntries += pivots * rest;
  }
  return { dissection, boundaryStart, boundary: boundary.slice(0, end), flops, lowerEntries, upperEntries };
}

/** Children as linked lists: first[f], then next[child], until −1. */
export function childLists(parent: Int32Array): { readonly first: Int32Array; readonly next: Int32Array } {
  const first = new Int32Array(parent.length).fill(-1);
  const next = new Int32Array(parent.length).fill(-1);
  for (let f = parent.length - 1; f >= 0; f--) {
    const p = parent[f];
    if (p < 0) continue;
    next[f] = first[p];
    first[p] = f;
  }
  return { first, next };
}

function grown(array: Int32Array<ArrayBuffer>, room: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length + room);
  larger.set(array);
  return larger;
}
