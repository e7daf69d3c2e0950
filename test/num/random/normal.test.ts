import { describe, expect, it } from 'vitest';
import { nextNormal, ziggurat } from '../../../src/num/random/normal.js';
import { createStream } from '../../../src/num/random/stream.js';

/** Moments E xᵏ of the normal law and of its square, k ≤ 8. */
const MOMENTS = [1, 0, 1, 0, 3, 0, 15, 0, 105, 0, 945, 0, 10395, 0, 135135, 0, 2027025];

/** 1 − Φ(x), by Simpson’s rule on the density. */
function upperTail(x: number): number {
  const n = 20_000;
  const h = 12 / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const t = x + i * h;
    sum += Math.exp(-0.5 * t * t) * (i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

describe('ziggurat tables', () => {
  it('have 256 layers of equal area that reach the top of the curve', () => {
    const { layers, heights } = ziggurat;
    const area = 0.004928673233974655;
    for (let i = 1; i < 256; i++) {
      const layer = 0.5 * layers[2 * i] * (heights[i + 1] - heights[i]);
      expect(Math.abs(layer / area - 1)).toBeLessThan(1e-12);
    }
    expect(heights[256]).toBe(1);
    // The strip at the bottom: its box and the tail beyond it.
    const edge = 0.5 * layers[2];
    expect(edge * heights[1] + Math.sqrt(2 * Math.PI) * upperTail(edge)).toBeCloseTo(area, 14);
  });
});

describe('normal numbers', () => {
  const n = 2_000_000;
  const stream = createStream(2024, 0);
  const X = Float64Array.from({ length: n }, () => nextNormal(stream));

  it('have the moments of the normal law up to order 8', () => {
    const sums = new Float64Array(9);
    for (const x of X) for (let k = 1, power = x; k <= 8; k++, power *= x) sums[k] += power;
    for (let k = 1; k <= 8; k++) {
      const deviation = Math.sqrt((MOMENTS[2 * k] - MOMENTS[k] ** 2) / n);
      expect(Math.abs(sums[k] / n - MOMENTS[k]) / deviation).toBeLessThan(4);
    }
  });

  it('have no correlation at lags 1 to 8, nor have their squares', () => {
    for (let lag = 1; lag <= 8; lag++) {
      let [plain, squared] = [0, 0];
      for (let i = lag; i < n; i++) {
        plain += X[i] * X[i - lag];
        squared += (X[i] * X[i] - 1) * (X[i - lag] * X[i - lag] - 1);
      }
      expect(Math.abs(plain) / Math.sqrt(n)).toBeLessThan(4);
      expect(Math.abs(squared) / Math.sqrt(4 * n)).toBeLessThan(4);
    }
  });

  it('fall into tails and centre as often as they should', () => {
    for (const [from, to] of [
      [0, 0.1],
      [1, 1.1],
      [2, 2.5],
      [3, 3.654],
      [3.654, 4],
      [4, 9],
    ]) {
      const p = upperTail(from) - (to < 9 ? upperTail(to) : 0);
      let [above, below] = [0, 0];
      for (const x of X) {
        if (x >= from && x < to) above++;
        if (-x >= from && -x < to) below++;
      }
      for (const count of [above, below]) expect(Math.abs(count - n * p) / Math.sqrt(n * p)).toBeLessThan(4);
    }
  });

  it('pass the Kolmogorov–Smirnov test', () => {
    // The distribution function by integrating the density between sorted values.
    const sorted = X.slice(0, 200_000).sort();
    let [F, at, statistic] = [upperTail(-sorted[0]), sorted[0], 0];
    sorted.forEach((x, i) => {
      const middle = 0.5 * (x + at);
      const f = (t: number): number => Math.exp(-0.5 * t * t) / Math.sqrt(2 * Math.PI);
      F += ((x - at) * (f(at) + 4 * f(middle) + f(x))) / 6;
      at = x;
      statistic = Math.max(statistic, Math.abs(F - i / sorted.length), Math.abs(F - (i + 1) / sorted.length));
    });
    expect(statistic * Math.sqrt(sorted.length)).toBeLessThan(1.95); // p = 0.001
  });
});
