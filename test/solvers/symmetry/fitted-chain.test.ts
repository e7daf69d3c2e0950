import { describe, expect, it } from 'vitest';
import { acrossModels } from '../../../solvers/symmetry/coefficients.js';
import { fittedChain } from '../../../solvers/symmetry/fitted-chain.js';
import { symmetricModel } from '../../../solvers/symmetry/model.js';
import { logReversibleLaw } from '../../../src/num/reversible.js';
import { plain } from './problems.js';

describe('fittedChain', () => {
  it('has, at fixed ζ, the stationary law of the noise step to second order', () => {
    // dv = [−4S r + 4Tg v] dt + 4S√(Tg) dW has p ∝ S⁻² g⁻¹ exp ∫ (4Tg v − 4S r)/(8Tg S²): by a fine trapezoidal rule in x.
    const [zeta, core, reach] = [-1, 2 * Math.exp(-3), 7];
    const T = plain.temperature;
    const force = (x: number): number => {
      const v = core * Math.sinh(x);
      const S = Math.sqrt(v * v + 4 * Math.exp(2 * zeta));
      const g = 2 * v * v - 4 * v + 3;
      return ((4 * T * g * v - 4 * S * (v - 1)) / (8 * T * g * S * S)) * core * Math.cosh(x);
    };
    const density = (x: number): number => {
      const v = core * Math.sinh(x);
      return (core * Math.cosh(x)) / ((v * v + 4 * Math.exp(2 * zeta)) * (2 * v * v - 4 * v + 3));
    };
    const errors = [70, 140, 280].map((size) => {
      const h = (2 * reach) / size;
      const chain = fittedChain(acrossModels(symmetricModel(plain), zeta, core), {
        spacing: h,
        size,
        first: h / 2 - reach,
        absorber: null,
      });
      const law = logReversibleLaw(chain).map(Math.exp);
      const expected = new Float64Array(size);
      const fine = 40;
      let psi = 0;
      for (let k = 0; k < size * fine; k++) {
        const x = -reach + ((k + 0.5) * h) / fine;
        expected[Math.floor(k / fine)] += density(x) * Math.exp(psi + (0.5 * h * force(x)) / fine);
        psi += (h / fine) * force(x);
      }
      const total = expected.reduce((s, m) => s + m, 0);
      return law.reduce((e, m, i) => e + Math.abs(m - expected[i] / total), 0);
    });
    expect(errors[2]).toBeLessThan(2e-3);
    for (const k of [1, 2]) expect(Math.log2(errors[k - 1] / errors[k])).toBeGreaterThan(1.9);
  });

  it('is upwind where there is no noise, and one cell longer with an absorber', () => {
    const nodes = { spacing: 0.5, size: 3, first: 0, absorber: null };
    const drifting = fittedChain((_, out) => out.set([2, 0, 0]), nodes);
    expect([...drifting.lower]).toEqual([4, 4, 0]);
    expect([...drifting.upper]).toEqual([0, 0, 0]);
    const absorbing = fittedChain((_, out) => out.set([0, 1, 0]), { ...nodes, absorber: 0.25 });
    // The last cell is (h + d)/2 = 0.375 wide, 0.25 from the boundary.
    expect(absorbing.size).toBe(4);
    expect(absorbing.lower[2]).toBeCloseTo(1 / (0.25 * 0.375), 12);
    expect(absorbing.upper[1]).toBeCloseTo(1 / (0.5 * 0.375), 12);
    expect(absorbing.upper[2]).toBe(0);
  });
});
