import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { BalanceChoices } from '../../cli/balance-choices.js';
import { balanceDocument } from '../../cli/balance-document.js';
import { withLoadedProblem } from '../../cli/load.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
const TWO = `model: {parameters: [u, w], prediction: u*w*x}
data: {x: "normal(0, 1)", e: "normal(0, 0.5)", y: 1.2*x + e}
sgd: {learningRate: 0.05, batchSize: 4}
`;
const NET = `model: {family: relu, width: 3, inputs: [a, b], outputs: [y], bias: true}
data: {a: "normal(0, 1)", b: "normal(0, 1)", e: "normal(0, 1)", y: a - b + e}
sgd: {learningRate: 0.01, batchSize: 1}
`;
writeFileSync(join(folder, 'two.yaml'), TWO);
writeFileSync(join(folder, 'net.yaml'), NET);
const solve = (file: string, choices: BalanceChoices, ...overrides: string[]) =>
  withLoadedProblem(join(folder, `${file}.yaml`), overrides, (loaded) => balanceDocument(loaded, choices));
const FAMILY = (depth: number, width = 1) => `model={family: diagonal-linear, depth: ${depth}, width: ${width}}`;

describe('balanceDocument', () => {
  it('gives balanced points, the manifold and the ratio of the contract', async () => {
    const document = await solve('two', {
      from: [
        [2, 0.3],
        [-1, 0.5],
      ],
      until: 5,
    });
    expect(document).toMatchObject({ command: 'balance', problem: { sgd: { weightDecay: 0 } }, warnings: [] });
    const { points, manifold, ratio, minima, trajectories, flow, convention } = document.result;
    expect(points.length).toBe(2);
    expect(points[0].theta[0]).toBeCloseTo(Math.sqrt(0.6), 13);
    expect(points[0].lambda).toBeCloseTo(Math.sqrt(0.6) / 2, 13);
    expect([...Array.from(points[1].theta)]).toEqual([
      expect.closeTo(-Math.SQRT1_2, 13),
      expect.closeTo(Math.SQRT1_2, 13),
    ]);
    expect(points[0].noiseU).toBeCloseTo(points[0].noiseW, 12);
    expect(convention).toBe('factor');
    for (const key of ['value', 'lower', 'upper'] as const) expect(ratio[key]).toBeCloseTo(1, 12);
    expect(manifold!.every(([u, w]) => Math.abs(u * u - w * w) < 1e-12)).toBe(true);
    expect(minima!.map(({ theta }) => theta[0] * theta[1])).toEqual([expect.closeTo(1.2, 12), expect.closeTo(1.2, 12)]);
    expect(trajectories!.gradientFlow.length).toBe(trajectories!.times.length);
    expect(flow!.charge[100]).toBeCloseTo(0, 3);
  });

  it('balances a family, a symmetry of its own, and starts drawn from `initial`', async () => {
    const family = (await solve('two', { orbits: 3 }, FAMILY(2, 2))).result;
    expect(family.parameters).toEqual(['u0_1', 'u1_1', 'u2_1', 'u0_2', 'u1_2', 'u2_2']);
    for (const { theta } of family.points) {
      expect(Math.abs(theta[1] / theta[0])).toBeCloseTo(1, 12);
      expect(Math.abs(theta[5] / theta[3])).toBeCloseTo(1, 12);
    }
    const symmetry = (
      await solve('two', { orbits: 2 }, 'symmetry=[[1,0],[0,-1]]', 'initial={u: 3, w: "uniform(1, 2)"}')
    ).result;
    expect(symmetry.convention).toBe('exponent');
    for (const key of ['value', 'lower', 'upper'] as const) expect(symmetry.ratio[key]).toBeCloseTo(1, 12);
    expect(symmetry.points[0].start![0]).toBe(3);
    expect(3 * Math.exp(symmetry.points[0].lambda)).toBeCloseTo(symmetry.points[0].theta[0], 12);
  });

  it('takes its window from the option, from the grid, or lets it grow to the least loss', async () => {
    const { manifold } = (await solve('two', { window: [-1, 1, 0, 3] })).result;
    expect(manifold!.every(([u, w]) => Math.abs(u) <= 1 + 1e-12 && w >= -1e-12)).toBe(true);
    const grid = 'grid={u: {kind: uniform, from: 0, to: 1, cells: 9}, w: {kind: uniform, from: 0, to: 1, cells: 9}}';
    expect((await solve('two', {}, grid)).result.minima).toEqual([]);
    const far = (await solve('two', {}, 'data.y=30*x + e')).result;
    expect(far.minima!.map(({ theta }) => theta[0] ** 2)).toEqual([expect.closeTo(30, 9), expect.closeTo(30, 9)]);
  });

  it('says how SGD was run where only the temperature is given', async () => {
    const { warnings } = await solve('two', { until: 1 }, 'sgd={temperature: 0.02}');
    expect(warnings).toEqual([expect.stringMatching(/^SGD was run with learning rate 0\.02 and batch size 1/)]);
  });

  it('balances the neurons of a network, trained or not', async () => {
    const { points, layer, fullRank, ratio, unbalanced } = (await solve('net', { samples: 200 })).result;
    expect(points.length + unbalanced.length).toBe(3);
    for (const { theta, residual, ratio: one } of points) {
      expect(theta.length).toBe(4);
      expect(residual).toBeLessThan(1e-10);
      expect(one!.value).toBeGreaterThanOrEqual(one!.lower * (1 - 1e-12));
      expect(one!.value).toBeLessThanOrEqual(one!.upper * (1 + 1e-12));
    }
    expect(fullRank).toEqual({ active: points.length, full: points.length });
    expect(layer!.residual).toBeLessThan(1e-10);
    expect(ratio.lower).toBeLessThanOrEqual(ratio.value);
    const { training } = (await solve('net', { samples: 100, train: 200 })).result;
    expect(training!.steps[training!.steps.length - 1]).toBe(200);
    const rows = 'data={rows: {a: [1, 2, -1, 0.5], b: [0, 1, 1, -2], y: [1, 0, -1, 2]}}';
    expect((await solve('net', {}, rows, 'model.family=linear')).stats['samples']).toBe(4);
    const dead = await solve('net', {}, 'initial={w: 0, b: -1}');
    expect(dead.result.points).toEqual([]);
    expect(dead.result.unbalanced.map(({ neuron, outcome }) => [neuron, outcome])).toEqual([
      [1, 'noiseless'],
      [2, 'noiseless'],
      [3, 'noiseless'],
    ]);
    await expect(solve('net', { train: 500 }, 'sgd.learningRate=5')).rejects.toThrow(
      /^balance: SGD diverged within \d+ steps/,
    );
  });

  const SYMMETRY = (A: string) => `symmetry=${A}`;
  const wrong: [string, string, BalanceChoices, string[], RegExp][] = [
    [
      'all-zero parameters',
      'two',
      { from: [[0, 0]] },
      [],
      /^--from: a start that the symmetry moves, got 0, 0\. u, w are all 0/,
    ],
    ['a start of wrong length', 'two', { from: [[1]] }, [], /^--from: 2 numbers, for u, w, got 1\./],
    ['a matrix of wrong size', 'two', {}, [SYMMETRY('[[1]]')], /symmetry: a matrix of 2 × 2 numbers, got 1 × 1\./],
    [
      'a matrix that is not square',
      'two',
      {},
      [SYMMETRY('[[1,0,0],[0,1,0]]')],
      /symmetry: a matrix of 2 × 2 numbers, got 2 × 3\./,
    ],
    [
      'a symmetry that the loss has not',
      'two',
      {},
      [SYMMETRY('[[1,0],[0,1]]')],
      /symmetry: ℓ\(e\^\{λA\}θ\) = ℓ\(θ\) for every λ, got a loss that changes by up to \d/,
    ],
    [
      'a loss without symmetry',
      'two',
      {},
      ['model.prediction=u*tanh(w*x)'],
      /two\.yaml:1:\d+ model: a loss with a rescaling symmetry, got none among u, w\./,
    ],
    ['no orbits', 'two', { orbits: 0 }, [], /^--orbits: a whole number ≥ 1, got 0\./],
    ['a window of three numbers', 'two', { window: [0, 1, 2] }, [], /^--window: two or four numbers, got 3\./],
    [
      'an initial law that is missing',
      'two',
      {},
      ['initial={u: 1}'],
      /initial: a law for each of u, w, got none for w\./,
    ],
    ['too many parameters', 'two', {}, [FAMILY(30)], /model: at most 24 parameters for balance, got 31\./],
    [
      'trajectories without one symmetry',
      'two',
      { until: 1 },
      [FAMILY(2)],
      /^--until: a model with two parameters or a symmetry, got 3 parameters\./,
    ],
    [
      'training of an expression',
      'two',
      { train: 5 },
      [],
      /^--train: options for a loss with named parameters, got --train\./,
    ],
    ['orbits of a network', 'net', { orbits: 5 }, [], /^--orbits: options for a network, got --orbits\./],
    [
      'columns that are not there',
      'net',
      {},
      ['model.outputs=[z]'],
      /model\.outputs\.0: a column of the data \(a, b, e, y\), got «z»\./,
    ],
    ['one sample', 'net', { samples: 1 }, [], /^--samples: a whole number ≥ 2, got 1\./],
    [
      'a symmetry of a network',
      'net',
      {},
      [SYMMETRY('[[1]]')],
      /symmetry: a model with named parameters, got a network\./,
    ],
    [
      'samples of rows',
      'net',
      { samples: 9 },
      ['data={rows: {a: [1, 2], b: [1, 2], y: [1, 2]}}'],
      /^--samples: an analytic law to draw from, got rows of data\./,
    ],
    ['weights of unknown name', 'net', {}, ['initial={v: 1}'], /initial\.v: u, w or \(with a bias\) b, got v\./],
  ];
  for (const [name, file, choices, overrides, message] of wrong) {
    it(`refuses ${name}`, () => expect(solve(file, choices, ...overrides)).rejects.toThrow(message));
  }
});
