import { describe, expect, it } from 'vitest';
import { readLaw } from '../../../src/data/law-call.js';
import { lawFamilies } from '../../../src/data/distributions/index.js';
import { rows } from '../../../src/data/rows.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { createStream } from '../../../src/num/random/stream.js';
import { particleExperiment, type ParticleSetup } from '../../../solvers/particles/experiment.js';
import { lawSource, rowsSource, samplerOf } from '../../../solvers/particles/law-source.js';
import { modelSde } from '../../../solvers/particles/model-sde.js';
import { cutEnsemble, joinEnsembles } from '../../../solvers/particles/partition.js';
import { relaxation } from '../../../solvers/particles/relaxation.js';
import { createEnsemble, runChunk, simulate, summarise } from '../../../solvers/particles/simulate.js';
import {
  defaultFamilyStart,
  defaultParameterStart,
  familyStart,
  parameterStart,
} from '../../../solvers/particles/start.js';

const CALLS = [
  'normal(1, 2)',
  'uniform(-1, 3)',
  'rademacher()',
  'bernoulli(0.3)',
  'discrete([1, 2, 5], [2, 1, 1])',
  'laplace(1, 0.5)',
  'student(9, 1, 2)',
  'exponential(2)',
  'lognormal(0.1, 0.3)',
  'constant(4)',
];

describe('samples of laws', () => {
  it('exist for every law', () =>
    expect(CALLS.map((c) => c.split('(')[0]).sort()).toEqual([...lawFamilies.keys()].sort()));

  it.each(CALLS)('%s has the mean and variance of its quadrature rule', (call) => {
    const distribution = readLaw(call, 'data.x')!;
    const { nodes, weights } = distribution.rule(32);
    const mean = nodes.reduce((s, x, i) => s + weights[i] * x, 0);
    const variance = nodes.reduce((s, x, i) => s + weights[i] * (x - mean) ** 2, 0);
    const draw = samplerOf(distribution);
    const stream = createStream(4, 2);
    const n = 40_000;
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const x = draw(stream) - mean;
      sum += x;
      squares += x * x;
    }
    expect(Math.abs(sum / n)).toBeLessThanOrEqual(5 * Math.sqrt(variance / n));
    expect(Math.abs(squares / n - variance)).toBeLessThanOrEqual(0.06 * variance);
  });

  it('compute derived columns in any order, and give those that are wanted', () => {
    const source = lawSource({ y: '2*h + 1', h: 'x^2', x: 'rademacher()' }, ['x', 'y']);
    const row = new Float64Array(2);
    if (source.kind === 'law') source.draw(createStream(1, 1), row);
    expect(Math.abs(row[0])).toBe(1);
    expect(row[1]).toBe(3);
    expect(rowsSource(rows({ a: [1, 2], b: [3, 4], c: [5, 6] }), ['c', 'a'])).toMatchObject({
      rows: Float64Array.of(5, 1, 6, 2),
    });
    expect(() => lawSource({ x: 'normal(0, 1)' }, ['y'])).toThrow('data: a column y, got x.');
    expect(() => samplerOf({ ...readLaw('normal(0, 1)', 'x')!, text: 'cauchy(0)' })).toThrow(
      'a law that can be drawn from',
    );
  });
});

describe('first weights', () => {
  const first = (start: ReturnType<typeof familyStart>, length: number): number[] => {
    const theta = new Float64Array(length);
    start(createStream(1, 0), theta);
    return Array.from(theta);
  };

  it('are balanced for v, drawn one by one for u, by layer for u and w', () => {
    expect(first(familyStart(1, 2, { v: -8 }), 4)).toEqual([-2, 2, -2, 2]);
    expect(first(familyStart(0, 1, { v: '0.5' }), 1)).toEqual([0.5]);
    expect(first(familyStart(2, 1, { u: 0.3 }), 3)).toEqual([0.3, 0.3, 0.3]);
    expect(first(familyStart(1, 2, { u: 1, w: 'constant(2)' }), 4)).toEqual([1, 2, 1, 2]);
    expect(new Set(first(familyStart(2, 3, { u: 'normal(0, 1)' }), 9)).size).toBe(9);
    expect(first(parameterStart(['a', 'b'], { a: 1, b: 2 }), 2)).toEqual([1, 2]);
  });

  it('have defaults that are told', () => {
    expect(defaultParameterStart(['a', 'b'], { b: 1 })).toEqual({ a: 'normal(0, 0.3)', b: 1 });
    expect(defaultFamilyStart(problem(1, 0.1))).toEqual({ v: 1 });
    expect(defaultFamilyStart({ ...problem(1, 0.1), beta: [2, 0] })).toEqual({ v: 1 });
  });

  it.each<[string, () => unknown]>([
    ['initial.w: v alone or u alone, got w', () => familyStart(2, 1, { w: 1 })],
    ['initial.u: v alone, u alone, or u and w, got v, u', () => familyStart(1, 1, { v: 1, u: 2 })],
    ['initial.c: a parameter (a, b), got c', () => parameterStart(['a', 'b'], { c: 1 })],
    ['initial.v: a law or a number, got "2*x"', () => familyStart(1, 1, { v: '2*x' })],
    ['initial.v: a law or a number, got ""', () => familyStart(1, 1, { v: '' })],
  ])('%s', (message, make) => expect(make).toThrow(message));
});

