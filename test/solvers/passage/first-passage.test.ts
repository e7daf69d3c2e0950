import { describe, expect, it } from 'vitest';
import { firstPassage } from '../../../solvers/passage/first-passage.js';
import { generatorOf, lineGenerator, ornsteinUhlenbeck, uniformCells } from '../hand-built.js';

// Rates over 300 decades; ln τ by a dense solve with 1200 digits (mpmath 1.3).
const EXTREME = lineGenerator(
  [1e-150, 3e100, 2e-90, 5e150, 1e-120, 7e20, 2e-150, 0],
  [2e140, 1e-130, 4e60, 3e-100, 6e110, 1e-10, 5e145, 0],
);

describe('firstPassage', () => {
  it.each([
    [0, [-Infinity, 437.7143112201829, ...new Array<number>(6).fill(529.4122498318366)]],
    [7, [...new Array<number>(7).fill(805.0574846875288), -Infinity]],
    [
      3,
      [
        437.0857025607605,
        437.0857025607605,
        344.28915166043873,
        -Infinity,
        ...new Array<number>(4).fill(229.15989701073647),
      ],
    ],
  ])('is right for rates over 300 decades, to cell %i', (cell, expected) => {
    const { times, logTimes } = firstPassage(EXTREME, [cell]).value;
    expected.forEach((log, i) => {
      if (log === -Infinity) expect(logTimes[i]).toBe(-Infinity);
      else expect(Math.abs(logTimes[i] - log)).toBeLessThan(5e-13);
      expect(times[i]).toBe(Math.exp(logTimes[i]));
    });
  });

  it('converges to the quadrature for Ornstein–Uhlenbeck', () => {
    // √(2π)∫ e^{y²/2} Φ(y) dy from x to 6 (mpmath 1.3): 28267502.87 from 0.
    const errors = [301, 601, 1201].map((n) => {
      // The last cell stands at 6 and a middle one at 0.
      const h = 6 / ((n - 1) / 2);
      const cells = uniformCells(-6 - h / 2, 6 + h / 2, n);
      const { times } = firstPassage(ornsteinUhlenbeck(cells), [n - 1]).value;
      return times[(n - 1) / 2] / 28267502.8702828 - 1;
    });
    expect(Math.log2(errors[0] / errors[1])).toBeCloseTo(2, 1);
    expect(Math.abs(errors[2] + (errors[2] - errors[1]) / 3)).toBeLessThan(1e-6);
  });

  it('agrees on a line with the elimination of any generator', () => {
    const up = [3, 1, 4, 1, 5, 0];
    const down = [9, 2, 6, 5, 3, 0];
    const line = firstPassage(lineGenerator(up, down), [0, 4]).value;
    // The same chain with a superfluous loop of rate 0.5 between cells 0 and 4, both of the set, is no line.
    const jumps = { from: [0, 4], to: [4, 0], rate: [0.5, 0.5] };
    up.forEach((u, i) => {
      if (i === 5) return;
      jumps.from.push(i, i + 1);
      jumps.to.push(i + 1, i);
      jumps.rate.push(u, down[i]);
    });
    const general = firstPassage(generatorOf(6, jumps), [4, 0]).value;
    line.times.forEach((t, i) => {
      expect(general.times[i]).toBeCloseTo(t, 13);
    });
  });

  it('is infinite where the set may be missed', () => {
    //  0 ← 1 ⇄ 2 ⇄ 3 | 4
    const line = firstPassage(lineGenerator([0, 1, 1, 0, 0], [1, 1, 1, 0, 0]), [3]);
    expect([...line.value.times]).toEqual([Infinity, Infinity, Infinity, 0, Infinity]);
    expect(line.message).toMatch(/4 cells need not reach the set/);
    expect(line.stats.infinite).toBe(4);
    const jumps = { from: [1, 1, 2, 2, 3, 3], to: [0, 2, 1, 3, 2, 1], rate: [1, 1, 1, 1, 1, 1] };
    const general = firstPassage(generatorOf(5, jumps), [3]);
    expect([...general.value.times]).toEqual([Infinity, Infinity, Infinity, 0, Infinity]);
    const sure = firstPassage(lineGenerator([0, 1, 1, 0, 0], [1, 1, 1, 0, 0]), [0, 4]);
    expect([...sure.value.times].every((t) => t < Infinity)).toBe(true);
    expect(sure.message).toBe('Every cell reaches the set.');
  });

  it('refuses cells outside the grid', () => {
    expect(() => firstPassage(EXTREME, [8])).toThrow(/firstPassage: cells from 0 to 7, got 8/);
  });
});
