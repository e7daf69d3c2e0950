import { describe, expect, it } from 'vitest';
import { rescalingSymmetries } from '../../../src/model/symmetry.js';
import { rescalingGroups, rescalingSolver } from '../../../solvers/balance/rescaling.js';
import { noisyLine, systemOf, wave } from './problems.js';

describe('rescalingSolver', () => {
  for (const depth of [1, 2, 5]) {
    it(`makes all |u_k| of a chain of depth ${depth} equal`, () => {
      const names = Array.from({ length: depth + 1 }, (_, k) => `u${k}`);
      for (const options of [{ temperature: 0.1 }, { temperature: 0.1, weightDecay: 0.3 }]) {
        const { symbolic, system } = systemOf(`${names.join('*')}*x`, names, options);
        const groups = rescalingGroups(names, rescalingSymmetries(symbolic, noisyLine.columns));
        expect(groups).toEqual([names.map((_, k) => k)]);
        const balance = rescalingSolver(system, groups);
        for (let run = 0; run < 20; run++) {
          const start = names.map((_, k) => 2 * wave(31 * run + k));
          const { value } = balance(start);
          const v = start.reduce((product, u) => product * u, 1);
          for (const [k, u] of value!.theta.entries()) {
            expect(Math.abs(Math.abs(u) / Math.abs(v) ** (1 / (depth + 1)) - 1)).toBeLessThan(1e-13);
            expect(Math.sign(u)).toBe(Math.sign(start[k]));
          }
          expect(value!.residual).toBeLessThan(1e-11);
        }
      }
    });
  }

  it('balances several chains at once, and leaves other parameters alone', () => {
    const names = ['a', 'b', 'c', 'd', 'f', 'k'];
    const { symbolic, system } = systemOf('a*b*x + c*d*f*x^2 + k', names, { temperature: 0.05, weightDecay: 0.1 });
    const groups = rescalingGroups(names, rescalingSymmetries(symbolic, noisyLine.columns));
    expect(groups).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    const { value } = rescalingSolver(system, groups)([1, -0.2, 0.3, 2, -1, 0.7]);
    const [a, b, c, d, f, k] = value!.theta.map(Math.abs);
    expect([a / b, c / d, d / f, k]).toEqual([
      expect.closeTo(1, 13),
      expect.closeTo(1, 13),
      expect.closeTo(1, 13),
      0.7,
    ]);
  });

  it('says why there is no balance', () => {
    const names = ['a', 'b', 'c'];
    const { system } = systemOf('a*b*c*x', names);
    const balance = rescalingSolver(system, [[0, 1, 2]]);
    expect(balance([0, 0, 0])).toMatchObject({ value: null, outcome: 'fixed-point' });
    expect(balance([0, 1, 1])).toMatchObject({ value: null, outcome: 'runaway' });
    expect(balance([0, 0, 1]).outcome).toBe('noiseless');
    expect(balance([1e200, 1e200, 1]).outcome).toBe('not-finite');
    expect(() => rescalingGroups(names, [])).toThrow(
      /^model: a loss with a rescaling symmetry, got none among a, b, c\. .*symmetry: \[\[1, 0\], \[0, -1\]\]/,
    );
  });
});
