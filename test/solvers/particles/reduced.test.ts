import { describe, expect, it } from 'vitest';
import { nextNormal } from '../../../src/num/random/normal.js';
import { createStream, nextUniform } from '../../../src/num/random/stream.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import type { Sde } from '../../../src/sde/sde.js';
import { createChains, type Chains } from '../../../solvers/particles/chains.js';
import { reducedCoefficients } from '../../../solvers/particles/reduced-coefficients.js';
import { deepStep, regressionStep, twoLayerStep } from '../../../solvers/particles/reduced-step.js';
import { reducedProcess } from '../../../solvers/particles/reduced.js';
import { sdeStep } from '../../../solvers/particles/sde-process.js';
import { kolmogorovSmirnov } from '../../../validation/distances/kolmogorov-smirnov.js';

const problem = (
  depth: number,
  temperature: number,
  rest: Partial<DiagonalLinearProblem> = {},
): DiagonalLinearProblem => ({
  depth,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
  ...rest,
});

/** Runs some chains from mixed signs, in the kernel and the cuts asked for. */
function run(
  p: DiagonalLinearProblem,
  kernel: 'wasm' | 'plain',
  cut: { timeStep: number; counts: number[]; chunks: number[] },
): Chains[] {
  const process = reducedProcess(p, { timeStep: cut.timeStep, kernel });
  let first = 0;
  return cut.counts.map((count) => {
    const chains = createChains(process, {
      count,
      first,
      seed: 9,
      initial: (stream, theta) => {
        theta[0] = process.fromModel(4 * nextUniform(stream) - 1);
      },
    });
    first += count;
    for (const steps of cut.chunks) {
      process.advance(chains, steps);
      chains.step += steps;
    }
    return chains;
  });
}

const theta = (parts: Chains[]): number[] => parts.flatMap((c) => Array.from(c.theta));
const random = (parts: Chains[]): number[] => parts.flatMap((c) => Array.from(c.random));

describe('the compiled kernel', () => {
  it.each([
    [problem(0, 0.2), 0.02],
    [problem(1, 0.1), 0.002],
    [problem(1, 0.3, { weightDecay: 0.1 }), 0.05],
    [problem(1, 0.1, { alpha: [0, 0, 1], delta: 0 }), 0.01],
    [problem(2, 0.2), 0.01],
    [problem(3, 0.1, { width: 3 }), 0.005],
    [problem(6, 0.3, { width: 2, weightDecay: 0.01 }), 0.002],
  ])('gives the bits of the plain one: case %#', (p, timeStep) => {
    const cut = { timeStep, counts: [45], chunks: [300] };
    const [wasm, plain] = [run(p, 'wasm', cut), run(p, 'plain', cut)];
    expect(theta(wasm)).toEqual(theta(plain));
    expect(random(wasm)).toEqual(random(plain));
    expect(theta(wasm).every(Number.isFinite)).toBe(true);
  });

  it.each([0, 1, 2])('does not depend on how chains and steps are divided, at depth %d', (depth) => {
    const p = problem(depth, 0.2);
    const whole = run(p, 'wasm', { timeStep: 0.02, counts: [600], chunks: [200] });
    for (const counts of [
      [300, 300],
      [17, 283, 1, 299],
    ]) {
      const parts = run(p, 'wasm', { timeStep: 0.02, counts, chunks: [1, 70, 129] });
      expect(theta(parts)).toEqual(theta(whole));
      expect(random(parts)).toEqual(random(whole));
    }
  });
});

describe('signs and extremes', () => {
  it.each([1, 2, 4])('keeps every sign at depth %d, whatever the step', (depth) => {
    for (const timeStep of [1e-3, 0.12]) {
      const before = run(problem(depth, 0.3), 'plain', { timeStep, counts: [40], chunks: [] });
      const after = run(problem(depth, 0.3), 'plain', { timeStep, counts: [40], chunks: [100] });
      expect(theta(after).map(Math.sign)).toEqual(theta(before).map(Math.sign));
    }
  });

  it.each([1, 2, 4])('comes back from a start far out, at depth %d', (depth) => {
    const process = reducedProcess(problem(depth, 0.1), { timeStep: 0.01 });
    const initial = (_: Int32Array, x: Float64Array): void => {
      x[0] = process.fromModel(1e6);
    };
    const chains = createChains(process, { count: 32, seed: 1, initial });
    process.advance(chains, 500);
    for (const x of chains.theta) expect(process.toModel(x)).toBeLessThan(1000);
  });

  it('leaves v = 0 where it is, and calls a collapsed chain 0', () => {
    const process = reducedProcess(problem(1, 2), { timeStep: 0.01 });
    expect(process.toModel(process.fromModel(0))).toBe(0);
    const deep = reducedProcess(problem(3, 2), { timeStep: 0.01 });
    const chains = createChains(deep, { count: 3, seed: 1, initial: () => undefined });
    deep.advance(chains, 10);
    expect(Array.from(chains.theta)).toEqual([0, 0, 0]);
    const collapsing = createChains(process, { count: 16, seed: 1, initial: (_, x) => void (x[0] = 1) });
    process.advance(collapsing, 5000);
    expect(Array.from(collapsing.theta, process.toModel)).toEqual(new Array(16).fill(0));
  });

  it.each([0, 1, 2, 5])('translates models at depth %d', (depth) => {
    const { fromModel, toModel } = reducedProcess(problem(depth, 0.1, { width: 3 }), { timeStep: 0.01 });
    for (const v of [-3, -1e-9, 1e-9, 0.7, 40]) expect(Math.abs(toModel(fromModel(v)) / v - 1)).toBeLessThan(1e-14);
  });
});

