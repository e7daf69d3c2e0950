import { describe, expect, it } from 'vitest';
import { rows } from '../../../src/data/rows.js';
import { createStream } from '../../../src/num/random/stream.js';
import { drawsOf, rowsWithReplacement } from '../../../solvers/balance/sampled-rows.js';

describe('row sources', () => {
  it('draw the columns of an analytic law in their order', () => {
    const source = drawsOf({ y: '2*x + e', x: 'normal(1, 2)', e: 'uniform(-1, 1)', k: 3, r: 'rademacher()' });
    expect(source.columns).toEqual(['y', 'x', 'e', 'k', 'r']);
    const stream = createStream(1, 0);
    const row = new Float64Array(5);
    const N = 40_000;
    const [sum, square] = [new Float64Array(5), new Float64Array(5)];
    for (let n = 0; n < N; n++) {
      source.next(stream, row);
      expect(row[0]).toBeCloseTo(2 * row[1] + row[2], 12);
      row.forEach((value, j) => {
        sum[j] += value / N;
        square[j] += (value * value) / N;
      });
    }
    const expected = [
      [2, 4 + 16 + 1 / 3],
      [1, 5],
      [0, 1 / 3],
      [3, 9],
      [0, 1],
    ];
    // Four standard errors.
    expected.forEach(([mean, second], j) => {
      const spread = Math.sqrt(Math.max(second - mean * mean, 0) / N);
      expect(Math.abs(sum[j] - mean)).toBeLessThan(4 * spread + 1e-9);
      expect(Math.abs(square[j] / second - 1)).toBeLessThan(0.05);
    });
  });

  it('draw rows with replacement', () => {
    const source = rowsWithReplacement(rows({ x: [1, 2, 3], y: [10, 20, 30] }));
    const stream = createStream(1, 0);
    const row = new Float64Array(2);
    const seen = new Set<number>();
    for (let n = 0; n < 100; n++) {
      source.next(stream, row);
      expect(row[1]).toBe(10 * row[0]);
      seen.add(row[0]);
    }
    expect([...seen].sort()).toEqual([1, 2, 3]);
  });

  it('refuse a derived column that is not finite', () => {
    const source = drawsOf({ x: 'normal(0, 1)', y: 'log(x)' });
    const stream = createStream(1, 0);
    const row = new Float64Array(2);
    expect(() => {
      for (let n = 0; n < 50; n++) source.next(stream, row);
    }).toThrow(/^data\.y: an expression that is finite for every sample, got NaN\./);
  });
});
