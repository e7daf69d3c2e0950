import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evolveSymmetric } from '../../../solvers/symmetry/evolve-symmetric.js';
import { symmetricPaths } from '../../../solvers/symmetry/paths.js';
import { startCloud, type SymmetricStart } from '../../../solvers/symmetry/start.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { brownian, normalBelow, plain } from './problems.js';

/** A grid that keeps the tests quick. */
const coarse = { xi: 0.25, zeta: 0.25, time: 0.05, reach: 20 };
/** From test/reference/symmetric-paths.py. */
const reference = JSON.parse(
  readFileSync(new URL('../../reference/symmetric-paths.json', import.meta.url), 'utf8'),
) as {
  readonly u: number[];
  readonly w: number[];
  readonly temperature: number;
  readonly weightDecay: number;
  readonly times: number[];
  readonly paths: number;
  readonly positive: number[];
}[];
const wrong: SymmetricStart = [{ u: [1], w: [-0.9] }];

describe('evolveSymmetric', () => {
  it('is of second order, against a Brownian motion in ξ', () => {
    const { logA, logB } = startCloud(wrong);
    const xi = 0.5 * (logA[0] - logB[0]);
    const { temperature: T, weightDecay } = brownian;
    const times = [0.4, 0.8, 1.6];
    const errors = [0.4, 0.2, 0.1].map((h) => {
      const resolution = { xi: h, zeta: h, time: h / 4, reach: 1e-4 };
      const { value } = evolveSymmetric(brownian, wrong, times, { resolution, estimateError: false });
      for (const { time, meanZeta } of value.frames) {
        expect(meanZeta).toBeCloseTo(0.5 * (logA[0] + logB[0]) - 4 * (T + weightDecay) * time, 10);
      }
      const misses = value.frames.map(({ time, positive }) =>
        Math.abs(positive - normalBelow((xi + 4 * time) / Math.sqrt(16 * T * time))),
      );
      return Math.max(...misses);
    });
    expect(errors[2]).toBeLessThan(1e-3);
    expect(Math.log2(errors[0] / errors[2]) / 2).toBeGreaterThan(1.85);
  });

  it('has the known P(v > 0) and keeps mass', () => {
    const { value, stats } = evolveSymmetric(plain, wrong, [0.25, 0.5, 1, 2], { resolution: coarse });
    [0.0998, 0.4144, 0.7858, 0.9681].forEach((p, k) => {
      expect(Math.abs(value.frames[k].positive - p)).toBeLessThan(0.01);
      expect(value.frames[k].error).toBeLessThan(0.03);
      expect(value.frames[k].positive + value.frames[k].negative).toBeCloseTo(1, 12);
    });
    expect(value.massError).toBeLessThan(1e-12);
    expect(value.smallestMass).toBeGreaterThanOrEqual(0);
    expect(stats.errorEstimate).toBeLessThan(0.03);
    expect(value.limit).toEqual({ positive: 1, negative: 0, zero: 0, right: 'stationary' });
  });

  it('agrees with paths, at two widths, with weight decay and from a cloud', () => {
    const problem: DiagonalLinearProblem = { ...plain, weightDecay: 0.1, temperature: 0.15 };
    const times = [0.3, 0.9];
    for (const point of [
      { u: [0.4], w: [0.3] },
      { u: [0.6, -0.2], w: [-0.5, 0.4] },
    ]) {
      const { value } = evolveSymmetric(problem, [point], times, { resolution: coarse, estimateError: false });
      const paths = symmetricPaths(problem, point, times, { paths: 2500, seed: 3, tolerance: 0.05 });
      value.frames.forEach(({ positive }, k) => {
        expect(Math.abs(positive - paths.positive[k])).toBeLessThan(4 * paths.standardError[k] + 0.005);
      });
    }
    const cloud: SymmetricStart = {
      u: [{ law: 'normal', mean: 0, deviation: 0.3 }],
      w: [{ law: 'normal', mean: 0, deviation: 0.3 }],
      points: 2000,
    };
    const { frames } = evolveSymmetric(plain, cloud, [0, 1, 3], { resolution: coarse, estimateError: false }).value;
    expect(frames[0].positive).toBeCloseTo(0.5, 2);
    expect(frames[1].positive).toBeGreaterThan(0.6);
    expect(frames[2].positive).toBeGreaterThan(frames[1].positive);
  });

  it.each(reference)('agrees with $paths paths from u = $u, w = $w at T = $temperature', (row) => {
    const { u, w, temperature, weightDecay, times, positive } = row;
    const { value } = evolveSymmetric({ ...plain, temperature, weightDecay }, [{ u, w }], times, {
      resolution: { xi: 0.15, zeta: 0.3 },
      estimateError: false,
    });
    value.frames.forEach((frame, k) => {
      // Three standard errors of 10⁵ paths: with cells of 0.15 × 0.3 the solver is right to about one of them.
      const standardError = Math.sqrt((positive[k] * (1 - positive[k])) / 1e5);
      expect(Math.abs(frame.positive - positive[k])).toBeLessThan(3 * standardError);
    });
  });

  it('lets ζ fall by 4(T E g(v) + γ) per time', () => {
    const problem = { ...plain, weightDecay: 0.1 };
    const times = Array.from({ length: 21 }, (_, k) => 0.005 * k);
    const { frames } = evolveSymmetric(problem, wrong, times, {
      resolution: { xi: 0.1, zeta: 0.1, time: 0.005, reach: 50 },
      edges: Array.from({ length: 2001 }, (_, k) => 5 * Math.sinh((k - 1000) / 250)),
      estimateError: false,
    }).value;
    const speed = frames.map(({ marginal }) =>
      marginal!.mass.reduce((sum, m, k) => {
        const v = (marginal!.edges[k] + marginal!.edges[k + 1]) / 2;
        return sum + m * 4 * (problem.temperature * (2 * v * v - 4 * v + 3) + problem.weightDecay);
      }, 0),
    );
    // Simpson's rule over the twenty intervals.
    const way = speed.reduce((sum, g, k) => sum + g * (k === 0 || k === 20 ? 1 : k % 2 === 1 ? 4 : 2), 0) * (0.005 / 3);
    expect(Math.abs((frames[0].meanZeta - frames[20].meanZeta) / way - 1)).toBeLessThan(1e-3);
  });

  it('goes to the right sign below T_c and above it, where v collapses', () => {
    for (const temperature of [0.1, 0.5]) {
      const { value } = evolveSymmetric({ ...plain, temperature }, wrong, [2, 16], {
        resolution: { ...coarse, xi: 0.4, zeta: 0.5, time: 0.1 },
        estimateError: false,
      });
      expect(value.frames[0].positive).toBeLessThan(value.frames[1].positive);
      expect(value.frames[1].positive).toBeGreaterThan(temperature < 1 / 3 ? 0.9999 : 0.95);
      if (temperature > 1 / 3) expect(Math.abs(value.frames[1].mean)).toBeLessThan(0.02);
      else expect(value.frames[1].mean).toBeCloseTo(0.845, 1);
      expect(value.massError).toBeLessThan(1e-12);
      expect(value.limit.right).toBe(temperature < 1 / 3 ? 'stationary' : 'collapse');
    }
  });

  it('never lets mass from the balanced manifold at v < 0 appear at v > 0, to the last bit', () => {
    const balanced: SymmetricStart = [
      { u: [0.7, -0.2], w: [-0.7, 0.2], weight: 3 },
      { u: [0], w: [0] },
    ];
    const { value } = evolveSymmetric(plain, balanced, [0, 0.1, 1, 10, 100], {
      resolution: coarse,
      edges: [-Infinity, 0, Infinity],
    });
    for (const { positive, zero, marginal } of value.frames) {
      expect(positive).toBe(0);
      expect(zero).toBe(0.25);
      expect(marginal!.mass[1]).toBe(0.25);
      expect(marginal!.mass[0]).toBeCloseTo(0.75, 12);
    }
    expect(value.limit).toEqual({ positive: 0, negative: 0.75, zero: 0.25, right: 'stationary' });
    const right = evolveSymmetric(plain, [{ u: [1], w: [1] }], [1], { resolution: coarse, estimateError: false }).value;
    expect(right.frames[0].negative).toBe(0);
    expect(right.frames[0].positive).toBeCloseTo(1, 12);
  });

  it('keeps mass and signs for hostile problems', () => {
    const changes: Partial<DiagonalLinearProblem>[] = [
      { alpha: [2, 2, 2], delta: 0 },
      { alpha: [0, 0, 0], delta: 0 },
      { alpha: [2, -2, 3], weightDecay: 2 },
      { alpha: [1e-6, 0, 1e4], delta: 1e-2, temperature: 1e-3 },
      { temperature: 1e-4 },
      { temperature: 100 },
      { beta: [1e3, 1e-3] },
    ];
    const starts: SymmetricStart = [
      { u: [1], w: [-0.9] },
      { u: [30], w: [-29.9] },
      { u: [1e-9], w: [-2e-9] },
      { u: [1], w: [-0.9999999] },
    ];
    for (const change of changes) {
      const { value } = evolveSymmetric({ ...plain, ...change }, starts, [0.01, 0.5, 4], {
        resolution: { xi: 0.6, zeta: 0.8, time: 0.25, reach: 10 },
        edges: [-1, 0, 1],
        estimateError: false,
      });
      expect(value.massError).toBeLessThan(1e-12);
      expect(value.smallestMass).toBeGreaterThanOrEqual(0);
      for (const { positive, negative, mean } of value.frames) {
        expect(positive + negative).toBeCloseTo(1, 12);
        expect(Number.isFinite(mean)).toBe(true);
      }
    }
  });

  it('gives the law of v and the joint law', () => {
    const { frames } = evolveSymmetric(plain, wrong, [0.5], {
      resolution: coarse,
      estimateError: false,
      joint: 0.1,
      edges: [-2, -0.3, 0, 0.2, 1],
    }).value;
    const { marginal, joint, positive, mean, meanZeta } = frames[0];
    const sum = (x: Float64Array): number => x.reduce((s, m) => s + m, 0);
    expect(sum(marginal!.mass) + marginal!.below + marginal!.above).toBeCloseTo(1, 12);
    expect(marginal!.mass[2] + marginal!.mass[3] + marginal!.above).toBeCloseTo(positive, 12);
    expect(sum(joint!.mass) + joint!.balanced).toBeCloseTo(1, 12);
    const columns = joint!.xi.length;
    const over = (f: (xi: number, zeta: number) => number): number =>
      joint!.mass.reduce((s, m, c) => s + m * f(joint!.xi[c % columns], joint!.zeta[Math.floor(c / columns)]), 0);
    expect(over((xi, zeta) => 2 * Math.exp(zeta) * Math.sinh(xi))).toBeCloseTo(mean, 1);
    expect(over((xi) => (xi > 0 ? 1 : 0)) + joint!.balanced).toBeCloseTo(positive, 5); // what is balanced may still have to cross
    expect(over((_, zeta) => zeta) / sum(joint!.mass)).toBeCloseTo(meanZeta, 10);
    expect(() => evolveSymmetric(plain, wrong, [1], { joint: 0 })).toThrow(/of a side > 0, got 0/);
  });

  it('sorts times with a warning and calls back with each frame', () => {
    const seen: number[] = [];
    const { value } = evolveSymmetric(plain, wrong, [0.2, 0.1], {
      resolution: coarse,
      estimateError: false,
      onFrame: ({ time }) => seen.push(time),
    });
    expect(seen).toEqual([0.1, 0.2]);
    expect(value.warnings[0]).toMatch(/sorted/);
    expect(value.frames[0].error).toBeNull();
  });

  it('refuses wrong input', () => {
    const run =
      (change: Partial<DiagonalLinearProblem>, times: number[] = [1], edges?: number[]) =>
      () =>
        evolveSymmetric({ ...plain, ...change }, wrong, times, edges === undefined ? {} : { edges });
    expect(run({ depth: 2 })).toThrow(/depth 1/);
    expect(run({ modifiedLoss: true })).toThrow(/modifiedLoss: false here/);
    expect(run({ temperature: 0 })).toThrow(/T > 0/);
    expect(run({ weightDecay: -1 })).toThrow(/γ ≥ 0/);
    expect(run({ beta: [1, -1] })).toThrow(/E\[xy\] > 0, got -1. Replace y/);
    expect(run({ beta: [0, 1] })).toThrow(/E\[x²\] > 0/);
    expect(() => evolveSymmetric(plain, wrong, [1], { resolution: { xi: NaN } })).toThrow(/resolution.xi: a finite/);
    expect(() => evolveSymmetric(plain, wrong, [1], { resolution: { zeta: 1e-5 } })).toThrow(/at most 20000000 cells/);
    expect(() => symmetricPaths(plain, { u: [1], w: [1] }, [1], { paths: 0.5, seed: 1 })).toThrow(
      /whole number of paths/,
    );
    expect(run({}, [])).toThrow(/at least one output time/);
    expect(run({}, [NaN])).toThrow(/finite output times/);
    expect(run({}, [1], [1])).toThrow(/two or more ascending edges, got 1 numbers/);
    expect(run({}, [1], [1, 1])).toThrow(/got 1 at place 1/);
    expect(() => symmetricPaths(plain, { u: [1], w: [1] }, [1], { paths: 1, seed: 1, tolerance: 0 })).toThrow(
      /tolerance > 0/,
    );
  });
});