/** The reduced SDE in v, written out: [NB] Eq. 93 at width 1. */
function reducedSde(p: DiagonalLinearProblem): Sde {
  const [a1, a2, a3] = p.alpha;
  const [b1, b2] = p.beta;
  const { depth: D, temperature: T, weightDecay: decay } = p;
  const g = (v: number): number => a1 * v * v - 2 * a2 * v + a3;
  return {
    names: ['v'],
    drift: (at, out) => {
      const v = at[0];
      const r = b1 * v - b2;
      out[0] =
        D === 0
          ? -2 * r - 2 * decay * v
          : -2 * (D + 1) * v ** ((2 * D) / (D + 1)) * r +
            2 * D * (D + 1) * v ** (3 - 4 / (D + 1)) * T * g(v) -
            2 * (D + 1) * decay * v;
    },
    diffusion: (at, out) => {
      const v = at[0];
      out[0] = D === 0 ? 2 * T * g(v) : 0.5 * (2 * (D + 1) * v ** ((2 * D) / (D + 1))) ** 2 * T * g(v);
    },
  };
}

describe('paths', () => {
  it.each([
    [0, 0.9],
    [1, 0.85],
    [2, 0.85],
    [3, 0.85],
  ])('converge to those of the SDE in v with strong order 1, at depth %d', (depth, least) => {
    // Low noise: where v is far out, substeps leave the path (but not the law).
    const p = problem(depth, 0.01, { weightDecay: 0.05 });
    const reference = sdeStep(reducedSde(p), 'milstein');
    const process = reducedProcess(p, { timeStep: 0.01 });
    const [finest, time, paths] = [4096, 0.5, 60];
    const levels = [32, 64, 128];
    const errors = levels.map(() => 0);
    for (let path = 0; path < paths; path++) {
      const stream = createStream(77, path);
      const dw = Float64Array.from({ length: finest }, () => Math.sqrt(time / finest) * nextNormal(stream));
      const v = Float64Array.of(0.8);
      for (const increment of dw) reference(v, time / finest, Float64Array.of(increment));
      levels.forEach((steps, level) => {
        const dt = time / steps;
        const c = reducedCoefficients(p, dt, 1);
        let x = process.fromModel(0.8);
        for (let i = 0; i < steps; i++) {
          const stride = finest / steps;
          const xi = dw.subarray(i * stride, (i + 1) * stride).reduce((s, w) => s + w, 0) / Math.sqrt(dt);
          if (depth === 0) x = regressionStep(x, xi, c);
          else x = depth === 1 ? twoLayerStep(x, xi, c) : deepStep(x, xi, depth, c);
        }
        errors[level] += Math.abs(process.toModel(x) - v[0]) / paths;
      });
    }
    expect(Math.log2(errors[0] / errors[2]) / 2).toBeGreaterThan(least);
    expect(errors[2]).toBeLessThan(5e-3);
  });
});

