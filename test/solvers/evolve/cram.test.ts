import { describe, expect, it } from 'vitest';
import { CRAM_LIMIT, CRAM_POLES } from '../../../solvers/evolve/cram.js';

/** The product form in plain complex arithmetic. */
function r(z: number): number {
  let product = CRAM_LIMIT;
  for (const { thetaRe, thetaIm, alphaRe, alphaIm } of CRAM_POLES) {
    const d = z - thetaRe;
    product *= 1 + (2 * (alphaRe * d - alphaIm * thetaIm)) / (d * d + thetaIm * thetaIm);
  }
  return product;
}

describe('the rational approximation', () => {
  it('follows the exponential on the whole negative axis', () => {
    let worst = 0;
    for (let k = 0; k <= 40_000; k++) {
      const z = -(10 ** (k / 2000 - 8));
      worst = Math.max(worst, Math.abs(r(z) - Math.exp(z)));
    }
    expect(worst).toBeLessThan(2e-15);
    expect(worst).toBeGreaterThan(2e-16); // the best possible is 2.1249e-16
  });

  it('is 1 at 0 and the equioscillating error at −∞', () => {
    expect(Math.abs(r(0) - 1)).toBeLessThan(1e-15);
    expect(r(-1e30)).toBeCloseTo(2.124853710495224e-16, 30);
  });

  it('agrees there with 60-digit values of the best approximation', () => {
    // r(z) − exp(z) from the Remez iteration: extrema of alternating sign, ±2.12485371e-16.
    for (const z of [-40, -100, -1000, -1e5]) expect(Math.abs(r(z))).toBeLessThan(2.2e-16);
  });

  it('has factors that are largest at 0, so that stiff modes are not amplified on the way', () => {
    for (const { thetaRe, thetaIm, alphaRe, alphaIm } of CRAM_POLES) {
      const factor = (z: number): number => {
        const d = z - thetaRe;
        return 1 + (2 * (alphaRe * d - alphaIm * thetaIm)) / (d * d + thetaIm * thetaIm);
      };
      for (let z = -1e-3; z > -1e6; z *= 1.1) expect(Math.abs(factor(z))).toBeLessThanOrEqual(factor(0));
    }
  });
});
