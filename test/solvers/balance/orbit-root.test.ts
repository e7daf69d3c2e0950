import { describe, expect, it } from 'vitest';
import { orbitRoot } from '../../../solvers/balance/orbit-root.js';

const terms = (rates: number[], noise: number[], decay: number[] = rates.map(() => 0)) => ({ rates, noise, decay });
const G = ({ rates, noise, decay }: ReturnType<typeof terms>, l: number): number =>
  rates.reduce((sum, a, k) => sum + a * (noise[k] * Math.exp(-2 * l * a) - decay[k] * Math.exp(2 * l * a)), 0);

describe('orbitRoot', () => {
  it('is ¼ ln(m₁/m₂) for u → λu, w → w/λ', () => {
    for (const [m1, m2] of [
      [1, 1],
      [3, 0.2],
      [1e-200, 1e250],
      [5e-324, 1],
    ]) {
      const { lambda, outcome, evaluations } = orbitRoot(terms([1, -1], [m1, m2]));
      expect(outcome).toBe('converged');
      expect(lambda).toBeCloseTo((Math.log(m1) - Math.log(m2)) / 4, 12);
      expect(evaluations).toBeLessThan(16);
    }
  });

  it('has the closed form e^{4λ} = (m₁ + d₂)/(m₂ + d₁) with decay', () => {
    const { lambda } = orbitRoot(terms([1, -1], [3, 0.2], [0.7, 0.05]));
    expect(lambda).toBeCloseTo(Math.log(3.05 / 0.9) / 4, 14);
  });

  it('finds the zero of G for several rates', () => {
    for (let k = 0; k < 50; k++) {
      const spread = (i: number) =>
        0.01 + Math.abs(Math.sin(12.9898 * (k + 1) * (i + 1)) * 10 ** (4 * Math.sin(k + i)));
      const t = terms([2, 0.5, -1, -3, 0], [1, 2, 3, 4, 5].map(spread), [6, 7, 8, 9, 10].map(spread));
      const { lambda, outcome } = orbitRoot(t);
      expect(outcome).toBe('converged');
      const size = t.rates.reduce(
        (sum, a, i) =>
          sum + Math.abs(a) * (t.noise[i] * Math.exp(-2 * lambda * a) + t.decay[i] * Math.exp(2 * lambda * a)),
        0,
      );
      expect(Math.abs(G(t, lambda)) / size).toBeLessThan(2e-14);
    }
  });

  it('says why there is none', () => {
    expect(orbitRoot(terms([1, -1], [1, 0]))).toMatchObject({ outcome: 'to-plus-infinity', lambda: Infinity });
    expect(orbitRoot(terms([1, -1], [0, 1]))).toMatchObject({ outcome: 'to-minus-infinity', lambda: -Infinity });
    expect(orbitRoot(terms([1, -1], [0, 0])).outcome).toBe('noiseless');
    expect(orbitRoot(terms([1, -1], [NaN, 1])).outcome).toBe('not-finite');
    // A scale symmetry grows for ever, unless decay holds it: m e^{−2λ} = d e^{2λ}.
    expect(orbitRoot(terms([1, 1], [1, 2])).outcome).toBe('to-plus-infinity');
    expect(orbitRoot(terms([1, 1], [1, 2], [0.5, 0.25])).lambda).toBeCloseTo(Math.log(3 / 0.75) / 4, 14);
  });
});