describe('stationary laws', () => {
  /** Distribution function in y = ln v, by the trapezoidal rule on the zero-flux density. */
  function distribution(p: DiagonalLinearProblem): (v: number) => number {
    const [a1, a2, a3] = p.alpha;
    const { depth: D, width: d, temperature: T } = p;
    const s = (D - 1) / (D + 1);
    const [n, low, high] = [40_000, -30, 10];
    const h = (high - low) / n;
    const log = new Float64Array(n + 1);
    let potential = 0;
    const parts = (y: number): [number, number] => {
      const v = Math.exp(y);
      const k = (v / d) ** s;
      const noise = k * k * T * (a1 * v * v - 2 * a2 * v + a3);
      return [-2 * (D + 1) * (k * (p.beta[0] * v - p.beta[1]) + noise), 2 * (D + 1) ** 2 * noise];
    };
    for (let i = 0; i <= n; i++) {
      if (i > 0) {
        const [a, B] = parts(low + (i - 0.5) * h);
        potential += (h * a) / B;
      }
      log[i] = potential - Math.log(parts(low + i * h)[1]);
    }
    const peak = log.reduce((m, l) => Math.max(m, l), -Infinity);
    const sums = new Float64Array(n + 1);
    for (let i = 1; i <= n; i++) sums[i] = sums[i - 1] + (Math.exp(log[i - 1] - peak) + Math.exp(log[i] - peak)) / 2;
    return (v) => {
      const place = Math.min(Math.max((Math.log(v) - low) / h, 0), n - 1e-9);
      const i = Math.floor(place);
      return (sums[i] + (place - i) * (sums[i + 1] - sums[i])) / sums[n];
    };
  }

  it.each([
    [problem(1, 0.1), 0.01],
    [problem(1, 0.2), 0.01],
    [problem(1, 0.1, { alpha: [0, 0, 2], delta: 0 }), 0.01],
    [problem(2, 0.05), 0.01],
    [problem(3, 0.2, { width: 2 }), 0.01],
  ])('are those of the zero-flux density: case %#', (p, timeStep) => {
    const process = reducedProcess(p, { timeStep });
    const start = (_: Int32Array, x: Float64Array): void => {
      x[0] = process.fromModel(0.8);
    };
    const chains = createChains(process, { count: 4000, seed: 5, initial: start });
    process.advance(chains, Math.round(12 / timeStep));
    const { pValue } = kolmogorovSmirnov(Array.from(chains.theta, process.toModel), distribution(p));
    expect(pValue).toBeGreaterThan(0.001);
  });

  it('have their heavy tail beyond (A Δt)^(−1/2), where whole steps would end it', () => {
    const p = problem(1, 0.2);
    const process = reducedProcess(p, { timeStep: 0.02 });
    const count = 4000;
    const chains = createChains(process, { count, seed: 6, initial: (_, x) => void (x[0] = process.fromModel(0.8)) });
    process.advance(chains, 300);
    let beyond = 0;
    for (let n = 0; n < 150; n++) {
      process.advance(chains, 10);
      for (const x of chains.theta) if (process.toModel(x) > 5) beyond++;
    }
    expect(1 / Math.sqrt(12 * 0.2 * 2 * 0.02)).toBeLessThan(5);
    expect(Math.abs(beyond / (150 * count) / (1 - distribution(p)(5)) - 1)).toBeLessThan(0.15);
  });

  it('have the exact second moment of depth 0 with error O(Δt²)', () => {
    // E v′ and E v′² are polynomials in v whose coefficients a 9-point Gauss–Hermite rule gives exactly.
    const nodes = [0, 1.0232556637891326, 2.07684797867783, 3.20542900285647, 4.512745863399783];
    const weights = [
      0.40634920634920635, 0.24409750289493953, 0.04991640676521782, 0.0027891413212317692, 2.2345844007746607e-5,
    ];
    const p = problem(0, 0.1, { alpha: [2, 0.5, 3], delta: 5.75 });
    const errors = [0.1, 0.05, 0.025].map((dt) => {
      const c = reducedCoefficients(p, dt, 1);
      const expectation = (v: number, power: number): number =>
        nodes.reduce(
          (s, x, i) =>
            s + weights[i] * (regressionStep(v, x, c) ** power + (i > 0 ? regressionStep(v, -x, c) ** power : 0)),
          0,
        );
      const mean = expectation(0, 1) / (1 - (expectation(1, 1) - expectation(0, 1)));
      const [low, middle, high] = [-1, 0, 1].map((v) => expectation(v, 2));
      const square = (middle + 0.5 * (high - low) * mean) / (1 - (0.5 * (high + low) - middle));
      // E v = β₂/β₁ and E v² = (β₂m + T(α₃ − 2α₂m))/(β₁ − Tα₁).
      return [mean - 1, square - (1 + 0.1 * (3 - 2 * 0.5)) / 0.8];
    });
    for (const k of [0, 1]) {
      expect(Math.abs(errors[0][k])).toBeLessThan(5e-3);
      expect(Math.log2(errors[0][k] / errors[2][k]) / 2).toBeGreaterThan(1.9);
    }
  });
});

describe('wrong input', () => {
  it.each<[string, () => unknown]>([
    ['particles.timeStep: a positive number, got 0', () => reducedProcess(problem(1, 0.1), { timeStep: 0 })],
    ['particles.timeStep: a positive number, got NaN', () => reducedProcess(problem(1, 0.1), { timeStep: NaN })],
    ['one decay time of the drift', () => reducedProcess(problem(0, 0.1), { timeStep: 1 })],
    ['the modified loss', () => reducedProcess(problem(1, 0.1, { modifiedLoss: 'paper' }), { timeStep: 0.01 })],
    [
      'particles.kernel: "wasm" or "plain"',
      () => reducedProcess(problem(1, 0.1), { timeStep: 0.01, kernel: 'gpu' as 'wasm' }),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
