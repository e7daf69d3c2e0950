import { describe, expect, it } from 'vitest';
import { nextNormal } from '../../../src/num/random/normal.js';
import { createStream } from '../../../src/num/random/stream.js';
import { createChains, type Chains, type Process } from '../../../solvers/particles/chains.js';
import { batchReader, type DataSource, type Sampling } from '../../../solvers/particles/data-source.js';
import { lawSource } from '../../../solvers/particles/law-source.js';
import { sgdProcess, type SgdMethod, type SgdOptions } from '../../../solvers/particles/sgd.js';
import { diagonalLinear, trainable } from '../../../solvers/particles/trainable.js';

/** y = x + noise, x and noise standard normal: α = (2, 2, 3), β = (1, 1). */
const law: DataSource = {
  kind: 'law',
  columns: 2,
  draw(stream, row) {
    row[0] = nextNormal(stream);
    row[1] = row[0] + nextNormal(stream);
  },
};
const rows: DataSource = {
  kind: 'rows',
  columns: 2,
  count: 5,
  rows: Float64Array.of(1, 2, -1, 0, 0.5, 1, 2, 2, -0.5, -2),
};
const base = { data: law, learningRate: 0.05, batchSize: 4 };

function start(process: Process, theta: number[], count = 1): Chains {
  return createChains(process, { count, seed: 4, initial: (_, x) => x.set(theta) });
}

/** The batches that the first chain will see. */
function batchesOf(count: number, size: number): [number, number][] {
  const stream = createStream(4, 0);
  const reader = batchReader(law, size, 'replacement');
  return Array.from({ length: count }, () => {
    reader.next(stream);
    const mean = (f: (row: Float64Array) => number): number => reader.batch.reduce((s, row) => s + f(row), 0) / size;
    return [mean((r) => r[0] * r[0]), mean((r) => r[0] * r[1])];
  });
}

describe('steps as written in [NB] Eq. (1)', () => {
  it.each([
    [0, 1],
    [1, 1],
    [1, 3],
    [3, 2],
  ])('depth %d, width %d: by the network’s own derivative', (depth, width) => {
    const model = diagonalLinear(depth, width);
    const theta = Float64Array.from({ length: model.parameters }, (_, i) => 0.7 + 0.2 * Math.sin(3 * i));
    const out = new Float64Array(model.parameters);
    const sample = [Float64Array.of(1.3, -0.4), Float64Array.of(-0.2, 2)];
    const loss = (t: Float64Array): number => sample.reduce((s, [x, y]) => s + (model.model(t) * x - y) ** 2 / 2, 0);
    model.gradient(theta, sample, out);
    for (let i = 0; i < theta.length; i++) {
      const [up, down] = [theta.slice(), theta.slice()];
      up[i] += 1e-5;
      down[i] -= 1e-5;
      expect(out[i]).toBeCloseTo((loss(up) - loss(down)) / 2e-5, 7);
    }
  });

  it('depth 1 on the balanced manifold is the map v ↦ v(1 + 2ηq)²', () => {
    const process = sgdProcess({ ...base, model: diagonalLinear(1, 1) });
    const chains = start(process, [0.9, 0.9]);
    let v = 0.81;
    process.advance(chains, 20);
    for (const [A, B] of batchesOf(20, 4)) v *= (1 + 2 * 0.05 * (B - A * v)) ** 2;
    expect(chains.theta[0] * chains.theta[1]).toBeCloseTo(v, 12);
    expect(chains.theta[0] - chains.theta[1]).toBe(0);
  });

  it('weight decay adds 2γθ to the gradient', () => {
    const process = sgdProcess({ ...base, model: diagonalLinear(0, 1), weightDecay: 0.3 });
    const chains = start(process, [2]);
    process.advance(chains, 1);
    const [[A, B]] = batchesOf(1, 4);
    expect(chains.theta[0]).toBeCloseTo(2 - 0.05 * (-2 * (B - 2 * A) + 0.6 * 2), 14);
  });

  it('implicit steps satisfy their equation, in closed form and by Newton’s method', () => {
    for (const depth of [0, 1, 2]) {
      const model = diagonalLinear(depth, 1);
      const options: SgdOptions = { ...base, learningRate: 0.2, model, method: 'implicit', weightDecay: 0.1 };
      const chains = start(sgdProcess(options), new Array(depth + 1).fill(0.8));
      const old = chains.theta.slice();
      sgdProcess(options).advance(chains, 1);
      const [[A, B]] = batchesOf(1, 4);
      const theta = chains.theta;
      const v = model.model(theta);
      for (let k = 0; k <= depth; k++) {
        const g = -2 * (B - A * v) * (v / theta[k]) + 0.2 * theta[k];
        expect(theta[k] - old[k] + 0.2 * g).toBeCloseTo(0, 11);
      }
      expect(chains.failures[0]).toBe(0);
    }
  });

  it('counts implicit steps without a solution', () => {
    // x′ = x + η·exp(x′) has no solution here.
    const model = trainable({ parameters: 1, columns: 2 }, (theta, _, out) => void (out[0] = -Math.exp(theta[0])));
    const process = sgdProcess({ ...base, model, method: 'implicit', learningRate: 10 });
    const chains = start(process, [0]);
    process.advance(chains, 1);
    expect(chains.failures[0]).toBe(1);
  });
});

