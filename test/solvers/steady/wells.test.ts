import { describe, expect, it } from 'vitest';
import { basinsOf, wellFactors } from '../../../solvers/steady/wells.js';
import { ratesFrom } from '../linear/chains.js';

/** A line of states that jump to their neighbours. */
const line = (n: number) =>
  ratesFrom(n, Array.from({ length: n - 1 }, (_, i) => [[i, i + 1, 1] as const, [i + 1, i, 1] as const]).flat());

describe('basinsOf', () => {
  it('finds the peaks that stand out, the most first, and where the way up from every state leads', () => {
    const level = Float64Array.of(0, 6, 2, 3, -20, 7, 30, 22, 25, 10, 1, 18);
    const { peaks, basin } = basinsOf(line(12), level);
    // 3 and 25 are too little above the ways 2 and 22 to higher peaks.
    expect([...peaks]).toEqual([6, 1, 11]);
    expect([...basin].map((b) => peaks[b])).toEqual([1, 1, 1, 1, 1, 6, 6, 6, 6, 6, 6, 11]);
  });

  it('tells at most eight apart, and joins the others', () => {
    const level = Float64Array.from({ length: 41 }, (_, i) => (i % 2 === 0 ? 0 : 10 + i));
    const { peaks, basin } = basinsOf(line(41), level);
    expect([...peaks]).toEqual([39, 37, 35, 33, 31, 29, 27, 25]);
    expect(basin.every((b) => b < 8)).toBe(true);
    expect(peaks[basin[1]]).toBe(25);
  });
});

describe('wellFactors', () => {
  // 0 → 1 and 3 → 2 at e and 2e, e = exp(−200), all other jumps at 1: 3 holds half of what 0 does. Seen from x = 1, 4e/3, 5e/3, 1, which
  // is in balance on the barrier and has as much in 3 as in 0, with memberships in balance.
  const back = ratesFrom(4, [
    [1, 0, 4 / 3],
    [0, 1, 3 / 8],
    [2, 1, 5 / 8],
    [1, 2, 4 / 10],
    [3, 2, 6 / 10],
    [2, 3, 5 / 6],
  ]);
  const logTraffic = Float64Array.of(1, 8 / 3, 10 / 3, 2).map((w) => Math.log(w) - 200);
  const second = Float64Array.of(0, 0.5, 0.8, 1);
  const chain = { back, logTraffic, held: Int32Array.of(0, 3) };

  it('balances the flow over a barrier however little it is', () => {
    const c = wellFactors(chain, [second.map((h) => 1 - h), second])!;
    expect(c[0]).toBe(1);
    expect(c[1]).toBeCloseTo(0.5, 12);
  });

  it('has no answer where nothing flows', () => {
    const apart = ratesFrom(4, [
      [1, 0, 1],
      [0, 1, 1],
    ]);
    expect(wellFactors({ ...chain, back: apart }, [second.map((h) => 1 - h), second])).toBeNull();
  });
});
