import { describe, expect, it } from 'vitest';
import { nextNormal } from '../../../src/num/random/normal.js';
import { createStream } from '../../../src/num/random/stream.js';
import { autocorrelationTime, chainsTime, distributionSize } from '../../../solvers/particles/autocorrelation.js';
import type { Process } from '../../../solvers/particles/chains.js';
import type { DataSource } from '../../../solvers/particles/data-source.js';
import { histogramQuantiles, sampleQuantiles } from '../../../solvers/particles/quantiles.js';
import { reducedProcess } from '../../../solvers/particles/reduced.js';
import { sdeProcess } from '../../../solvers/particles/sde-process.js';
import { sgdProcess } from '../../../solvers/particles/sgd.js';
import {
  conclude,
  createEnsemble,
  runChunk,
  simulate,
  summarise,
  type Ensemble,
  type Run,
  type Summary,
} from '../../../solvers/particles/simulate.js';
import { createTally, joinTallies, momentsOf, type Observable } from '../../../solvers/particles/tally.js';
import { diagonalLinear } from '../../../solvers/particles/trainable.js';

const law: DataSource = {
  kind: 'law',
  columns: 2,
  draw(stream, row) {
    row[0] = nextNormal(stream);
    row[1] = row[0] + nextNormal(stream);
  },
};

const sgd = sgdProcess({
  data: law,
  model: diagonalLinear(1, 1),
  learningRate: 0.05,
  batchSize: 2,
  method: 'heavy-ball',
  momentum: 0.3,
});
const v: Observable = { name: 'v', of: ([u, w]) => u * w, edges: [0, 0.5, 1, 2], thresholds: [0.7, 1] };
const balance: Observable = { name: 'u² − w²', of: ([u, w]) => u * u - w * w };
const run: Run = { process: sgd, observables: [v, balance], plan: { burnIn: 30, thin: 7 } };
const start = {
  count: 64,
  seed: 12,
  initial: (stream: Int32Array, x: Float64Array): void => {
    x[0] = 1 + 0.3 * nextNormal(stream);
    x[1] = 0.8;
  },
};

/** A summary with the tallies of its parts as one. */
const joined = (summary: Summary): object => ({
  ...summary,
  observables: summary.observables.map((o) => ({ ...o, tallies: joinTallies(o.tallies) })),
});

describe('an ensemble in pieces', () => {
  const whole = simulate({ ...run, start, steps: 300 }).value;

  it.each([1, 2, 4])('has the same bits in %d parts, each cut in time differently', (parts) => {
    const ensembles = Array.from({ length: parts }, (_, i): Ensemble => {
      const count = start.count / parts;
      const ensemble = createEnsemble(run, { ...start, count, first: i * count });
      for (const steps of [13 + i, 150, 137 - i]) runChunk(run, ensemble, steps);
      return ensemble;
    });
    expect(joined(summarise(run, ensembles))).toEqual(joined(whole));
  });

  it('goes on from a checkpoint as if it had not stopped', () => {
    const first = createEnsemble(run, start);
    runChunk(run, first, 111);
    const copy = structuredClone(first);
    runChunk(run, first, 50);
    runChunk(run, copy, 189);
    expect(summarise(run, [copy])).toEqual(whole);
  });

  it('does the same for epochs and for the compiled kernel', () => {
    const rows = Float64Array.from({ length: 22 }, (_, i) => Math.sin(3 * i));
    const data: DataSource = { kind: 'rows', columns: 2, count: 11, rows };
    const shuffled = sgdProcess({
      data,
      model: diagonalLinear(1, 1),
      learningRate: 0.02,
      batchSize: 3,
      sampling: 'reshuffle',
    });
    const problem = {
      depth: 1,
      width: 1,
      alpha: [2, 2, 3],
      beta: [1, 1],
      delta: 2,
      temperature: 0.1,
      weightDecay: 0,
    } as const;
    const reduced = reducedProcess({ ...problem, learningRate: null, modifiedLoss: false }, { timeStep: 0.01 });
    for (const process of [shuffled, reduced] as Process[]) {
      const rules: Run = { process, observables: [{ name: 'first', of: ([x]) => x }], plan: { burnIn: 0, thin: 4 } };
      const options = { ...start, initial: (_: Int32Array, x: Float64Array) => void x.fill(1) };
      const one = createEnsemble(rules, options);
      runChunk(rules, one, 50);
      const two = [0, 32].map((first) => {
        const part = createEnsemble(rules, { ...options, count: 32, first });
        runChunk(rules, part, 17);
        const resumed = structuredClone(part);
        runChunk(rules, resumed, 33);
        return resumed;
      });
      expect(joined(summarise(rules, two))).toEqual(joined(summarise(rules, [one])));
    }
  });
});

