import { describe, expect, it } from 'vitest';
import { bernoulli, logBernoulli } from '../../src/num/bernoulli.js';

/** x, B(x), ln B(x) to 17 digits, from mpmath with 60 digits. */
const REFERENCE: readonly (readonly [number, number, number])[] = [
  [1e-300, 1.0, -5e-301],
  [-1e-300, 1.0, 5e-301],
  [1e-16, 1.0, -5e-17],
  [-1e-16, 1.0, 5e-17],
  [1e-8, 0.999999995, -5.000000004166667e-9],
  [-1e-8, 1.000000005, 4.999999995833333e-9],
  [1e-3, 0.999500083333332, -0.0005000416666663195],
  [-1e-3, 1.000500083333332, 0.0004999583333336805],
  [0.1, 0.9508331944775049, -0.050416631949954875],
  [-0.1, 1.050833194477505, 0.04958336805004513],
  [0.7, 0.6905037045441244, -0.37033394113034723],
  [-0.7, 1.3905037045441242, 0.3296660588696527],
  [1.9, 0.3341602661266358, -1.0961345623887109],
  [-1.9, 2.2341602661266355, 0.803865437611289],
  [2.1, 0.29304356798980313, -1.2274339848083233],
  [-2.1, 2.393043567989803, 0.8725660151916769],
  [5, 0.03391827453152116, -3.383801338116411],
  [-5, 5.033918274531521, 1.6161986618835888],
  [20, 4.1223072533738245e-8, -17.004267724384857],
  [-20, 20.00000004122307, 2.9957322756151448],
  [36.5, 5.1350452504284364e-15, -32.902687739411554],
  [39.9, 1.8733678714798474e-16, -36.213623676104184],
  [40.1, 1.5414720279993072e-16, -36.40862366568748],
  [-40.1, 40.1, 3.6913763343125234],
  [100, 3.720075976020836e-42, -95.39482981401191],
  [-100, 100.0, 4.605170185988092],
  [600, 1.5902379318025866e-258, -593.6030703447839],
  [700, 6.90177358063184e-302, -693.4489196649566],
  [-700, 700.0, 6.551080335043404],
  [708.5, 1.42134473832723e-305, -701.9368499408693],
  [712, 4.313292185103229e-307, -705.4319220885881],
  [-712, 712.0, 6.568077911411976],
];

describe('bernoulli', () => {
  it.each(REFERENCE)('B(%d) and its logarithm', (x, value, logarithm) => {
    expect(Math.abs(bernoulli(x) / value - 1)).toBeLessThan(4.5e-16);
    expect(Math.abs(logBernoulli(x) - logarithm)).toBeLessThanOrEqual(4.5e-16 * Math.abs(logarithm));
  });

  it('has its limits', () => {
    expect([0, -0, Infinity, -Infinity, NaN, 1e4].map(bernoulli)).toEqual([1, 1, 0, Infinity, NaN, 0]);
    expect([Infinity, -Infinity, NaN].map(logBernoulli)).toEqual([-Infinity, Infinity, NaN]);
    expect(Math.abs(logBernoulli(0))).toBe(0);
    expect(logBernoulli(1e4)).toBeCloseTo(Math.log(1e4) - 1e4, 10);
    expect(bernoulli(Number.MIN_VALUE)).toBe(1);
  });

  it('satisfies B(-x) = B(x) + x and B(-x) = e^x B(x)', () => {
    for (let x = -30; x <= 30; x += 0.37) {
      expect(Math.abs(bernoulli(-x) - (bernoulli(x) + x))).toBeLessThan(1e-15 * Math.max(1, Math.abs(x)) * 2);
      expect(Math.abs(logBernoulli(-x) - logBernoulli(x) - x)).toBeLessThan(1e-14);
    }
  });
});
