import { describe, expect, it } from 'vitest';
import { CRAM_POLES } from '../../../solvers/evolve/cram.js';
import { applyPole, resolventWork } from '../../../solvers/evolve/resolvent.js';
import { chainOf, seeded } from '../hand-built.js';
import { denseResolvent, randomRates } from './dense-resolvent.js';

describe('applyPole', () => {
  it.each([1, 2, 3, 4, 5, 10, 11])('agrees with a dense solve for %i cells and every pole', (n) => {
    const random = seeded(n);
    const chain = chainOf(randomRates(n, random, false), randomRates(n, random, false));
    const v = Float64Array.from({ length: n }, random);
    for (const pole of CRAM_POLES) {
      const out = v.slice();
      applyPole(chain, { tau: 0.7, pole }, out, resolventWork(n));
      const expected = denseResolvent(chain, 0.7, pole, v);
      const size = Math.hypot(...expected);
      out.forEach((x, i) => {
        expect(Math.abs(x - expected[i])).toBeLessThan(1e-13 * size);
      });
    }
  });

  it('agrees with numpy on one chain', () => {
    // numpy.linalg.solve in complex128.
    const chain = chainOf([0.11, 5.503, 5.71, 1.588, 0], [0.131, 11.29, 0.102, 24.721, 0]);
    const pole = { thetaRe: 5.948152268951177, thetaIm: 3.587457362018322, alphaRe: 2, alphaIm: -3 };
    const v = Float64Array.of(0.1, 0.2, 0.3, 0.15, 0.25);
    applyPole(chain, { tau: 0.7, pole }, v, resolventWork(5));
    const expected = [
      0.09632639057297987, 0.18400952916024668, 0.26288096198778715, 0.18732823591639902, 0.22245285721803879,
    ];
    v.forEach((x, i) => {
      expect(x).toBeCloseTo(expected[i], 15);
    });
  });

  it('keeps the weighted sum with rates up to 10¹⁸', () => {
    // Summing the columns: 1ᵀ(1 + 2 Re α(τA − θ)⁻¹) v = (1 − 2 Re α/θ) 1ᵀv.
    const n = 501;
    const random = seeded(9);
    const stiff = () => Array.from({ length: n }, (_, i) => (i < n - 1 ? 10 ** (20 * random() - 2) : 0));
    const chain = chainOf(stiff(), stiff());
    for (const pole of CRAM_POLES) {
      const v = new Float64Array(n).fill(1 / n);
      applyPole(chain, { tau: 1, pole }, v, resolventWork(n));
      const { thetaRe, thetaIm, alphaRe, alphaIm } = pole;
      const gain = 1 - (2 * (alphaRe * thetaRe + alphaIm * thetaIm)) / (thetaRe ** 2 + thetaIm ** 2);
      expect(Math.abs(v.reduce((a, b) => a + b, 0) / gain - 1)).toBeLessThan(1e-13);
    }
  });
});
