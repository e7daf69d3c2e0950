import { describe, expect, it } from 'vitest';
import { nextNormal } from '../../../src/num/random/normal.js';
import { nextUniform, createStream } from '../../../src/num/random/stream.js';
import { logDensityOf } from '../../../solvers/steady/stationary.js';
import { standard, steadyOf } from '../../../validation/standard-problem.js';
import { sampledTail } from '../../../validation/tails/sampled-tail.js';
import { correctionsOf, tailOfCounts, tailOfDensity } from '../../../validation/tails/tail-fit.js';

const ratio = (from: number, factor: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from * factor ** i);

/** A Poisson number: arrivals before time m, or where there are many of them, its normal limit. */
function poissonNumber(stream: Int32Array, m: number): number {
  if (m > 400) return Math.round(m + Math.sqrt(m) * nextNormal(stream));
  let arrivals = -1;
  for (let time = 0; time <= m; arrivals++) time -= Math.log(nextUniform(stream));
  return arrivals;
}

describe('tails of densities', () => {
  it('are found with their corrections, to rounding where these are all', () => {
    const v = ratio(10, 1.3, 40);
    const logDensity = v.map((x) => 3 - 4 * Math.log(x) + 2 * x ** -(4 / 3) - 5 / x);
    const fit = tailOfDensity(v, logDensity, { from: 10, corrections: correctionsOf(2) });
    expect(Math.abs(fit.exponent + 4)).toBeLessThan(1e-9);
    expect(fit.error).toBeLessThan(1e-9);
    expect(fit).toMatchObject({ from: 10, values: 40 });
    // Without them the fit moves with its beginning, and the error says so.
    const bare = tailOfDensity(v, logDensity, { from: 10, corrections: [] });
    expect(bare.error).toBeGreaterThan(1e-3);
  });

  it.each([
    [0, -4.5],
    [1, -7 / 2],
    [2, -4],
    [3, -17 / 4],
    [5, -9 / 2],
  ])('of the finite volumes at depth %d fall like v^%d', (depth, expected) => {
    const state = steadyOf(standard({ depth, temperature: 0.2 }));
    const v = ratio(100, 1.4, 60);
    const { exponent, error } = tailOfDensity(
      v,
      v.map((x) => logDensityOf(state, x)),
      { from: 100, corrections: correctionsOf(depth) },
    );
    expect(error).toBeLessThan(1e-5);
    expect(Math.abs(exponent - expected)).toBeLessThan(3 * error + 1e-8);
  });
});

describe('tails of samples', () => {
  it('have the error that repeated samples show', () => {
    // Pareto values beyond 1: p ~ v^−3.5.
    const edges = ratio(1, 1.1, 120);
    const scores = Array.from({ length: 40 }, (_, k) => {
      const stream = createStream(3, k);
      const counts = new Float64Array(edges.length - 1);
      for (let i = 0; i < 4000; i++) {
        const cell = Math.floor(Math.log(nextUniform(stream) ** (-1 / 2.5)) / Math.log(1.1));
        if (cell < counts.length) counts[cell]++;
      }
      const { exponent, error, values } = tailOfCounts(edges, counts, { from: 1, corrections: [] });
      expect(values).toBeGreaterThan(3990);
      expect(error).toBeLessThan(0.3);
      return (exponent + 3.5) / error;
    });
    const square = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
    // The error holds the shift as well, so it is on the wide side.
    expect(square).toBeGreaterThan(0.1);
    expect(square).toBeLessThan(1.5);
  });

  it.each([1, 2, 3, 5])('of the law of depth %d have errors that cover bias and chance', (depth) => {
    const exact = -5 + 3 / (depth + 1);
    const state = steadyOf(standard({ depth, temperature: 0.2 }));
    const edges = ratio(4, 1.05, 400);
    const means = edges
      .slice(1)
      .map((high, i) => 3e7 * (high - edges[i]) * Math.exp(logDensityOf(state, Math.sqrt(high * edges[i]))));
    const fit = (counts: readonly number[]): { exponent: number; error: number } =>
      tailOfCounts(edges, counts, { from: 4, corrections: correctionsOf(depth).slice(0, 1) });
    // Expected counts have no chance in them: what is off is the fit's own bias.
    const mean = fit(means);
    expect(Math.abs(mean.exponent - exact)).toBeLessThan(0.04);
    expect(Math.abs(mean.exponent - exact)).toBeLessThan(0.7 * mean.error);
    const scores = Array.from({ length: 12 }, (_, k) => {
      const stream = createStream(11, k);
      const { exponent, error } = fit(means.map((m) => poissonNumber(stream, m)));
      return (exponent - exact) / error;
    });
    const square = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
    expect(square).toBeGreaterThan(0.05);
    expect(square).toBeLessThan(2);
  });

  it('widen with correlation', () => {
    const edges = ratio(1, 1.2, 30);
    const counts = edges.slice(1).map((x) => Math.round(1e6 * x ** -2.5));
    const [one, four] = [1, 4].map((inflation) =>
      tailOfCounts(edges, counts, { from: 1, corrections: [1], inflation }),
    );
    expect(four.exponent).toBe(one.exponent);
    expect(four.error).toBeGreaterThan(one.error);
  });

  it('of particles of the SDE agree with theory at depth 1', () => {
    const particles = 1000 * Number(process.env['SGDFP_SCALE'] ?? 1);
    const fit = sampledTail(standard({ temperature: 0.2 }), { particles, records: 300, seed: 5, from: 2 });
    expect(fit.values).toBeGreaterThan(4000);
    expect(fit.error).toBeLessThan(0.6);
    expect(Math.abs(fit.exponent + 3.5)).toBeLessThan(3 * fit.error);
  });

  it('refuse fits to nothing', () => {
    expect(() => tailOfCounts([1, 2, 4], [5, 3], { from: 1, corrections: [1] })).toThrow(
      'tail: more than 3 points or cells in the tail, got 2.',
    );
    expect(() => tailOfDensity([1, 2, 3], [0, 0, 0], { from: 2, corrections: [] })).toThrow('tail: more than 2');
  });
});
