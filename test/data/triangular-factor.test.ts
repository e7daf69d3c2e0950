import { describe, expect, test } from 'vitest';
import { triangularFactor } from '../../src/data/triangular-factor.js';

/** Columns to blocks of `size` rows, factored. */
function factorOf(columns: readonly (readonly number[])[], size: number): Float64Array {
  const factor = triangularFactor(columns.length);
  for (let at = 0; at < columns[0].length; at += size) {
    const rows = Math.min(size, columns[0].length - at);
    factor.add(Float64Array.from(columns.flatMap((column) => column.slice(at, at + rows))), rows);
  }
  return factor.finish();
}

describe('triangularFactor', () => {
  const wave = (f: number): number[] => Array.from({ length: 301 }, (_, i) => Math.sin(f * i + f));
  const columns = [wave(1), wave(0.3), wave(0.301)];

  test('L·Lᵀ = AᵀA, lower triangular with diagonal ≥ 0, however the rows are cut', () => {
    for (const size of [1, 2, 7, 100, 301]) {
      const L = factorOf(columns, size);
      for (let i = 0; i < 3; i++) {
        expect(L[i * 3 + i]).toBeGreaterThanOrEqual(0);
        for (let j = 0; j < 3; j++) {
          if (j > i) expect(L[i * 3 + j]).toBe(0);
          const product = [0, 1, 2].reduce((sum, k) => sum + L[i * 3 + k] * L[j * 3 + k], 0);
          const exact = columns[i].reduce((sum, value, r) => sum + value * columns[j][r], 0);
          expect(Math.abs(product - exact)).toBeLessThan(1e-12);
        }
      }
    }
  });

  test('keeps the digits of what columns leave unexplained', () => {
    const x = wave(1);
    const noise = wave(2.1).map((v) => 1e-9 * v);
    const dot = (a: number[], b: number[]): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
    const [clean, direct] = [factorOf([x, noise], 64)[3], factorOf([x, x.map((v, i) => 3 * v + noise[i])], 64)[3]];
    expect(Math.abs(direct / clean - 1)).toBeLessThan(1e-6);
    expect(clean).toBeCloseTo(Math.sqrt(dot(noise, noise) - dot(noise, x) ** 2 / dot(x, x)), 20);
  });

  test('degenerate input', () => {
    expect([...factorOf([[0, 0, 0], [3, 4, 0]], 3)]).toEqual([0, 0, 0, 5]); // prettier-ignore
    expect([...factorOf([[2], [-6]], 1)]).toEqual([2, 0, -6, 0]);
    expect([...triangularFactor(2).finish()]).toEqual([0, 0, 0, 0]);
    expect(factorOf([[3e200, 4e200]], 2)[0]).toBeCloseTo(5e200, -186);
    expect(factorOf([[3e-200, 4e-200]], 2)[0] / 5e-200).toBeCloseTo(1, 14);
    expect(factorOf([[NaN, 1]], 2)[0]).toBeNaN();
  });
});
