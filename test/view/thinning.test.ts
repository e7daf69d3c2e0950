import { describe, expect, test } from 'vitest';
import { thin } from '../../src/view/thinning.js';

const line = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i);

describe('thin', () => {
  test('keeps a short curve whole', () => {
    expect(thin(line(4000), line(4000))).toHaveLength(4000);
    expect(thin([], [])).toEqual([]);
  });

  test('keeps ends, order, peaks and the limit', () => {
    const n = 100_003;
    const wave = line(n).map((i) => Math.sin(i / 7000));
    wave[34_567] = 9;
    wave[34_569] = -9;
    for (const limit of [4, 40, 4000]) {
      const kept = thin(line(n), wave, limit);
      expect(kept.length).toBeLessThanOrEqual(limit);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect([kept[0], kept.at(-1)]).toEqual([0, n - 1]);
      expect(kept).toEqual(expect.arrayContaining([34_567, 34_569]));
    }
  });

  test('keeps the lowest and highest value of every strip, however the points lie', () => {
    const x = line(20_000).map((i) => Math.exp(i / 1000));
    const y = x.map((value, i) => Math.cos(i * 12.9898) * value);
    const kept = thin(x, y, 400);
    const strip = (i: number): number => Math.min(99, Math.floor(((x[i]! - x[0]!) * 100) / (x.at(-1)! - x[0]!)));
    for (let k = 0; k < 100; k++) {
      const inside = [...x.keys()].filter((i) => strip(i) === k);
      const range = (indices: number[]): number[] => {
        const values = indices.map((i) => y[i]!);
        return [Math.min(...values), Math.max(...values)];
      };
      expect(range(kept.filter((i) => strip(i) === k))).toEqual(range(inside));
    }
  });

  test('drops what is not finite and survives equal positions', () => {
    expect(thin([0, 1, 2, 3], [NaN, 1, -Infinity, 2])).toEqual([1, 3]);
    const kept = thin(new Float64Array(5000), line(5000), 100);
    expect(kept).toEqual([0, 4999]);
  });
});
