import { describe, expect, it } from 'vitest';
import { spectrum } from '../../../solvers/spectrum/spectrum.js';
import { fitted, lineGenerator, ornsteinUhlenbeck, uniformCells } from '../hand-built.js';

/** Label noise at depth 1 in x = ln v, with β₁ = β₂ = α₃ = 1: a = −4(e^x − 1) − 4T, D = 8T. */
const labelNoise = (temperature: number, from: number, n: number) =>
  fitted(
    uniformCells(from, 4, n),
    () => 8 * temperature,
    (x) => (-4 * Math.exp(x) + (4 - 4 * temperature) * x) / (8 * temperature),
  );
/** Richardson's extrapolation of a quantity with an even error expansion in h, from h, h/2 and h/4. */
const richardson = ([a, b, c]: readonly number[]): number => {
  const [first, second] = [b + (b - a) / 3, c + (c - b) / 3];
  return second + (second - first) / 15;
};

describe('spectrum', () => {
  it('finds the rates 0, 1, 2, … of Ornstein–Uhlenbeck', () => {
    const runs = [400, 800, 1600].map((n) => spectrum(ornsteinUhlenbeck(uniformCells(-9, 9, n)), 7).value);
    for (let k = 0; k < 7; k++) {
      const errors = runs.map((r) => Math.abs(r.rates[k] - k));
      if (k > 0) expect(Math.log2(errors[0] / errors[1])).toBeCloseTo(2, 2);
      expect(Math.abs(richardson(runs.map((r) => r.rates[k])) - k)).toBeLessThan(1e-6);
    }
    const fine = spectrum(ornsteinUhlenbeck(uniformCells(-9, 9, 100_000)), 4, { modes: false }).value;
    fine.rates.forEach((rate, k) => {
      expect(Math.abs(rate - k)).toBeLessThan(1e-7);
    });
    expect(fine.modes).toHaveLength(0);
    expect(fine.gap).toBe(fine.rates[1]);
    expect(fine.relaxationTimes).toEqual(fine.rates.slice(1).map((r) => 1 / r));
  });

  it('gives Hermite polynomials as eigenfunctions', () => {
    const cells = uniformCells(-9, 9, 2000);
    const { modes } = spectrum(ornsteinUhlenbeck(cells), 3).value;
    cells.x.forEach((x, i) => {
      if (Math.abs(x) > 4) return;
      expect(modes[0].left[i]).toBeCloseTo(1, 12);
      expect(modes[1].left[i]).toBeCloseTo(x, 6);
      expect(modes[2].left[i]).toBeCloseTo((x * x - 1) / Math.SQRT2, 6);
    });
  });

  it.each([0.05, 0.15, 0.3])('tells isolated rates from the continuum of label noise at T = %d', (temperature) => {
    const exact = [0];
    for (let n = 1; (4 * n + 1) * temperature < 1; n++) exact.push(4 * n * (1 - (2 * n + 1) * temperature));
    const edge = (1 - temperature) ** 2 / (2 * temperature);
    // Isolated states decay as exp(−√((edge − rate)/D)|x|): at T = 0.05 and 0.15 the last one needs 60 units of room.
    const runs = [2000, 4000, 8000].map((n) => spectrum(labelNoise(temperature, -60, n), 8, { upper: 'wall' }).value);
    for (const { isolated } of runs) expect(isolated).toBe(exact.length);
    exact.forEach((rate, k) => {
      expect(Math.abs(richardson(runs.map((r) => r.rates[k])) - rate)).toBeLessThan(1e-6);
    });
    expect(Math.abs(richardson(runs.map((r) => r.continuum.edge!)) - edge)).toBeLessThan(1e-5);
    // Critical slowing down: the gap is 4(1 − 3T) up to T = 1/5, and the edge beyond.
    expect(runs[2].gap! / Math.min(exact[1] ?? Infinity, edge)).toBeCloseTo(1, 3);
    expect(runs[2].relaxationTimes).toHaveLength(exact.length - 1);
  });

  it('is within 5 % of Kramers at low noise, down to rates of 10⁻²²', () => {
    // V = (x² − 1)²/4: V''(±1) = 2, −V''(0) = 1, so each well is left at √2/(2π) exp(−1/(4ε)).
    for (const noise of [0.02, 0.01, 0.005]) {
      const well = fitted(
        uniformCells(-2.2, 2.2, 2000),
        () => noise,
        (x) => -((x * x - 1) ** 2) / (4 * noise),
      );
      const { rates, continuum } = spectrum(well, 3).value;
      const kramers = (Math.SQRT2 / (2 * Math.PI)) * Math.exp(-1 / (4 * noise));
      expect(Math.abs(rates[1] / (2 * kramers) - 1)).toBeLessThan(0.05);
      expect(rates[2]).toBeGreaterThan(0.9);
      expect(continuum.edge).toBeNull();
    }
  });

  it('gives one zero per closed class with its steady state and the chance to end there', () => {
    //  0 ⇄ 1   2 ⇄ 3 ← 4 (transient)
    const generator = lineGenerator([1, 0, 2, 0, 0], [3, 0, 2, 5, 0]);
    const { value, stats } = spectrum(generator, 5);
    expect(stats.classes).toBe(2);
    expect(value.rates.slice(0, 2)).toEqual([0, 0]);
    [4, 4, 5].forEach((r, k) => {
      expect(value.rates[k + 2]).toBeCloseTo(r, 14);
    });
    expect([...value.modes[0].right]).toEqual([0.75, 0.25, 0, 0, 0].map((v) => expect.closeTo(v, 15)));
    expect([...value.modes[1].left]).toEqual([0, 0, 1, 1, 1].map((v) => expect.closeTo(v, 15)));
    expect(value.gap).toBeCloseTo(4, 14);
  });

  it('refuses a bad count and a ring', () => {
    const generator = lineGenerator([1, 1, 0], [1, 1, 0]);
    for (const count of [0, 4, 1.5, NaN]) {
      expect(() => spectrum(generator, count)).toThrow(/spectrum: a count from 1 to 3, got/);
    }
    expect(() => spectrum(lineGenerator([1, 1, 1], [1, 1, 1]), 1)).toThrow(/two ends, got a periodic one/);
    expect(spectrum(generator, 1).value).toMatchObject({ rates: [0], gap: null, relaxationTimes: [] });
  });
});
