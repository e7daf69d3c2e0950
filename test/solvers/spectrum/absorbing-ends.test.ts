import { describe, expect, it } from 'vitest';
import { slowestModes } from '../../../solvers/spectrum/shift-invert.js';
import { free2, free3, LEANING, onBox, steadyDrift } from '../box-problems.js';
import { orders } from '../hand-built.js';

describe('slowestModes with absorbing ends', () => {
  it('has the rates of the Dirichlet Laplacian on the square and the cube, none of them 0', () => {
    // A cell-centred wave sin(kπ(x + 1)/2) decays at (4/h²) sin²(kπh/4), (kπ/2)² to second order.
    const wave = (k: number, n: number): number => n * n * Math.sin((k * Math.PI) / (2 * n)) ** 2;
    const sums = (waves: readonly (readonly number[])[], cells: readonly number[]): number[] =>
      waves.map((ks) => ks.reduce((sum, k, i) => sum + wave(k, cells[i]!), 0)).sort((a, b) => a - b);
    const square = slowestModes(onBox(free2, [20, 23]), 6, { modes: true });
    const exact = sums([[1, 1], [1, 2], [2, 1], [2, 2], [1, 3], [3, 1]], [20, 23]); // prettier-ignore
    expect(square.outcome).toBe('converged');
    square.value.rates.forEach((rate, k) => expect(Math.abs(rate / exact[k]! - 1)).toBeLessThan(1e-9));
    expect(square.value.gap).toBe(square.value.rates[0]);
    expect(square.value.modes.map(({ re }) => re.length)).toEqual(new Array(6).fill(460));
    const cube = slowestModes(onBox(free3, [7, 8, 9]), 2).value.rates;
    sums([[1, 1, 1], [1, 1, 2], [1, 2, 1], [2, 1, 1]], [7, 8, 9]) // prettier-ignore
      .slice(0, 2)
      .forEach((rate, k) => expect(Math.abs(cube[k]! / rate - 1)).toBeLessThan(1e-9));
    expect(wave(1, 64) - (Math.PI / 2) ** 2).toBeLessThan(0);
  });

  it('has that of a leaning tensor to second order, raised by a·D⁻¹a/4 under a constant drift', () => {
    // Chebyshev collocation on 32 × 32 points by numpy.
    const drift = [1.5, -0.5];
    const [a, b] = drift as [number, number];
    const raised = (0.5 * a * a - 2 * 0.6 * a * b + b * b) / 0.14 / 4;
    for (const [field, exact] of [
      [[0, 0], 3.07034],
      [drift, 3.07034 + raised],
    ] as const) {
      const errors = [10, 20, 40].map((n) => {
        return Math.abs(slowestModes(onBox(steadyDrift(field, LEANING), [n, n]), 1).value.rates[0]! / exact - 1);
      });
      expect(errors[2]).toBeLessThan(4e-3);
      orders(errors).forEach((order) => expect(order).toBeGreaterThan(1.7));
    }
  });
});