describe('stationary variances on a quadratic', () => {
  /** ℓ = ½h(θ − z)² with z normal: gradient noise h² at curvature h. */
  const h = 2;
  const quadratic = trainable(
    { parameters: 1, columns: 1 },
    ([t], [z], out) => void (out[0] = h * (t - z)),
    ([t], out) => void (out[0] = h * t),
  );
  const noise: DataSource = { kind: 'law', columns: 1, draw: (stream, row) => void (row[0] = nextNormal(stream)) };
  const eta = 0.1;
  const S = 2;
  const C = h * h;
  const contraction = 1 - (1 - eta * h) ** 2;
  it.each<[SgdMethod, Partial<SgdOptions>, number]>([
    ['sgd', {}, (eta * eta * C) / S / contraction],
    ['heavy-ball', { momentum: 0.6 }, (eta * C * 1.6) / (S * h * 0.4 * (2 * 1.6 - eta * h))],
    ['langevin', { noiseTemperature: 0.5 }, ((eta * eta * C) / S + 2 * eta * 0.5) / contraction],
    ['gradient-descent', { noiseTemperature: 0.5 }, (2 * eta * 0.5) / contraction],
    ['implicit', {}, (eta * eta * C) / S / ((1 + eta * h) ** 2 - 1)],
  ])('%s', (method, rest, variance) => {
    const process = sgdProcess({ model: quadratic, data: noise, learningRate: eta, batchSize: S, method, ...rest });
    const chains = start(process, [0], 4000);
    process.advance(chains, 100);
    const measured = chains.theta.reduce((s, t) => s + t * t, 0) / 4000;
    expect(Math.abs(measured / variance - 1)).toBeLessThan(4 * Math.sqrt(2 / 4000));
  });

  it('nesterov contracts as its characteristic polynomial says', () => {
    const still: DataSource = { kind: 'law', columns: 1, draw: (_, row) => void (row[0] = 0) };
    const momentum = 0.5;
    const process = sgdProcess({
      model: quadratic,
      data: still,
      learningRate: eta,
      batchSize: 1,
      method: 'nesterov',
      momentum,
    });
    const chains = start(process, [1]);
    process.advance(chains, 2);
    // θ₁ = 1 − ηh; m₁ = h; θ₂ = θ₁ − η(μm₁ + h(θ₁ − ημm₁)).
    const one = 1 - eta * h;
    expect(chains.theta[0]).toBeCloseTo(one - eta * (momentum * h + h * (one - eta * momentum * h)), 14);
  });

  it('full gradients come from all rows where there is no law', () => {
    const process = sgdProcess({
      model: diagonalLinear(0, 1),
      data: rows,
      learningRate: 0.1,
      batchSize: 1,
      method: 'gradient-descent',
    });
    const chains = start(process, [0]);
    process.advance(chains, 1);
    expect(chains.theta[0]).toBeCloseTo((0.2 * (2 + 0 + 0.5 + 4 + 1)) / 5, 14);
  });
});

describe('mini-batches', () => {
  const numbered: DataSource = {
    kind: 'rows',
    columns: 1,
    count: 7,
    rows: Float64Array.from({ length: 7 }, (_, i) => i),
  };
  const seen = trainable({ parameters: 8, columns: 1 }, (_theta, [row], out) => {
    out.fill(0);
    out[row] = -1;
    out[7] = -1;
  });
  const counts = (sampling: Sampling, batchSize: number, chunks: number[]): number[] => {
    const process = sgdProcess({ model: seen, data: numbered, learningRate: 1, batchSize, sampling });
    const chains = start(process, new Array(8).fill(0));
    for (const steps of chunks) process.advance(chains, steps);
    return Array.from(chains.theta, (t) => Math.round(t * batchSize));
  };

  it('show every row once an epoch, wherever the epoch is cut', () => {
    expect(counts('reshuffle', 1, [7]).slice(0, 7)).toEqual(new Array(7).fill(1));
    expect(counts('reshuffle', 1, [3, 4, 1, 6]).slice(0, 7)).toEqual(new Array(7).fill(2));
    expect(counts('reshuffle', 7, [1]).slice(0, 7)).toEqual(new Array(7).fill(1));
    for (const cut of [
      [2, 3, 5],
      [1, 0, 9],
      [4, 6],
    ])
      expect(counts('reshuffle', 3, cut)).toEqual(counts('reshuffle', 3, [10]));
  });

  it('hold distinct rows without replacement', () => {
    for (let i = 0; i < 20; i++) expect(Math.max(...counts('subset', 5, [1]).slice(0, 7))).toBe(1);
    const many = counts('subset', 3, [7000]).slice(0, 7);
    for (const c of many) expect(Math.abs(c - 3000)).toBeLessThan(4 * Math.sqrt(7000 * (3 / 7) * (4 / 7)));
  });

  it('repeat rows with replacement, even beyond their number', () => {
    const drawn = counts('replacement', 20, [1]);
    expect(drawn.slice(0, 7).reduce((a, b) => a + b)).toBe(20);
  });
});