describe('what is recorded', () => {
  it('counts records after the burn-in, every few steps', () => {
    const { value, outcome } = simulate({ ...run, start, steps: 65 });
    expect(outcome).toBe('finished');
    expect(value.observables[0].moments.records).toBe(64 * 5); // steps 37, 44, 51, 58, 65
  });

  it('joins moments of parts exactly as those of all values', () => {
    const stream = createStream(1, 1);
    const X = Array.from({ length: 300 }, () => nextNormal(stream) ** 3 + 5);
    const identity: Observable = { name: 'x', of: ([x]) => x };
    const still: Process = {
      dimension: 1,
      velocities: 0,
      epochWords: 0,
      timeStep: 1,
      limit: 1e8,
      advance: (chains, steps) =>
        chains.theta.forEach((_, k) => (chains.theta[k] = X[3 * (chains.first + k) + chains.step + steps - 1])),
    };
    const rules: Run = { process: still, observables: [identity], plan: { burnIn: 0, thin: 1 } };
    const { value } = simulate({ ...rules, start: { count: 100, seed: 0, initial: () => undefined }, steps: 3 });
    const mean = X.reduce((s, x) => s + x, 0) / 300;
    const central = [2, 3, 4].map((k) => X.reduce((s, x) => s + (x - mean) ** k, 0) / 300);
    const { moments } = value.observables[0];
    expect(moments.mean).toBeCloseTo(mean, 12);
    expect(moments.variance! / central[0]).toBeCloseTo(1, 12);
    expect(moments.skewness! / (central[1] / central[0] ** 1.5)).toBeCloseTo(1, 11);
    expect((moments.kurtosis! + 3) / (central[2] / central[0] ** 2)).toBeCloseTo(1, 11);
  });

  it('bins values by half-open cells with both overflows, and counts signs', () => {
    const values = [-1, 0, 0.25, 0.5, 1, 1.99, 2, 7];
    const set: Process = { ...sgd, dimension: 1, velocities: 0, advance: (chains) => chains.theta.set(values) };
    const rules: Run = {
      process: set,
      observables: [{ name: 'x', of: ([x]) => x, edges: [0, 0.5, 1, 2] }],
      plan: { burnIn: 0, thin: 1 },
    };
    const { value } = simulate({ ...rules, start: { count: 8, seed: 0, initial: () => undefined }, steps: 1 });
    expect(Array.from(value.observables[0].histogram)).toEqual([1, 2, 1, 2, 2]);
    expect(value.observables[0].signs).toEqual([1 / 8, 1 / 8, 6 / 8]);
  });

  it('never holds NaN, even where nothing was recorded', () => {
    const { value, outcome } = simulate({ ...run, start, steps: 5 });
    expect(outcome).toBe('finished');
    expect(JSON.stringify(value.observables[0].moments)).toContain('"mean":null');
    expect(value.observables[0].standardError).toBeNull();
    expect(value.observables[0].signs).toEqual([0, 0, 0]);
  });
});

describe('divergence', () => {
  it('is reported with its first step and its share, and no NaN reaches a result', () => {
    const process = sgdProcess({ data: law, model: diagonalLinear(1, 1), learningRate: 0.5, batchSize: 1 });
    const solution = simulate({ ...run, process, plan: { burnIn: 0, thin: 1 }, start, steps: 200 });
    expect(solution.outcome).toBe('diverged');
    expect(solution.message).toMatch(/% of the chains diverged, the first after step \d+\. Use a smaller/);
    const { lost, observables } = solution.value;
    expect(lost.share).toBe(lost.count / 64);
    expect(lost.firstStep).toBeGreaterThan(0);
    for (const { moments } of observables)
      for (const x of Object.values(moments)) expect(Number.isFinite(x)).toBe(true);
  });

  it('includes values that overflow where parameters do not', () => {
    const wild: Observable = { name: 'wild', of: () => Infinity };
    const { value } = simulate({ ...run, observables: [wild], start, steps: 40 });
    expect(value.lost).toEqual({ count: 64, share: 1, firstStep: 37 });
    expect(value.observables[0].moments.mean).toBeNull();
  });

  it('names implicit steps that were not solved', () => {
    const summary = { ...simulate({ ...run, start, steps: 10 }).value, unsolved: 3 };
    expect(conclude(summary, 10).message).toContain('3 implicit steps were not solved to tolerance');
  });
});

it('stops when asked and keeps what is done', () => {
  const shares: number[] = [];
  const { outcome, value, message } = simulate({
    ...run,
    start,
    steps: 400,
    chunk: 100,
    onProgress: (share) => shares.push(share) < 2,
  });
  expect(shares).toEqual([0.25, 0.5]);
  expect(outcome).toBe('interrupted');
  expect(value.steps).toBe(200);
  expect(message).toBe('200 of 400 steps with 64 particles.');
});

