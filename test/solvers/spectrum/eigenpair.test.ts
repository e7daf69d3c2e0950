import { describe, expect, it } from 'vitest';
import { logReversibleLaw } from '../../../src/num/reversible.js';
import { eigenPair } from '../../../solvers/spectrum/eigenpair.js';
import { eigenvalue } from '../../../solvers/spectrum/sturm.js';
import { chainOf, seeded } from '../hand-built.js';
import type { Tridiagonal } from '../../../src/num/tridiagonal.js';

/** max |A right + rate·right| relative to the largest term. */
function residual(chain: Tridiagonal, rate: number, right: Float64Array): number {
  let [worst, scale] = [0, 0];
  for (let i = 0; i < chain.size; i++) {
    const flow =
      (i > 0 ? chain.lower[i - 1] * right[i - 1] : 0) +
      chain.diagonal[i] * right[i] +
      chain.upper[i] * (right[i + 1] ?? 0);
    worst = Math.max(worst, Math.abs(flow + rate * right[i]));
    scale = Math.max(scale, Math.abs(chain.diagonal[i] * right[i]));
  }
  return worst / scale;
}

describe('eigenPair', () => {
  const n = 30;
  const random = seeded(3);
  const rate = (_: unknown, i: number) => (i < n - 1 ? 0.1 + random() : 0);
  const chain = chainOf(Array.from({ length: n }, rate), Array.from({ length: n }, rate));
  const logLaw = logReversibleLaw(chain);
  const pairs = Array.from({ length: n - 1 }, (_, k) =>
    eigenPair(chain, eigenvalue(chain, k + 1), { logLaw, taken: null }),
  );

  it('solves the equation, is biorthonormal, and right = π·left', () => {
    for (const [k, pair] of pairs.entries()) {
      expect(residual(chain, pair.rate, pair.right)).toBeLessThan(1e-12);
      for (const [l, other] of pairs.entries()) {
        const product = pair.left.reduce((s, v, i) => s + v * other.right[i], 0);
        expect(Math.abs(product - (k === l ? 1 : 0))).toBeLessThan(1e-11);
      }
      pair.right.forEach((v, i) => {
        expect(Math.abs(v - Math.exp(logLaw[i]) * pair.left[i])).toBeLessThan(1e-12);
      });
    }
  });

  it('works where a face is crossed one way only', () => {
    const oneWay = chainOf([1, 2, 3, 0], [4, 0, 5, 0]);
    const slow = eigenvalue(oneWay, 1);
    const pair = eigenPair(oneWay, slow, { logLaw: logReversibleLaw(oneWay), taken: null });
    expect(residual(oneWay, slow, pair.right)).toBeLessThan(1e-14);
    expect(pair.left[2]).toBeCloseTo(0, 14); // the lower cells never see what happens below them
    expect(pair.left.reduce((s, v, i) => s + v * pair.right[i], 0)).toBeCloseTo(1, 14);
  });

  it('separates two wells that share a rate to the last digit', () => {
    // Wells of three cells behind a barrier of rate 1e-30: the pairs of rates differ by less than rounding.
    const wells = chainOf([1, 1, 1e-30, 1, 1, 0], [1, 1, 1e-30, 1, 1, 0]);
    const law = logReversibleLaw(wells);
    const first = eigenPair(wells, eigenvalue(wells, 2), { logLaw: law, taken: null });
    const second = eigenPair(wells, eigenvalue(wells, 3), { logLaw: law, taken: first });
    expect(second.rate / first.rate).toBeCloseTo(1, 14);
    expect(first.left.reduce((s, v, i) => s + v * second.right[i], 0)).toBeCloseTo(0, 12);
    expect(residual(wells, second.rate, second.right)).toBeLessThan(1e-14);
  });
});
