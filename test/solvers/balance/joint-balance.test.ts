import { describe, expect, it } from 'vitest';
import { jointBalance } from '../../../solvers/balance/joint-balance.js';

/** m_k e^{−2λ_k} − d_k e^{2λ_k} and its size. */
const pull = (noise: number[], decay: number[], exponents: Float64Array) =>
  noise.map((m, k) => [
    m * Math.exp(-2 * exponents[k]) - decay[k] * Math.exp(2 * exponents[k]),
    m * Math.exp(-2 * exponents[k]) + decay[k] * Math.exp(2 * exponents[k]),
  ]);

describe('jointBalance', () => {
  const cases: [string, number[], number[]][] = [
    ['two groups', [3, 0.2], [0, 0]],
    ['two groups with decay', [3, 0.2], [0.1, 2]],
    ['decay alone', [0, 0], [0.1, 2]],
    ['a chain of five', [1e-8, 3, 200, 1e5, 0.7], [0, 0, 0, 0, 0]],
    ['a chain of five with decay', [1e-8, 3, 200, 1e5, 0.7], [1, 1e-9, 3, 40, 1e3]],
    ['one that cannot decay', [2, 3, 4], [0, 1, 2]],
    ['one without noise', [0, 3, 4], [5, 1, 2]],
    ['decay alone in three', [0, 0, 0], [5, 1, 2]],
  ];
  for (const [name, noise, decay] of cases) {
    it(`balances ${name}`, () => {
      const { exponents, outcome } = jointBalance({ noise, decay });
      expect(outcome).toBe('converged');
      expect(Math.abs(exponents.reduce((sum, l) => sum + l, 0))).toBeLessThan(1e-13);
      const pulls = pull(noise, decay, exponents);
      const size = Math.max(...pulls.map(([, s]) => s));
      expect(Math.max(...pulls.map(([p]) => p)) - Math.min(...pulls.map(([p]) => p))).toBeLessThan(1e-13 * size);
    });
  }

  it('has the closed forms of two and of K groups', () => {
    const [lambda] = jointBalance({ noise: [3, 0.2], decay: [0, 0] }).exponents;
    // λ⁴ = wᵀC₂w / uᵀC₁u.
    expect(Math.exp(lambda) ** 4).toBeCloseTo(3 / 0.2, 12);
    const { exponents } = jointBalance({ noise: [1, 10, 100], decay: [0, 0, 0] });
    expect(Array.from(exponents, (l) => Math.exp(2 * l))).toEqual([
      expect.closeTo(0.1, 14),
      expect.closeTo(1, 14),
      expect.closeTo(10, 13),
    ]);
  });

  it('says why there is none', () => {
    expect(jointBalance({ noise: [1, 0], decay: [0, 0] }).outcome).toBe('runaway');
    expect(jointBalance({ noise: [1, 0, 0], decay: [0, 0, 0] }).outcome).toBe('runaway');
    expect(jointBalance({ noise: [1, 0, 1], decay: [0, 1, 1] }).outcome).toBe('runaway');
    expect(jointBalance({ noise: [0, 0], decay: [0, 0] }).outcome).toBe('noiseless');
    expect(jointBalance({ noise: [1, Infinity], decay: [0, 0] }).outcome).toBe('not-finite');
    expect(jointBalance({ noise: [1, NaN], decay: [0, 0] }).outcome).toBe('not-finite');
  });
});
