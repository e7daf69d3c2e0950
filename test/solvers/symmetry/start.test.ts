import { describe, expect, it } from 'vitest';
import { startCloud, type InitialLaw, type SymmetricStart } from '../../../solvers/symmetry/start.js';

describe('startCloud', () => {
  it('reduces any width to a and b', () => {
    const { logA, logB, weight } = startCloud([
      { u: [1, 2, -1], w: [0.5, -1, 3], weight: 3 },
      { u: [1e-200], w: [-1e-200] },
    ]);
    expect(logA[0]).toBeCloseTo(Math.log((1.5 ** 2 + 1 + 4) / 4), 14);
    expect(logB[0]).toBeCloseTo(Math.log((0.5 ** 2 + 9 + 16) / 4), 14);
    expect([...weight]).toEqual([0.75, 0.25]);
    expect(logA[1]).toBe(-Infinity);
    expect(logB[1]).toBeCloseTo(2 * Math.log(1e-200), 10);
  });

  it('draws laws whose moments are right', () => {
    const laws: SymmetricStart = {
      u: [{ law: 'normal', mean: 0.5, deviation: 0.3 }],
      w: [{ law: 'uniform', low: -1, high: 2 }],
      points: 20_000,
    };
    const { logA, logB, weight } = startCloud(laws);
    let [v, squares] = [0, 0];
    for (let n = 0; n < weight.length; n++) {
      v += weight[n] * (Math.exp(logA[n]) - Math.exp(logB[n]));
      squares += weight[n] * (Math.exp(logA[n]) + Math.exp(logB[n]));
    }
    expect(Math.abs(v - 0.25)).toBeLessThan(1e-3);
    expect(Math.abs(squares - 0.5 * (0.25 + 0.09 + 1))).toBeLessThan(1e-3);
    expect(startCloud({ ...laws, seed: 2 }).logA[0]).not.toBe(logA[0]);
  });

  it('refuses what is no start', () => {
    const one: InitialLaw = { law: 'constant', value: 1 };
    const message = (start: SymmetricStart): string => {
      try {
        startCloud(start);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message([])).toMatch(/at least one starting point/);
    expect(message([{ u: [1], w: [] }])).toMatch(/layers of one width, got 1 and 0/);
    expect(message([{ u: [NaN], w: [1] }])).toMatch(/finite numbers, got NaN/);
    expect(message([{ u: [1], w: [1], weight: -1 }])).toMatch(/finite weight/);
    expect(message({ u: [one], w: [one], points: 0 })).toMatch(/whole number/);
    expect(message({ u: [one], w: [{ law: 'normal', mean: 0, deviation: -1 }] })).toMatch(/deviation ≥ 0/);
    expect(message({ u: [one], w: [{ law: 'uniform', low: 1, high: 0 }] })).toMatch(/low ≤ high/);
    expect(message({ u: [one], w: [{ law: 'constant', value: Infinity }] })).toMatch(/finite value/);
  });
});
