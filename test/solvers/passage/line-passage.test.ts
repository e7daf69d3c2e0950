import { describe, expect, it } from 'vitest';
import { compiled, incbet } from 'cephes';
import { reducedLines } from '../../../src/sde/reduced.js';
import { linePassage } from '../../../solvers/passage/line-passage.js';
import { interpolation, labelNoise, problem } from '../reduced-problems.js';

const above = (v: number) => ({ from: v, to: Infinity });
const below = (v: number) => ({ from: -Infinity, to: v });

await compiled;

describe('first passage of Ornstein–Uhlenbeck', () => {
  // dv = −2(v − 1)dt + √(2·0.6) dW; mpmath, 30 digits.
  const lines = reducedLines(labelNoise(0.3, 0));

  it('takes as long as the double integral says', () => {
    const { probability, meanTime } = linePassage(lines, 0, above(1), null);
    expect(probability).toBe(1);
    expect(Math.abs(meanTime / 0.674645791626971 - 1)).toBeLessThan(1e-8);
    const mirrored = linePassage(lines, 2, below(1), null);
    expect(mirrored.meanTime / meanTime).toBeCloseTo(1, 9);
  });

  it('splits by the scale function', () => {
    expect(linePassage(lines, 1, above(2), below(0)).probability).toBeCloseTo(0.5, 13);
    expect(linePassage(lines, 0.3, above(2), below(0)).probability).toBeCloseTo(0.262040934759654, 13);
    expect(linePassage(lines, 0.3, { from: 2, to: 3 }, below(0)).probability).toBeCloseTo(0.262040934759654, 13);
  });

  it('is over at once inside the sets', () => {
    expect(linePassage(lines, 3, above(2), below(0))).toMatchObject({ probability: 1, meanTime: 0 });
    expect(linePassage(lines, -1, above(2), below(0))).toMatchObject({ probability: 0, meanTime: 0 });
  });
});

describe('first passage where an end attracts', () => {
  it('has a chance below 1 and no mean time', () => {
    const lines = reducedLines(interpolation(0.75));
    const { probability, meanTime } = linePassage(lines, 0.4, { from: 0.9, to: 0.95 }, null);
    const scale = (v: number): number => incbet(0.5 - 1 / 3, 1 + 1 / 3, v);
    expect(probability).toBeCloseTo(scale(0.4) / scale(0.9), 11);
    expect(meanTime).toBe(Infinity);
  });

  it('never changes sides', () => {
    const { probability, logProbability, meanTime } = linePassage(reducedLines(problem()), -0.3, above(1), null);
    expect([probability, logProbability, meanTime]).toEqual([0, -Infinity, Infinity]);
  });
});

describe('wrong starts', () => {
  it('are refused on fixed points and where drift leaves the line', () => {
    expect(() => linePassage(reducedLines(problem()), 0, above(1), null)).toThrow(
      '--from: a value between the fixed points of v, got 0. Nothing moves there.',
    );
    expect(() => linePassage(reducedLines(interpolation(0.1, 0.2)), 2, above(3), null)).toThrow(
      /--from: a start that stays/,
    );
  });
});
