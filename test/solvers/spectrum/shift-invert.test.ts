import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { multiply } from '../../../src/num/csr.js';
import { modesInSteps, slowestModes } from '../../../solvers/spectrum/shift-invert.js';
import { generatorOf } from '../hand-built.js';
import { doubleWell, onSquare, turning } from '../plane-problems.js';
import { stoppedAfter } from '../stopped-after.js';
import { onGrid, randomChain } from '../linear/chains.js';

/** All eigenvalues of −A as [rate, frequency], slowest first, by a dense decomposition. */
function denseRates({ rates }: Parameters<typeof slowestModes>[0]): [number, number][] {
  const dense = Matrix.zeros(rates.rows, rates.rows);
  for (let i = 0; i < rates.rows; i++) {
    for (let k = rates.rowStart[i]; k < rates.rowStart[i + 1]; k++) dense.set(i, rates.column[k], rates.value[k]);
  }
  const { realEigenvalues, imaginaryEigenvalues } = new EigenvalueDecomposition(dense);
  return realEigenvalues
    .map((re, k): [number, number] => [-re, imaginaryEigenvalues[k]])
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

describe('slowestModes', () => {
  it('finds the rates of a turning Ornstein–Uhlenbeck process: sums of −1 ± 2i, to second order', () => {
    const exact = [
      [0, 0],
      [1, 2],
      [1, -2],
      [2, 0],
      [2, 4],
      [2, -4],
    ];
    const errors = [32, 64].map((n) => {
      const { value, outcome } = slowestModes(onSquare(turning, 5.5, n), 6);
      expect(outcome).toBe('converged');
      // The real pair 2 and 2 ± 4i may come in either order.
      const found = value.rates.map((rate, k) => [rate, value.frequencies[k]]);
      return exact.map(([rate, frequency]) => Math.min(...found.map(([r, f]) => Math.hypot(r - rate, f - frequency))));
    });
    expect(errors[1][0]).toBe(0);
    for (let k = 1; k < 6; k++) {
      expect(errors[1][k]).toBeLessThan(0.1);
      expect(errors[0][k] / errors[1][k]).toBeGreaterThan(3);
    }
  });

  it('agrees with a dense decomposition within the errors it tells, and cuts no pair', () => {
    const plane = onSquare(turning, 3, 10, 9);
    const chain = onGrid(randomChain(72, 260, 3), [72]);
    for (const generator of [plane, chain]) {
      const dense = denseRates(generator);
      for (const count of [4, 5]) {
        const { value } = slowestModes(generator, count);
        expect(value.rates.length - count).toBeLessThanOrEqual(1);
        value.rates.forEach((rate, k) => {
          const nearest = Math.min(...dense.map(([r, f]) => Math.hypot(r - rate, f - value.frequencies[k])));
          expect(nearest).toBeLessThan(1e-9 * dense[dense.length - 1][0]);
          expect(rate).toBeCloseTo(dense[k][0], 7);
        });
        const turns = value.frequencies.filter((f) => f !== 0);
        expect(turns.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 12);
      }
    }
  });

  it('keeps the digits of a rate far below the others, which the escape over a barrier has', () => {
    const steep = onSquare(
      {
        ...doubleWell,
        drift: (theta, out) => {
          out[0] = -80 * theta[0] * (theta[0] ** 2 - 1);
          out[1] = -8 * theta[1];
        },
      },
      1.8,
      48,
      20,
    );
    const { value, outcome } = slowestModes(steep, 3, { modes: true });
    expect(outcome).toBe('converged');
    // Kramers: (√(160·80)/2π)·e^{−20}·2 ≈ 7.4e-8.
    expect(value.gap! / 7.4e-8).toBeGreaterThan(0.7);
    expect(value.gap! / 7.4e-8).toBeLessThan(1.3);
    expect(value.errors[1]).toBeLessThan(1e-10 * value.gap!);
    expect(value.rates[2]).toBeCloseTo(8, 0);
    // A v = −λ v.
    const product = new Float64Array(steep.grid.size);
    const { re } = value.modes[2];
    multiply(steep.rates, re, product);
    const worst = product.reduce((most, x, i) => Math.max(most, Math.abs(x + value.rates[2] * re[i])), 0);
    expect(worst).toBeLessThan(1e-8);
    expect(value.modes[0].re.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  it('counts one rate 0 for every closed class', () => {
    // 0 ⇄ 1, 2 ⇄ 3, and 4 leaves for both.
    const generator = generatorOf(5, {
      from: [0, 1, 2, 3, 4, 4],
      to: [1, 0, 3, 2, 0, 2],
      rate: [1, 2, 3, 4, 0.5, 0.25],
    });
    const { value } = slowestModes(generator, 5);
    expect(value.rates.map((rate) => Number(rate.toPrecision(10)))).toEqual([0, 0, 0.75, 3, 7]);
    expect(value.gap).toBeCloseTo(0.75, 12);
    expect(slowestModes(generator, 1).value).toMatchObject({ rates: [0], gap: null });
  });

  it('gives the rates that have settled where it is stopped, and no more than its memory', () => {
    const generator = onSquare(turning, 5.5, 40);
    const whole = slowestModes(generator, 12);
    const all = whole.value.rates.length;
    let known = all;
    for (let count = whole.stats.solves - 1; count > 10 && known === all; count -= 3) {
      const { value, outcome } = stoppedAfter(count, modesInSteps(generator, 12));
      expect(outcome).toBe('stopped');
      known = value.rates.length;
      value.rates.forEach((rate, k) => expect(rate).toBeCloseTo(whole.value.rates[k], 7));
      expect(value.gap).toBeCloseTo(whole.value.gap!, 7);
    }
    expect(known).toBeGreaterThan(1);
    expect(known).toBeLessThan(all);
    expect(() => stoppedAfter(3, modesInSteps(generator, 12))).toThrow(/interrupted before/);
    expect(() => slowestModes(generator, 3, { memoryLimit: 1e6 })).toThrow(
      /^grid: a grid within 0\.000931 GiB, got 0\.00\d+ GiB\. Use fewer cells, or allow more with --memory\.$/,
    );
  });

  it('says when the space is too small, and refuses counts that are none', () => {
    const generator = onSquare(turning, 5, 20);
    const { outcome, message } = slowestModes(generator, 8, { dimensionLimit: 12 });
    expect(outcome).toBe('step-limit');
    expect(message).toMatch(/Rates are right to .* of themselves only, after \d+ solves; ask for fewer/);
    expect(() => slowestModes(generator, 0)).toThrow(/spectrum: a count from 1 to 400, got 0/);
  });
});
