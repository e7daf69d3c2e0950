import { describe, expect, it } from 'vitest';
import { add, eliminateScaled, logScaled, scaledArray, store, toDouble } from '../../../solvers/linear/scaled-front.js';
import { numbers } from './chains.js';

const STEP = 960 * Math.LN2;

describe('scaled numbers', () => {
  it('store and read doubles of any size', () => {
    const a = scaledArray(1);
    for (const x of [0, 1, 1e-300, 5e-324, 1e300, 2 ** 480, 2 ** -480, Number.MAX_VALUE]) {
      store(a, 0, x, 0);
      expect(toDouble(a, 0)).toBe(x);
      expect(a.m[0] === 0 || (a.m[0] >= 2 ** -480 && a.m[0] < 2 ** 545)).toBe(true);
      if (x > 0) expect(Math.abs(logScaled(a, 0) - Math.log(x))).toBeLessThan(1e-12);
    }
    expect(logScaled(scaledArray(1), 0)).toBe(-Infinity);
    store(a, 0, 1.5, 3);
    expect(toDouble(a, 0)).toBe(Infinity);
    expect(logScaled(a, 0)).toBeCloseTo(Math.log(1.5) + 3 * STEP, 9);
    store(a, 0, 1.5, -3);
    expect(toDouble(a, 0)).toBe(0);
  });

  it('add as their logarithms say, from any pair of sizes and in any order', () => {
    const next = numbers(5);
    for (let trial = 0; trial < 2000; trial++) {
      const terms = Array.from({ length: 6 }, () => 3000 * (next() - 0.5) * (trial % 3 === 0 ? 1 : 0.1));
      const a = scaledArray(1);
      for (const t of terms) {
        const level = next() < 0.5 ? Math.floor(t / STEP) : Math.round(t / STEP);
        add(a, 0, Math.exp(t - level * STEP), level);
      }
      add(a, 0, 0, 5);
      const most = Math.max(...terms);
      const sum = most + Math.log(terms.reduce((total, t) => total + Math.exp(t - most), 0));
      expect(Math.abs(logScaled(a, 0) - sum)).toBeLessThan(1e-12);
    }
  });
});

describe('eliminateScaled', () => {
  it('finds a steady state that spans 20000 nats', () => {
    // A chain of seven states in detailed balance with exp(−U): the last column of F/S tells the ratios.
    const U = [0, 9000, 3000, 20000, 100, 12000, 5000];
    const n = U.length;
    const F = scaledArray(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const climb = Math.max(U[j] - U[i], 0);
        const level = -Math.round(climb / STEP);
        if (i !== j) store(F, i * n + j, Math.exp(-climb - level * STEP), level);
      }
    }
    expect(eliminateScaled(F, { states: n, width: n, stride: n, pivots: n, final: true })).toBe(-1);
    const log = new Float64Array(n);
    for (let k = n - 2; k >= 0; k--) {
      const terms: number[] = [];
      for (let i = k + 1; i < n; i++) terms.push(log[i] + logScaled(F, i * n + k) - logScaled(F, k * n + k));
      const most = Math.max(...terms);
      log[k] = most + Math.log(terms.reduce((sum, t) => sum + Math.exp(t - most), 0));
    }
    for (let k = 0; k < n; k++) expect(log[k] + U[k]).toBeCloseTo(U[n - 1], 9);
  });

  it('names the first state with nowhere to go', () => {
    const F = scaledArray(9);
    store(F, 1, 1, 0);
    expect(eliminateScaled(F, { states: 3, width: 3, stride: 3, pivots: 3, final: true })).toBe(1);
  });
});
