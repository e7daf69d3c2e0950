import { describe, expect, it } from 'vitest';
import {
  logAdd,
  logDownwardSplitting,
  logUpwardSplitting,
  mirrored,
  unmarked,
} from '../../../solvers/passage/splitting.js';
import { chainOf } from '../hand-built.js';

describe('logAdd', () => {
  it('adds what the logarithms stand for', () => {
    expect(logAdd(Math.log(2), Math.log(3))).toBeCloseTo(Math.log(5), 15);
    expect(logAdd(-2000, -2000)).toBeCloseTo(-2000 + Math.LN2, 12);
    expect(logAdd(-Infinity, 3)).toBe(3);
    expect(logAdd(-Infinity, -Infinity)).toBe(-Infinity);
    expect(logAdd(1, Infinity)).toBe(Infinity);
  });
});

describe('splitting', () => {
  it('is linear for a symmetric walk, and the two ways out sum to 1', () => {
    const ones = [1, 1, 1, 1, 1, 1, 0];
    const chain = chainOf(ones, ones);
    const up = logUpwardSplitting(chain, { first: 1, last: 5 });
    const down = logDownwardSplitting(chain, { first: 1, last: 5 });
    up.forEach((p, k) => {
      expect(Math.exp(p)).toBeCloseTo((k + 1) / 6, 14);
      expect(Math.exp(p) + Math.exp(down[k])).toBeCloseTo(1, 14);
    });
  });

  it('keeps what a barrier of thousands of nats hides', () => {
    // Uphill, then downhill: from the first cell the walk is lost downwards; what gets through is e^(−1000 ln 10).
    const up = [...new Array<number>(100).fill(1), ...new Array<number>(100).fill(1e10), 0];
    const down = [...new Array<number>(100).fill(1e10), ...new Array<number>(100).fill(1), 0];
    const chain = chainOf(up, down);
    const log = logUpwardSplitting(chain, { first: 1, last: 199 });
    // P = r_0/(Σ r_j), r_j the resistance of face j: 1, 10^10, …, rising by 10^10 to the top and falling again.
    expect(log[0]).toBeCloseTo(-(990 * Math.LN10 + Math.log(2)), 8);
    expect(log[198]).toBeCloseTo(0, 15);
  });

  it('loses what falls into a trap', () => {
    // Cell 1 cannot be left: from 2 the walk ends there, or above 3.
    const chain = chainOf([0, 0, 2, 2, 0], [0, 3, 1, 1, 0]);
    const stretch = { first: 1, last: 3 };
    const up = logUpwardSplitting(chain, stretch).map(Math.exp);
    // P3 = (2 + P2)/3, P2 = 2 P3/5.
    expect([...up]).toEqual([0, expect.closeTo(4 / 13, 14), expect.closeTo(10 / 13, 14)]);
    expect([...logDownwardSplitting(chain, stretch).map(Math.exp)]).toEqual([0, 0, 0]);
  });

  it('walls at both ends let nothing out', () => {
    const chain = chainOf([1, 0], [1, 0]);
    expect([...logUpwardSplitting(chain, { first: 0, last: 1 })]).toEqual([-Infinity, -Infinity]);
  });
});

describe('mirrored and unmarked', () => {
  it('reads a chain from the other end', () => {
    const chain = mirrored(chainOf([1, 2, 0], [3, 4, 0]));
    expect([...chain.lower]).toEqual([4, 3, 0]);
    expect([...chain.upper]).toEqual([2, 1, 0]);
    expect([...chain.diagonal]).toEqual([-4, -5, -1]);
  });

  it('finds the stretches between marks', () => {
    expect(unmarked(Uint8Array.of(0, 0, 1, 0, 1, 1, 0))).toEqual([
      { first: 0, last: 1 },
      { first: 3, last: 3 },
      { first: 6, last: 6 },
    ]);
    expect(unmarked(Uint8Array.of(1, 1))).toEqual([]);
  });
});
