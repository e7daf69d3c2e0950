import type { Generator } from '../../../src/fv/generator.js';
import { bernoulli } from '../../../src/num/bernoulli.js';
import type { Csr } from '../../../src/num/csr.js';

/** A generator's matrix from its jumps. */
export function ratesFrom(size: number, jumps: readonly (readonly [from: number, to: number, rate: number])[]): Csr {
  const rows: Map<number, number>[] = Array.from({ length: size }, () => new Map());
  for (let i = 0; i < size; i++) rows[i].set(i, 0);
  for (const [from, to, rate] of jumps) {
    rows[to].set(from, (rows[to].get(from) ?? 0) + rate);
    rows[from].set(from, rows[from].get(from)! - rate);
  }
  const rowStart = Int32Array.from([0, ...rows.map((row) => row.size)]);
  for (let i = 0; i < size; i++) rowStart[i + 1] += rowStart[i];
  const entries = rows.flatMap((row) => [...row].sort(([a], [b]) => a - b));
  return {
    rows: size,
    columns: size,
    rowStart,
    column: Int32Array.from(entries, ([j]) => j),
    value: Float64Array.from(entries, ([, x]) => x),
  };
}

/** As much of a generator as the solvers look at. */
export function onGrid(rates: Csr, cells: readonly number[], periodic = cells.map(() => false)): Generator {
  const axes = cells.map((n, k) => {
    const centres = Float64Array.from({ length: n }, (_, i) => i);
    const edges = Float64Array.from({ length: n + 1 }, (_, i) => i - 0.5);
    const widths = new Float64Array(n).fill(1);
    return { name: `x${k}`, kind: 'uniform', periodic: periodic[k], cells: n, centres, edges, widths };
  });
  const grid = { axes, size: rates.rows } as unknown as Generator['grid'];
  return { grid, rates, facts: { smallestRate: 0, columnDefect: 0, recurrentClasses: 1 } };
}

/** A chain in detailed balance with exp(−U) on a box of cells; U is given per cell. */
export function gradientChain(
  cells: readonly number[],
  U: (...index: number[]) => number,
  periodic: readonly boolean[] = [],
) {
  const size = cells.reduce((product, n) => product * n, 1);
  const jumps: [number, number, number][] = [];
  const indexOf = (cell: number): number[] => {
    const index: number[] = [];
    for (let k = cells.length - 1; k >= 0; k--) {
      index.unshift(cell % cells[k]);
      cell = Math.floor(cell / cells[k]);
    }
    return index;
  };
  const potential = Float64Array.from({ length: size }, (_, cell) => U(...indexOf(cell)));
  for (let cell = 0; cell < size; cell++) {
    let stride = 1;
    for (let k = cells.length - 1; k >= 0; k--) {
      const i = indexOf(cell)[k];
      const wraps = i === cells[k] - 1;
      if (!wraps || periodic[k]) {
        const other = wraps ? cell - i * stride : cell + stride;
        jumps.push([cell, other, bernoulli(potential[other] - potential[cell])]);
        jumps.push([other, cell, bernoulli(potential[cell] - potential[other])]);
      }
      stride *= cells[k];
    }
  }
  return { rates: ratesFrom(size, jumps), potential };
}

/** Numbers in [0, 1) that are the same in every run. */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** An irreducible chain without detailed balance: a ring, and jumps at random whose rates span `nats`. */
export function randomChain(size: number, jumps: number, nats: number, seed = 1): Csr {
  const next = numbers(seed);
  const rate = (): number => Math.exp(-nats * next());
  const list: [number, number, number][] = [];
  for (let i = 0; i < size; i++) list.push([i, (i + 1) % size, rate()]);
  for (let k = 0; k < jumps; k++) {
    const [from, to] = [Math.floor(size * next()), Math.floor(size * next())];
    if (from !== to) list.push([from, to, rate()]);
  }
  return ratesFrom(size, list);
}

/** The steady state by the textbook's loop over a dense matrix (Grassmann, Taksar & Heyman 1985). */
export function denseSteadyState({ rows: n, rowStart, column, value }: Csr): Float64Array {
  const Q = Array.from({ length: n }, () => new Float64Array(n));
  for (let to = 0; to < n; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) if (column[k] !== to) Q[column[k]][to] = value[k];
  }
  const S = new Float64Array(n);
  for (let k = n - 1; k > 0; k--) {
    for (let j = 0; j < k; j++) S[k] += Q[k][j];
    for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) if (i !== j) Q[i][j] += (Q[i][k] * Q[k][j]) / S[k];
  }
  const x = new Float64Array(n);
  x[0] = 1;
  for (let k = 1; k < n; k++) for (let i = 0; i < k; i++) x[k] += (x[i] * Q[i][k]) / S[k];
  const total = x.reduce((a, b) => a + b);
  return x.map((v) => v / total);
}