it('agrees with the moments of SGD at a small learning rate (η = 0.01, S = 1)', () => {
  const process = sgdProcess({ data: law, model: diagonalLinear(1, 1), learningRate: 0.01, batchSize: 1 });
  const chains = start(process, [1, 1], 1500);
  process.advance(chains, 400);
  let [sum, squares] = [0, 0];
  for (let k = 0; k < 1500; k++) {
    const v = chains.theta[k] * chains.theta[1500 + k];
    sum += v / 1500;
    squares += (v * v) / 1500;
  }
  expect(Math.abs(sum - 0.9893)).toBeLessThan(4 * Math.sqrt(0.021 / 1500));
  expect(Math.abs(squares - sum * sum - 0.021)).toBeLessThan(0.004);
});

describe('batches of normal numbers drawn ahead', () => {
  const texts = { e: 'normal(0.3, 0.5)', y: '1.2*x + e', x: 'normal(0, 2)' };
  const source = lawSource(texts, ['x', 'y']) as Extract<DataSource, { kind: 'law' }>;
  const { normals, ...drawn } = source;
  const model = diagonalLinear(1, 2);
  const end = (data: DataSource, changes: Partial<SgdOptions>, cuts: readonly number[]): Chains => {
    const process = sgdProcess({ model, data, learningRate: 0.005, batchSize: 3, ...changes });
    const chains = start(process, [1, 0.5, 0.3, -0.2], 37);
    for (const steps of cuts) {
      process.advance(chains, steps);
      chains.step += steps;
    }
    return chains;
  };

  it.each<[Partial<SgdOptions>]>([
    [{}],
    [{ method: 'nesterov', weightDecay: 0.1 }],
    [{ method: 'langevin', noiseTemperature: 0.1 }],
    [{ batchSize: 1, method: 'implicit' }],
    [{ batchSize: 100 }],
  ])('are those drawn one by one, bit for bit: %j', (changes) => {
    expect(normals?.count).toBe(2);
    const one = end(drawn, changes, [100]);
    expect(end(source, changes, [100])).toEqual(one);
    expect(end(source, changes, [1, 70, 29])).toEqual(one);
  });

  it('go on past chains that are lost, wherever the run is cut', () => {
    const wild = { learningRate: 0.12 };
    const one = end(drawn, wild, [60]);
    const lost = one.lost.filter((step) => step > 0).length;
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(37);
    const whole = end(source, wild, [60]);
    expect(whole.lost).toEqual(one.lost);
    expect(whole.theta).toEqual(one.theta);
    expect(end(source, wild, [7, 33, 20])).toEqual(whole);
  });

  it('are made of normal laws only', () => {
    for (const x of ['uniform(0, 1)', 'constant(1)', 'rademacher()']) {
      expect(lawSource({ x, y: 'normal(0, 1)' }, ['x', 'y'])).not.toHaveProperty('normals');
    }
  });
});

describe('wrong input', () => {
  const model = diagonalLinear(1, 1);
  it.each<[string, Partial<SgdOptions>]>([
    ['sgd.batchSize: a positive integer, got 0', { batchSize: 0 }],
    [
      'sgd.batchSize: at most 5, the number of rows, without replacement, got 6',
      { data: rows, batchSize: 6, sampling: 'reshuffle' },
    ],
    ['sgd.batchSize: at most 5', { data: rows, batchSize: 6, sampling: 'subset' }],
    ['particles.sampling: "replacement" for an analytic law', { sampling: 'reshuffle' }],
    ['particles.sampling: "replacement", "subset" or "reshuffle"', { data: rows, sampling: 'bootstrap' as Sampling }],
    ['particles.method: one of sgd, heavy-ball', { method: 'adam' as SgdMethod }],
    ['sgd.learningRate: a positive number', { learningRate: NaN }],
    ['sgd.weightDecay: a number of at least 0', { weightDecay: -1 }],
    ['sgd.momentum: a number in [0, 1)', { momentum: 1 }],
    ['particles.noiseTemperature: a number of at least 0', { noiseTemperature: -1 }],
    ['data.columns: at least 2 columns', { data: { ...rows, columns: 1 } as DataSource }],
    ['a model with a known mean gradient', { method: 'gradient-descent' }],
    ['data.rows: count × columns numbers', { data: { ...rows, count: 4 } as DataSource }],
  ])('%s', (message, rest) => {
    expect(() => sgdProcess({ ...base, model, ...rest })).toThrow(message);
  });
  it('refuses shapes of networks that do not exist', () => {
    expect(() => diagonalLinear(-1, 1)).toThrow('model.depth: an integer of at least 0, got -1');
    expect(() => diagonalLinear(1, 0)).toThrow('model.width: an integer of at least 1, got 0');
  });
});