describe('effective sample size', () => {
  /** An autoregression x′ = ρx + √(1 − ρ²)ξ has τ = (1 + ρ)/(1 − ρ). */
  const rho = 0.8;
  const series = Array.from({ length: 40 }, (_, k) => {
    const stream = createStream(6, k);
    let x = nextNormal(stream);
    return Float64Array.from({ length: 2000 }, () => (x = rho * x + Math.sqrt(1 - rho * rho) * nextNormal(stream)));
  });

  it('follows Sokal’s window on an autoregression', () => {
    const { time, size, reliable } = autocorrelationTime(series);
    expect(Math.abs(time / 9 - 1)).toBeLessThan(0.1);
    expect(size).toBeCloseTo(80_000 / time, 6);
    expect(reliable).toBe(true);
    expect(autocorrelationTime([series[0].subarray(0, 60)]).reliable).toBe(false);
    expect(autocorrelationTime([[1, 1, 1]])).toEqual({ time: 1, size: 3, reliable: false });
  });

  it('is found from the means of many chains', () => {
    const process = sdeProcess(
      { names: ['x'], drift: (at, out) => void (out[0] = -at[0]), diffusion: (_, out) => void (out[0] = 1) },
      { method: 'euler', timeStep: 0.1 },
    );
    const rules: Run = {
      process,
      observables: [{ name: 'x', of: ([x]) => x, thresholds: [-1, 0, 1] }],
      plan: { burnIn: 100, thin: 1 },
    };
    const options = { count: 400, seed: 2, initial: () => undefined };
    const { value } = simulate({ ...rules, start: options, steps: 2100 });
    const { tallies, moments, effective, standardError } = value.observables[0];
    // Euler's chain is an autoregression with ρ = 0.9.
    expect(Math.abs(chainsTime(tallies).time / 19 - 1)).toBeLessThan(0.25);
    expect(chainsTime(tallies, 1).time).toBeLessThan(19);
    expect(distributionSize(tallies)).toEqual(effective);
    expect(standardError).toBeCloseTo(Math.sqrt(moments.variance! / effective.size), 12);
    expect(() => chainsTime(tallies, 3)).toThrow('chainsTime: a threshold from 0 to 2');
  });

  it('uses the series of a few chains', () => {
    const { value } = simulate({ ...run, start: { ...start, count: 3 }, steps: 3000 });
    expect(value.observables[0].effective.time).toBeGreaterThan(1);
    expect(value.observables[0].effective.reliable).toBe(true);
  });

  it('refuses series of unequal lengths', () => {
    expect(() => autocorrelationTime([[1, 2], [1]])).toThrow('autocorrelationTime: series of one length above 0');
    expect(() => autocorrelationTime([])).toThrow('autocorrelationTime');
  });
});

describe('quantiles', () => {
  it('of a sample lie between order statistics', () => {
    const q = sampleQuantiles([3, 1, 4, 1, 5, 9, 2, 6], [0, 0.1, 0.5, 0.77, 1]);
    [1, 1, 3.5, 5.39, 9].forEach((x, i) => expect(q[i]).toBeCloseTo(x, 12));
  });
  it('of a histogram lie inside cells, and are unknown outside', () => {
    expect(histogramQuantiles([10, 40, 0, 40, 10], [0, 1, 2, 3], [0.05, 0.3, 0.5, 0.7, 0.95])).toEqual([
      null,
      0.5,
      1,
      2.5,
      null,
    ]);
    expect(histogramQuantiles([0, 0], [1], [0.5])).toEqual([null]);
  });
  it('refuse impossible requests', () => {
    expect(() => sampleQuantiles([], [0.5])).toThrow('quantiles: at least one value');
    expect(() => sampleQuantiles([1], [1.5])).toThrow('quantiles: levels in [0, 1]');
    expect(() => histogramQuantiles([1], [], [NaN])).toThrow('quantiles: levels in [0, 1]');
  });
});

describe('wrong input', () => {
  it.each<[string, () => unknown]>([
    ['particles.steps: a positive number of steps, got 0', () => simulate({ ...run, start, steps: 0 })],
    [
      'particles.burnIn: a number of steps of at least 0',
      () => simulate({ ...run, plan: { burnIn: -1, thin: 1 }, start, steps: 1 }),
    ],
    [
      'particles.thin: a number of steps of at least 1',
      () => simulate({ ...run, plan: { burnIn: 0, thin: 0 }, start, steps: 1 }),
    ],
    ['particles.observables.v: ascending edges', () => createTally({ ...v, edges: [1, 1] }, 1)],
    ['joinTallies: tallies of one observable', () => joinTallies([])],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
  it('gives no moments of nothing', () => {
    expect(momentsOf([createTally(balance, 2)]).mean).toBeNull();
  });
});