const problem = (depth: number, temperature: number): DiagonalLinearProblem => ({
  depth,
  width: 2,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature,
  weightDecay: 0.1,
  learningRate: null,
  modifiedLoss: false,
});

describe('the reduced SDE in v', () => {
  it.each([0, 1, 2, 3])('is Eq. 93 at depth %d, on both sides', (D) => {
    const sde = modelSde(problem(D, 0.2));
    const s = (D - 1) / (D + 1);
    for (const v of [-1.3, -0.01, 0.4, 2]) {
      const size = D === 0 ? v : Math.abs(v);
      const [r, g] = [size - Math.sign(v / size), 2 * v * v - 4 * v + 3];
      const k = 2 ** -s * Math.abs(v) ** ((2 * D) / (D + 1));
      const a =
        D === 0
          ? -2 * (v - 1) - 0.2 * v
          : -2 * (D + 1) * k * r +
            2 * D * (D + 1) * 2 ** (-2 * s) * size ** (3 - 4 / (D + 1)) * 0.2 * g -
            0.2 * (D + 1) * size;
      const b = D === 0 ? 4 * 0.2 * g : 4 * (D + 1) ** 2 * k * k * 0.2 * g;
      const out = new Float64Array(1);
      sde.drift([v], out);
      expect(out[0] / (Math.sign(v / size) * a)).toBeCloseTo(1, 10);
      sde.diffusion([v], out);
      expect((2 * out[0]) / b).toBeCloseTo(1, 10);
    }
  });

  it('rests at 0 and passes on what is no number', () => {
    const out = new Float64Array(1);
    modelSde(problem(1, 0.2)).drift([0], out);
    expect(out[0]).toBe(0);
    modelSde(problem(1, 0.2)).drift([NaN], out);
    expect(out[0]).toBeNaN();
  });
});

describe('time scales', () => {
  it('of label noise are those of the known spectrum', () => {
    // λ₁ = 4(β₂ − 3Tα₃) for T < T_c/5 (arXiv:2308.06671 with α₁ = α₂ = 0).
    const p = { ...problem(1, 0.05), width: 1, weightDecay: 0, alpha: [0, 0, 1], delta: 0 } as const;
    const { drift, slowest } = relaxation(p);
    expect(drift).toBeCloseTo(1 / 4, 12);
    expect(slowest! * 4 * (1 - 3 * 0.05)).toBeCloseTo(1, 3);
    expect(relaxation(problem(1, 2)).slowest).toBeNull();
    expect(relaxation({ ...problem(0, 0.01), width: 1 }).drift).toBeCloseTo(1 / 2.2, 12);
  });
});

const setup = (changes: Partial<ParticleSetup>): ParticleSetup => ({
  model: { parameters: ['u', 'w'], prediction: 'u*w*x' },
  sgd: { weightDecay: 0.05, modifiedLoss: false, temperature: 0.05 },
  data: { laws: { x: 'normal(0, 1)', y: 'x + e', e: 'normal(0, 1)' } },
  linear: null,
  initial: { u: 0.8, w: 'normal(1, 0.1)' },
  method: 'sgd',
  timeStep: 0.05,
  batchSize: 2,
  sampling: 'replacement',
  momentum: 0.9,
  noiseTemperature: 0,
  plan: { burnIn: 0, thin: 1 },
  edges: {},
  ...changes,
});
const family = (changes: Partial<ParticleSetup> = {}): ParticleSetup =>
  setup({
    model: { family: 'diagonal-linear', depth: 1, width: 1 },
    linear: { ...problem(1, 0.05), width: 1, weightDecay: 0.05 },
    initial: { u: 0.8, w: 'normal(1, 0.1)' },
    ...changes,
  });
