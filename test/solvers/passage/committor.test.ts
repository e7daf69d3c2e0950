import { describe, expect, it } from 'vitest';
import { committor } from '../../../solvers/passage/committor.js';
import { fitted, generatorOf, lineGenerator, uniformCells } from '../hand-built.js';

const EXTREME = lineGenerator(
  [1e-150, 3e100, 2e-90, 5e150, 1e-120, 7e20, 2e-150, 0],
  [2e140, 1e-130, 4e60, 3e-100, 6e110, 1e-10, 5e145, 0],
);

describe('committor', () => {
  it('is right in every entry for rates over 300 decades', () => {
    // By a dense solve with 1200 digits (mpmath 1.3).
    const upwards = [-Infinity, -367.3431734673459, ...new Array<number>(5).fill(-275.64523485569225), 0];
    const log = committor(EXTREME, [0], [7]).value.logProbability;
    upwards.forEach((expected, i) => {
      if (Number.isFinite(expected)) expect(Math.abs(log[i] - expected)).toBeLessThan(2e-13);
      else expect(log[i]).toBe(expected);
    });
    const downwards = committor(EXTREME, [7], [0]).value.logProbability;
    expect(downwards[1] / -2.916666666666666e-160).toBeCloseTo(1, 12);
    expect(downwards[6] / -1.9444444444444444e-120).toBeCloseTo(1, 12);
    const inside = committor(EXTREME, [2], [6]).value.logProbability;
    [-Infinity, -Infinity, -Infinity, -46.77301991740755, -46.77301991740755, -46.77301991740755, 0, 0].forEach(
      (expected, i) => {
        if (Number.isFinite(expected)) expect(Math.abs(inside[i] - expected)).toBeLessThan(1e-13);
        else expect(inside[i]).toBe(expected);
      },
    );
  });

  it.each([
    // κ, v₀/k and I_{v₀/k}(½ − κ, 1 + κ) by mpmath 1.3.
    [0.25, 0.5, 0.8813798817509066],
    [0.1, 0.2, 0.5481891168078927],
    [0.4, 0.7, 0.9833410825503696],
  ])('gives the splitting of y = kx between 0 and k, κ = %d from v = %d k', (kappa, v0, expected) => {
    // With k = 1, α₁ = 2, β₁ = 1: T = 1/(4κ). In x = ln(v/(1 − v)): a = 4 + 8T(3v − 1), D = 16T, ∫v dx = ln(1 + eˣ).
    const temperature = 1 / (4 * kappa);
    const x0 = Math.log(v0 / (1 - v0));
    const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    const probability = [1, 2, 4].map((refine) => {
      const h = 0.2 / refine;
      const below = Math.ceil(300 / h);
      const n = below + 1 + Math.ceil(60 / h);
      const from = x0 - (below + 0.5) * h;
      const generator = fitted(
        uniformCells(from, from + n * h, n),
        () => 16 * temperature,
        (x) => (4 * x + 8 * temperature * (3 * softplus(x) - x)) / (16 * temperature),
      );
      return committor(generator, [0], [n - 1]).value.probability[below];
    });
    const [a, b, c] = probability;
    expect(Math.log2((a - expected) / (b - expected))).toBeCloseTo(2, 1);
    expect(Math.abs(c + (c - b) / 3 - expected)).toBeLessThan(1e-6);
  });

  it('is 1 where only the second set can be entered, and 0 where neither can', () => {
    //  A=1 | 2 ⇄ 3 ⇄ B=4 → 5 | 6
    const { probability } = committor(lineGenerator([1, 0, 1, 1, 1, 0, 0], [1, 0, 1, 1, 0, 0, 0]), [1], [4]).value;
    expect([...probability]).toEqual([0, 0, 1, 1, 1, 0, 0]);
  });

  it('adds up the ways into a set on both sides', () => {
    const { probability } = committor(lineGenerator([1, 2, 3, 4, 0], [5, 6, 7, 8, 0]), [2], [0, 4]).value;
    [1, 5 / 7, 0, 4 / 11, 1].forEach((p, i) => {
      expect(probability[i]).toBeCloseTo(p, 14);
    });
  });

  it('takes any generator', () => {
    const jumps = { from: [0, 1, 1, 2, 2, 3, 0], to: [1, 0, 2, 1, 3, 2, 3], rate: [1, 2, 3, 4, 5, 6, 7] };
    const { probability, logProbability } = committor(generatorOf(5, jumps), [0], [3]).value;
    // h1 = 3/5 h2, h2 = (4 h1 + 5)/9; cell 4 is joined to nothing.
    [0, 5 / 11, 25 / 33, 1, 0].forEach((p, i) => {
      expect(probability[i]).toBeCloseTo(p, 14);
      expect(logProbability[i]).toBe(Math.log(probability[i]));
    });
  });

  it('refuses sets that overlap or are empty', () => {
    expect(() => committor(EXTREME, [1, 2], [2])).toThrow(/two sets without a common cell, got cell 2 in both/);
    expect(() => committor(EXTREME, [], [2])).toThrow(/committor: at least one cell, got an empty set/);
  });
});
