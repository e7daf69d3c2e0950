import { describe, expect, it } from 'vitest';
import { atOnce, Interrupted, wasStopped, within, type Steps } from '../../solvers/steps.js';
import { stoppedAfter } from './stopped-after.js';

/** Counts to four; the count, if it is stopped from two on. */
function* counting(): Steps<number> {
  for (let k = 1; k <= 4; k++) {
    if (!(yield* wasStopped({ share: k / 4, words: k === 4 ? '' : `${k} done` }))) continue;
    if (k < 2) throw new Interrupted();
    return k;
  }
  return 4;
}

describe('steps', () => {
  it('come to the same at once, one by one, and as a part of others', () => {
    expect(atOnce(counting())).toBe(4);
    const part = within(counting(), [0.5, 0.9], 'counting');
    const told = [];
    let step = part.next();
    for (; !step.done; step = part.next()) told.push([Number(step.value.share.toFixed(6)), step.value.words]);
    expect(told).toEqual([
      [0.6, 'counting, 1 done'],
      [0.7, 'counting, 2 done'],
      [0.8, 'counting, 3 done'],
      [0.9, 'counting'],
    ]);
    expect(step.value).toBe(4);
    expect(within(counting(), [0, 1]).next().value).toEqual({ share: 0.25, words: '1 done' });
  });

  it('stop with what is known, be it inside of others', () => {
    expect(stoppedAfter(3, counting())).toBe(3);
    expect(stoppedAfter(3, within(within(counting(), [0, 1]), [0, 1]))).toBe(3);
    expect(() => stoppedAfter(1, within(counting(), [0, 1]))).toThrow('interrupted before anything was known.');
    expect(() => counting().throw(new Error('of another kind'))).toThrow('of another kind');
    const begun = counting();
    begun.next();
    expect(() => begun.throw(new Error('of another kind'))).toThrow('of another kind');
  });
});