const thetaAfter = (s: ParticleSetup, steps: number): number[] => {
  const { run, initial } = particleExperiment(s);
  const ensemble = createEnsemble(run, { count: 5, seed: 3, initial });
  runChunk(run, ensemble, steps);
  return Array.from(ensemble.chains.theta);
};

describe('experiments', () => {
  it.each(['sgd', 'heavy-ball', 'nesterov', 'langevin', 'gradient-descent'] as const)(
    'with %s move the weights of a family as those of the same expression',
    (method) => {
      const [a, b] = [family({ method, momentum: 0.4 }), setup({ method, momentum: 0.4 })].map((s) =>
        thetaAfter(s, 30),
      );
      a.forEach((value, i) => expect(value / b[i]).toBeCloseTo(1, 9));
    },
  );

  it('watch v and the balance of a family, the parameters of an expression', () => {
    const names = (s: ParticleSetup): string[] => particleExperiment(s).run.observables.map(({ name }) => name);
    expect(names(family())).toEqual(['v', 'balance']);
    expect(names(family({ method: 'sde', timeStep: 0.01 }))).toEqual(['v']);
    expect(names(setup({}))).toEqual(['u', 'w']);
    const { run, initial } = particleExperiment(family({ plan: { burnIn: 0, thin: 1 }, timeStep: 1e-12 }));
    const { value } = simulate({ ...run, start: { count: 400, seed: 1, initial }, steps: 1 });
    expect(value.observables[0].moments.mean).toBeCloseTo(0.8, 1);
    expect(value.observables[1].moments.mean).toBeCloseTo(0.64 - 1.01, 1);
  });

  it('solve the SDE of an expression, from rows as well', () => {
    const columns = { x: Float64Array.of(1, 2, -1), y: Float64Array.of(1.5, 1.8, -0.9) };
    for (const method of ['sde', 'euler'] as const) {
      const theta = thetaAfter(setup({ method, timeStep: 0.01, data: { columns } }), 500);
      theta.slice(0, 5).forEach((u, k) => expect(Math.abs(u * theta[5 + k] - 1)).toBeLessThan(0.4));
    }
    const [a, b] = ['euler', 'milstein'] as const;
    const v = (method: 'euler' | 'milstein') =>
      thetaAfter(family({ method, timeStep: 1e-4, initial: { v: 0.9 } }), 100);
    v(a).forEach((x, i) => expect(Math.abs(x - v(b)[i])).toBeLessThan(2e-3));
  });

  it('refuse unknown methods and models without particles', () => {
    expect(() => particleExperiment(setup({ method: 'adam' as 'sgd' }))).toThrow('particles.method: one of sde, euler');
    const model = { family: 'relu', width: 3, inputs: ['x'], outputs: ['y'], bias: false } as const;
    const wrong = { ...model, inputs: ['x'], outputs: ['y'] } as ParticleSetup['model'];
    expect(() => particleExperiment(setup({ model: wrong }))).toThrow(
      'model: diagonal-linear or an expression, got family: relu',
    );
    expect(() => particleExperiment(setup({ method: 'milstein' }))).toThrow('particles.method');
  });
});

describe('parts of an ensemble', () => {
  const s = family({
    method: 'heavy-ball',
    plan: { burnIn: 2, thin: 3 },
    edges: { v: Float64Array.of(0, 1, 2) },
    thresholds: { v: Float64Array.of(0.9) },
  });
  const { run, initial } = particleExperiment(s);

  it('can be cut anywhere and joined without a change of bits', () => {
    const whole = createEnsemble(run, { count: 40, seed: 5, initial });
    runChunk(run, whole, 20);
    const parts = [cutEnsemble(whole, 0, 7), cutEnsemble(whole, 7, 33), cutEnsemble(whole, 33, 40)];
    expect(joinEnsembles(parts)).toEqual(whole);
    for (const part of parts) runChunk(run, part, 30);
    runChunk(run, whole, 30);
    expect(joinEnsembles(parts)).toEqual(whole);
    expect(summarise(run, [joinEnsembles(parts)])).toEqual(summarise(run, [whole]));
  });

  it('must be at the same step', () => {
    const [a, b] = [0, 5].map((first) => createEnsemble(run, { count: 5, first, seed: 5, initial }));
    runChunk(run, b, 1);
    expect(() => joinEnsembles([a, b])).toThrow('joinEnsembles: parts at step 0, got 1.');
  });
});
