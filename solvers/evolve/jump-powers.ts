import type { Csr } from '../../src/num/csr.js';
import type { KernelName } from '../linear/front-memory.js';
import { makeRoom, openVectorModule, paddedBytes } from '../linear/vector-module.js';

/** Powers of a matrix on a vector, and weighted sums of them. */
export interface JumpPowers {
  readonly name: KernelName;
  /** v ← P v. */
  step(): void;
  /** Adds weight·v to sum number i. */
  addTo(i: number, weight: number): void;
  /** A copy of sum number i. */
  sum(i: number): Float64Array;
}

/** Opens the powers of a square P on v with `count` sums, all 0. */
export function openPowers(P: Csr, v: Float64Array, count: number, name: KernelName = 'wasm'): JumpPowers {
  return (name === 'wasm' ? modulePowers(P, v, count) : undefined) ?? plainPowers(P, v, count);
}

/** Entry by entry in JavaScript: for any matrix, and the reference for the other. */
function plainPowers({ rows, rowStart, column, value }: Csr, start: Float64Array, count: number): JumpPowers {
  let [v, next] = [start.slice(), new Float64Array(rows)];
  const sums = Array.from({ length: count }, () => new Float64Array(rows));
  return {
    name: 'plain',
    step: () => {
      for (let i = 0, k = 0; i < rows; i++) {
        const end = rowStart[i + 1];
        let sum = 0;
        for (; k < end; k++) sum += value[k] * v[column[k]];
        next[i] = sum;
      }
      [v, next] = [next, v];
    },
    addTo: (i, weight) => {
      const sum = sums[i];
      for (let j = 0; j < rows; j++) sum[j] += weight * v[j];
    },
    sum: (i) => sums[i].slice(),
  };
}

/**
 * Diagonal by diagonal in WebAssembly: on a grid with the same stencil everywhere there are few, which needs no list of columns. What
 * lies off them is added after. Undefined where most of the diagonals would be empty.
 */
function modulePowers(P: Csr, start: Float64Array, count: number): JumpPowers | undefined {
  const diagonals = diagonalsOf(P);
  if (!areFull(P, diagonals)) return undefined;
  const { offsets, off } = diagonals;
  const bytes = paddedBytes(P.rows);
  const margin = paddedBytes(offsets.reduce((most, o) => Math.max(most, Math.abs(o)), 0));
  const list = paddedBytes(offsets.length);
  const room = list + offsets.length * bytes + 2 * (bytes + 2 * margin) + count * bytes;
  const module = openVectorModule(room);
  if (module === undefined) return undefined;
  makeRoom(module, room);
  const { buffer } = module.memory;
  const lists = module.base();
  const values = lists + list;
  let v = values + offsets.length * bytes + margin;
  let next = v + bytes + 2 * margin;
  const sums = next + bytes + margin;
  const view = (at: number): Float64Array => new Float64Array(buffer, at, P.rows);
  new Int32Array(buffer, lists, offsets.length).set(offsets.map((o) => 8 * o));
  fill(P, offsets, (d) => view(values + d * bytes));
  view(v).set(start);
  let [now, then] = [view(v), view(next)];
  return {
    name: 'wasm',
    step: () => {
      module.product(values, lists, offsets.length, v, next, bytes);
      for (let e = 0; e < off.at.length; e++) then[off.to[e]] += P.value[off.at[e]] * now[P.column[off.at[e]]];
      [v, next] = [next, v];
      [now, then] = [then, now];
    },
    addTo: (i, weight) => module.addMultiple(sums + i * bytes, bytes, weight, v),
    sum: (i) => view(sums + i * bytes).slice(),
  };
}

/** Whether nearly all entries of a matrix lie on few, well-filled diagonals: then powers are several times cheaper. */
export function isBanded(P: Csr): boolean {
  return areFull(P, diagonalsOf(P));
}

/** Share of the entries that must lie on the diagonals, and cells of these per such entry at most. */
const MOST_ON = 0.9;
const MOST_EMPTY = 2;
/** A diagonal is kept as one from this share of the rows. */
const KEPT = 1 / 16;

interface Diagonals {
  /** Column − row, ascending. */
  readonly offsets: number[];
  /** Entries on other diagonals, with their rows. */
  readonly off: { readonly at: number[]; readonly to: number[] };
}

function areFull({ rows, value }: Csr, { offsets, off }: Diagonals): boolean {
  const on = value.length - off.at.length;
  return on > 0 && on >= value.length * MOST_ON && on >= (offsets.length * rows) / MOST_EMPTY;
}

function diagonalsOf({ rows, rowStart, column }: Csr): Diagonals {
  const counts = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) counts.set(column[k] - i, (counts.get(column[k] - i) ?? 0) + 1);
  }
  const offsets = [...counts].filter(([, n]) => n >= KEPT * rows).map(([offset]) => offset);
  const kept = new Set(offsets);
  const off: { at: number[]; to: number[] } = { at: [], to: [] };
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      if (kept.has(column[k] - i)) continue;
      off.at.push(k);
      off.to.push(i);
    }
  }
  return { offsets: offsets.sort((a, b) => a - b), off };
}

function fill(
  { rows, rowStart, column, value }: Csr,
  offsets: readonly number[],
  diagonal: (d: number) => Float64Array,
): void {
  const place = new Map(offsets.map((offset, d) => [offset, diagonal(d)]));
  for (let i = 0; i < rows; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      const own = place.get(column[k] - i);
      if (own) own[i] = value[k];
    }
  }
}
