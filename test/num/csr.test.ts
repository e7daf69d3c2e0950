import { describe, expect, it } from 'vitest';
import { assembleJumps, multiply, transpose } from '../../src/num/csr.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';
import { seeded } from '../solvers/hand-built.js';

const dense = (a: Csr): number[][] =>
  Array.from({ length: a.rows }, (_, i) => {
    const row = new Array<number>(a.columns).fill(0);
    for (let k = a.rowStart[i]; k < a.rowStart[i + 1]; k++) row[a.column[k]] += a.value[k];
    return row;
  });

describe('assembleJumps', () => {
  it('adds up repeated jumps, writes the diagonal and sorts the columns', () => {
    const a = assembleJumps(3, { from: [2, 0, 0, 2, 1], to: [0, 1, 1, 1, 2], rate: [5, 1, 2, 7, 0] });
    expect(dense(a)).toEqual([
      [-3, 0, 5],
      [3, 0, 7],
      [0, 0, -12],
    ]);
    expect([...a.rowStart]).toEqual([0, 2, 5, 7]);
    expect([...a.column]).toEqual([0, 2, 0, 1, 2, 1, 2]);
  });

  it('stores a zero diagonal for cells without jumps, and takes no cells at all', () => {
    const a = assembleJumps(2, { from: [], to: [], rate: [] });
    expect([...a.column]).toEqual([0, 1]);
    expect([...a.value]).toEqual([0, 0]);
    expect(assembleJumps(0, { from: [], to: [], rate: [] }).rows).toBe(0);
  });

  it('makes columns sum to zero for random jumps', () => {
    const random = seeded(7);
    const [n, count] = [200, 3000];
    const from = Array.from({ length: count }, () => Math.floor(random() * n));
    const to = from.map((f) => (f + 1 + Math.floor(random() * (n - 1))) % n);
    const rate = from.map(() => 10 ** (20 * random() - 10));
    const a = assembleJumps(n, { from, to, rate });
    const sums = new Float64Array(n);
    multiply(transpose(a), new Float64Array(n).fill(1), sums);
    const diagonal = dense(a).map((row, i) => -row[i]);
    expect(Math.max(...sums.map((s, i) => Math.abs(s) / diagonal[i]))).toBeLessThan(1e-14);
    expect(a.value.length).toBeLessThanOrEqual(count + n);
  });

  it.each([
    ['a negative rate', { from: [0], to: [1], rate: [-1] }, /rates ≥ 0, got -1 from cell 0 to 1/],
    ['a rate that is no number', { from: [0], to: [1], rate: [NaN] }, /rates ≥ 0, got NaN/],
    ['an infinite rate', { from: [0], to: [1], rate: [Infinity] }, /rates ≥ 0, got Infinity/],
    ['a cell outside', { from: [0], to: [2], rate: [1] }, /cells 0 … 1, got a jump from cell 0 to 2/],
    ['a cell that is no whole number', { from: [0.5], to: [1], rate: [1] }, /from cell 0.5 to 1/],
    ['a jump to where it started', { from: [1], to: [1], rate: [1] }, /from cell 1 to 1/],
  ])('refuses %s', (_, jumps, message) => {
    expect(() => assembleJumps(2, jumps)).toThrow(InputError);
    expect(() => assembleJumps(2, jumps)).toThrow(message);
  });
});

describe('transpose and multiply', () => {
  const a: Csr = {
    rows: 2,
    columns: 3,
    rowStart: Int32Array.of(0, 2, 3),
    column: Int32Array.of(2, 0, 1),
    value: Float64Array.of(1, 2, 3),
  };

  it('exchanges rows and columns, sorted', () => {
    const t = transpose(a);
    expect([t.rows, t.columns]).toEqual([3, 2]);
    expect(dense(t)).toEqual([
      [2, 0],
      [0, 3],
      [1, 0],
    ]);
    expect(dense(transpose(t))).toEqual(dense(a));
    expect([...transpose(t).column]).toEqual([0, 2, 1]);
  });

  it('multiplies', () => {
    const out = new Float64Array(2);
    multiply(a, Float64Array.of(1, 10, 100), out);
    expect([...out]).toEqual([102, 30]);
    expect(() => {
      multiply(a, new Float64Array(2), out);
    }).toThrow(/vectors of 3 and 2 entries, got 2 and 2/);
  });
});
