import { describe, expect, it } from 'vitest';
import { blocks, logReversibleLaw, part, runs } from '../../src/num/reversible.js';
import { chainOf } from '../solvers/hand-built.js';

//         0 ⇄ 1 → 2 ⇄ 3   4 ⇄ 5
const LOWER = [1, 2, 3, 0, 4, 0];
const UPPER = [5, 0, 6, 0, 7, 0];

describe('runs and blocks', () => {
  it('cuts a chain where no jump passes, and into cells that communicate', () => {
    const chain = chainOf(LOWER, UPPER);
    expect(runs(chain)).toEqual([
      { first: 0, last: 3 },
      { first: 4, last: 5 },
    ]);
    expect(blocks(chain)).toEqual([
      { first: 0, last: 1, closed: false },
      { first: 2, last: 3, closed: true },
      { first: 4, last: 5, closed: true },
    ]);
    expect(runs(chainOf([1, 1, 1], [0, 1, 1], true))).toEqual([{ first: 0, last: 2 }]);
  });

  it('sees jumps downwards out of a block', () => {
    expect(blocks(chainOf([0, 0], [1, 0]))).toEqual([
      { first: 0, last: 0, closed: true },
      { first: 1, last: 1, closed: false },
    ]);
  });

  it('takes a part on its own', () => {
    const piece = part(chainOf(LOWER, UPPER), { first: 1, last: 2 });
    expect([...piece.lower]).toEqual([2, 0]);
    expect([...piece.upper]).toEqual([0, 0]);
    expect([...piece.diagonal]).toEqual([-2, 0]);
  });
});

describe('logReversibleLaw', () => {
  it('balances every face and sums to 1 on every run', () => {
    const chain = chainOf([1, 2, 0, 1e-200, 0], [3, 4, 0, 1e200, 0]);
    const law = logReversibleLaw(chain);
    expect([0, 1, 2].reduce((s, i) => s + Math.exp(law[i]), 0)).toBeCloseTo(1, 15);
    expect(law[1] - law[0]).toBeCloseTo(Math.log(1 / 3), 14);
    expect(law[3]).toBe(0);
    expect(law[4]).toBeCloseTo(-400 * Math.LN10, 10);
  });

  it('does not exist on runs with one-way faces and on rings', () => {
    const law = logReversibleLaw(chainOf(LOWER, UPPER));
    expect([...law.subarray(0, 4)]).toEqual([NaN, NaN, NaN, NaN]);
    expect(Math.exp(law[4]) + Math.exp(law[5])).toBeCloseTo(1, 15);
    // Downwards, at the first and at the last face.
    for (const face of [0, 2]) {
      const up = [1, 1, 1, 0].map((u, i) => (i === face ? 0 : u));
      expect(logReversibleLaw(chainOf(up, [1, 1, 1, 0])).every(Number.isNaN)).toBe(true);
      expect(logReversibleLaw(chainOf([1, 1, 1, 0], up)).every(Number.isNaN)).toBe(true);
    }
    expect(logReversibleLaw(chainOf([1, 1, 1], [1, 1, 1], true)).every(Number.isNaN)).toBe(true);
  });
});
