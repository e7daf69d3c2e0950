import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineProblem } from '../../cli/line-problem.js';
import { withLoadedProblem } from '../../cli/load.js';
import { overParameters } from '../../cli/over-parameters.js';
import type { ErgodicDocument, PassageDocument } from '../../src/io/evolution-document.js';
import type { TensorEvolutionDocument, TensorSpectrumDocument } from '../../src/io/tensor-evolution-document.js';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
mkdirSync(folder, { recursive: true });
const write = (name: string, loss: string, law: string, rest: string): void =>
  writeFileSync(join(folder, name), `model: {parameters: [u], loss: "${loss}"}\ndata: {e: "${law}"}\n${rest}`);
/** Diffusion D = 1 around a circle. */
write('flat.yaml', 'e*u', 'normal(0, 1)', 'sgd: {temperature: 2}\ndomain: {u: "periodic(0, 2*pi)"}\ninitial: {u: 1}\n');
/** A tilted washboard: a = 0.7 − sin u, D = 1/4. */
write(
  'tilted.yaml',
  '-cos(u) + e*u',
  'normal(-0.7, 1)',
  'sgd: {temperature: 0.5}\ndomain: {u: "periodic(0, 2*pi)"}\ninitial: {u: 1}\n',
);
/** Brownian motion with drift −1/2 and D = 1 in [−1, 1]. */
write(
  'drift.yaml',
  'e*u',
  'normal(0.5, 1)',
  'sgd: {temperature: 2}\ndomain: {u: "absorbing(-1, 1)"}\ninitial: {u: "uniform(-0.5, 0.5)"}\n',
);
/** A linear pull to 1 with D = 1/4, from above 0, where paths end. */
write(
  'pull.yaml',
  '(u - e)^2',
  'normal(1, 0.5)',
  'sgd: {temperature: 0.5}\ndomain: {u: {from: 0, lower: absorbing}}\ninitial: {u: "normal(1, 0.1)"}\n',
);

async function json<D>(...args: string[]): Promise<D> {
  const { out, err, code } = await inProcess(folder, [...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as D;
}
const cells = (n: number, [from, to]: readonly [number, number]): string[] => [
  '--set',
  `grid={u: {kind: uniform, from: ${from}, to: ${to}, cells: ${n}}}`,
];
/** Observed orders of convergence of errors under halving. */
const orders = (errors: readonly number[]): number[] => errors.slice(1).map((e, i) => Math.log2(errors[i] / e));
const relative = (value: number, exact: number): number => Math.abs(value / exact - 1);
const BOX = [-1, 1] as const;

describe('a circle', () => {
  it('relaxes by the rates k² D where it is flat, to second order', async () => {
    const errors: number[] = [];
    for (const n of [25, 50, 100]) {
      const set = cells(n, [0, 2 * Math.PI]);
      // Of the double rates one each is found; the flat circle has no preferred phase.
      const { rates, imaginary } = (await json<TensorSpectrumDocument>('spectrum', 'flat.yaml', '--count', '3', ...set))
        .result;
      expect([rates[0], ...imaginary]).toEqual([0, 0, 0, 0]);
      errors.push(relative(rates[1], 1));
    }
    orders(errors).forEach((order) => expect(order).toBeCloseTo(2, 1));
    expect(errors[2]).toBeLessThan(4e-4);
  });

  it('has the complex rates of a tilted washboard', async () => {
    const { result } = await json<TensorSpectrumDocument>('spectrum', 'tilted.yaml', '--count', '5');
    expect(result.variable).toBe('u');
    // Eigenvalues of the operator in 121 Fourier modes by numpy.
    const exact = [0, 0.60833469, 0.60833469, 1.52323534, 1.52323534];
    exact.forEach((rate, k) => expect(Math.abs(result.rates[k] - rate)).toBeLessThan(2e-5));
    [0, 0.42564541, -0.42564541, 1.20536581, -1.20536581].forEach((frequency, k) =>
      expect(Math.abs(result.imaginary[k] - frequency)).toBeLessThan(6e-5),
    );
  });

  it('evolves to its one steady state, which carries the current', async () => {
    const { frames, massError, smallestMass } = (
      await json<TensorEvolutionDocument>('evolve', 'tilted.yaml', '--times', '0,1,100')
    ).result;
    expect(massError).toBeLessThan(1e-12);
    expect(smallestMass).toBeGreaterThanOrEqual(0);
    expect(frames[2].relativeEntropy).toBeLessThan(1e-10);
    expect(frames[0].survival).toBeUndefined();
    const { result } = await json<ErgodicDocument>('ergodic', 'tilted.yaml');
    const [{ support, mean, ...component }] = result.components;
    expect([result.variable, support, result.weights]).toEqual(['u', [0, 2 * Math.PI], { 'class-1': 1 }]);
    expect(mean).toBeCloseTo(frames[2].moments['u'].mean, 10);
    // As `stationary`, by quadrature with scipy.
    expect((component as { current?: number }).current).toBeCloseTo(0.02624545082, 6);
    expect(Object.keys(component)).not.toContain('marginals');
  });

  it('is left both ways round by passages', async () => {
    const args = ['passage', 'flat.yaml', '--from', '0.5,1,6', '--to', 'u>2 and u<3'];
    const { starts } = (await json<PassageDocument>(...args)).result;
    // (u − 3 + 2π)(2 − u)/2 on the arc from 3 − 2π to 2.
    const exact = [0.5, 1, 6 - 2 * Math.PI].map((u) => ((u - 3 + 2 * Math.PI) * (2 - u)) / 2);
    starts.forEach(({ from, probability, meanTime }, i) => {
      expect([from, probability]).toEqual([[0.5, 1, 6][i], expect.closeTo(1, 12)]);
      expect(relative(meanTime, exact[i])).toBeLessThan(2e-5);
    });
  });
});

describe('ends that absorb', () => {
  /** exp(−u/4 − t/16) Σ sin terms: what is left of an even start on [−1/2, 1/2] with drift −1/2, by its series. */
  function survival(t: number): number {
    let sum = 0;
    for (let k = 1; k < 80; k++) {
      const w = (k * Math.PI) / 2;
      /** ∫ e^{cu} sin w(u + 1) du from a to b. */
      const wave = (c: number, [a, b]: readonly [number, number]): number => {
        const at = (u: number): number => Math.exp(c * u) * (c * Math.sin(w * (u + 1)) - w * Math.cos(w * (u + 1)));
        return (at(b) - at(a)) / (c * c + w * w);
      };
      sum += wave(0.25, [-0.5, 0.5]) * wave(-0.25, BOX) * Math.exp(-(1 / 16 + w * w) * t);
    }
    return sum;
  }

  it('take what the series says, to second order, and rates as they should be', async () => {
    const errors: number[] = [];
    // Edges of the start lie on edges of cells.
    for (const n of [24, 48, 96]) {
      const { frames } = (
        await json<TensorEvolutionDocument>('evolve', 'drift.yaml', '--times', '0.3', ...cells(n, BOX))
      ).result;
      errors.push(relative(frames[0].survival!, survival(0.3)));
    }
    orders(errors).forEach((order) => expect(Math.abs(order - 2)).toBeLessThan(0.2));
    const { frames, massError } = (await json<TensorEvolutionDocument>('evolve', 'drift.yaml', '--times', '0,0.3,2'))
      .result;
    expect(massError).toBeLessThan(1e-12);
    for (const { time, survival: left, absorbed } of frames) {
      expect(relative(left!, survival(time))).toBeLessThan(time === 0 ? 1e-3 : 1e-5);
      expect(left! + absorbed!['u=-1'] + absorbed!['u=1']).toBeCloseTo(1, 12);
    }
    const { rates, gap } = (await json<TensorSpectrumDocument>('spectrum', 'drift.yaml', '--count', '3')).result;
    [1, 2, 3].forEach((k) => expect(relative(rates[k - 1], 1 / 16 + ((k * Math.PI) / 2) ** 2)).toBeLessThan(1e-5));
    expect(gap).toBe(rates[0]);
  });

  it('split paths by the scale function, in passages and in the limit', async () => {
    const args = ['passage', 'drift.yaml', '--from', '0,0.5', '--to', 'u>1'];
    const { starts } = (await json<PassageDocument>(...args)).result;
    const chance = (u: number): number => (Math.exp(u / 2) - Math.exp(-0.5)) / (Math.exp(0.5) - Math.exp(-0.5));
    starts.forEach(({ from, probability, meanTime, ...row }) => {
      expect(Math.abs(probability - chance(from))).toBeLessThan(1e-6);
      // Wald: E u = u₀ − time/2.
      expect(relative(meanTime, 2 * (from + 1 - 2 * chance(from)))).toBeLessThan(1e-5);
      const { exits } = row as { exits?: Record<string, number> };
      expect(exits!['u=1']).toBe(probability);
      expect(exits!['u=-1']).toBeCloseTo(1 - probability, 12);
    });
    const { weights, components, limits } = (await json<ErgodicDocument>('ergodic', 'drift.yaml')).result;
    expect(components.map(({ name, kind, support, mean }) => [name, kind, support, mean])).toEqual([
      ['u=-1', 'point', [-1, -1], -1],
      ['u=1', 'point', [1, 1], 1],
    ]);
    expect(components.map(({ weight }) => weight)).toEqual([weights['u=-1'], weights['u=1']]);
    expect(limits.map(({ at }) => at)).toEqual([-1, 1]);
    const even = (4 * Math.sinh(0.25) - Math.exp(-0.5)) / (2 * Math.sinh(0.5));
    expect(weights['u=1']).toBeCloseTo(even, 6);
    expect(weights['u=-1'] + weights['u=1']).toBeCloseTo(1, 12);
  });

  it('are reached on a half line, whose axis goes where the mass is, in the mean time of quadrature', async () => {
    const { starts } = (await json<PassageDocument>('passage', 'pull.yaml', '--from', '0.5,0.9', '--to', 'u<0')).result;
    // ∫ from 0 of s ∫ to ∞ of the speed density, by scipy.
    [26.27826713, 28.09722447].forEach((exact, i) => expect(relative(starts[i].meanTime, exact)).toBeLessThan(2e-5));
    const { frames } = (await json<TensorEvolutionDocument>('evolve', 'pull.yaml', '--times', '1')).result;
    const { edges } = frames[0].density!.axes[0];
    expect([edges[0], edges.length]).toEqual([0, 1001]);
    expect(edges[1000]).toBeGreaterThan(2);
    expect(edges[1000]).toBeLessThan(6);
    // The same about 1 from the other side.
    const mirrored = [
      ...['--set', 'model.loss="(u + e)^2"', '--set', 'domain={u: {to: 0, upper: absorbing}}'],
      ...['--set', 'initial={u: "normal(-1, 0.1)"}'],
    ];
    const other = (await json<TensorEvolutionDocument>('evolve', 'pull.yaml', '--times', '1', ...mirrored)).result;
    expect(other.frames[0].survival).toBeCloseTo(frames[0].survival!, 12);
    expect(other.frames[0].absorbed!['u=0']).toBeCloseTo(frames[0].absorbed!['u=0'], 12);
  });

  it('absorb nothing where neither noise nor drift leads there', async () => {
    const loss = ['--set', 'model.loss="(u^2*e - 1)^2"', '--set', 'data.e="normal(1, 0.5)"'];
    const box = [...loss, '--set', 'domain={u: "absorbing(0, 1.5)"}', '--set', 'initial={u: 0.5}'];
    const { weights } = (await json<ErgodicDocument>('ergodic', 'drift.yaml', ...box)).result;
    expect(weights).toEqual({ 'u=1.5': expect.closeTo(1, 12) as number });
    // With the other end gone too this is left to the solvers on lines.
    const line = ['model.loss="(u^2*e - 1)^2"', 'domain={u: {from: 0, lower: absorbing}}'];
    expect(await withLoadedProblem(join(folder, 'drift.yaml'), line, overParameters)).toBe(false);
  });
});

describe('files, texts and reports of one parameter', () => {
  const run = async (...args: string[]): Promise<string> => {
    const { out, code } = await inProcess(folder, args);
    expect(code).toBe(0);
    return out;
  };

  it('start again from the arrays of an earlier result', async () => {
    const means: number[] = [];
    for (const format of ['npz', 'h5']) {
      await run('evolve', 'tilted.yaml', '--times', '2', '--out', `t.${format}`);
      const again = ['evolve', 'tilted.yaml', '--times', '0.5', '--set', `initial={file: t.${format}}`];
      means.push((await json<TensorEvolutionDocument>(...again)).result.frames[0].moments['u'].mean);
    }
    const { frames } = (await json<TensorEvolutionDocument>('evolve', 'tilted.yaml', '--times', '2.5')).result;
    for (const mean of means) expect(mean).toBeCloseTo(frames[0].moments['u'].mean, 9);
  });

  it('name columns as all results of one variable do, and draw a curve', async () => {
    const text = await run('evolve', 'drift.yaml', '--times', '0,0.3', '--out', 'd.csv');
    expect(text).toMatch(
      /from u ~ uniform\(-0\.5, 0\.5\) · 1000 cells\n├─ t = 0 +left 1 .*\n└─ t = 0\.3 +left 0\.5\d+/,
    );
    expect(readFileSync(join(folder, 'd.csv'), 'utf8')).toMatch(/^time,mean u,.*,u,width,lower_edge,mass,density/);
    await run('evolve', 'drift.yaml', '--times', '0,0.3', '--out', 'd.html');
    const page = readFileSync(join(folder, 'd.html'), 'utf8');
    expect(page).toMatch(/The area below a curve is the share that is left\./);
    expect(page).toMatch(/density p\(u, t\)/);
    expect(page).toMatch(/"name":"P\(left\)"/);
    expect(page).not.toMatch(/"type":"heatmap","x"/);
    expect(await run('passage', 'drift.yaml', '--from', '0', '--to', 'u>1', '--out', 'p.csv')).toMatch(
      /from u = 0 +probability 0\.377541 +mean time 0\.4898\d+ until a set or an end/,
    );
    expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toMatch(/^u,probability,.*exit u=-1,exit u=1\n0,0\.3775/);
    await run('spectrum', 'drift.yaml', '--count', '2', '--out', 'm.npz');
    expect(await run('ergodic', 'drift.yaml')).toMatch(/u=1 {2}absorbing end {2}weight 0\.3/);
  });
});

describe('wrong input of one parameter', () => {
  const set = (...texts: string[]): string[] => texts.flatMap((text) => ['--set', text]);
  const evolve = ['evolve', 'drift.yaml', '--times', '1'];
  const passage = ['passage', 'drift.yaml', '--from', '0', '--to', 'u>1'];
  const cases: [string, string[], RegExp][] = [
    [
      'a circle that is no period',
      [...evolve, ...set('model.loss="e*u^2"', 'domain={u: "periodic(0, 1)"}')],
      /domain\.u: ends one period of the loss apart, got other drift or noise at 0 than at 1\./,
    ],
    [
      'an axis that is not once around',
      ['evolve', 'flat.yaml', '--times', '1', ...cells(20, [0, 3])],
      /grid\.u: an axis once around \[0, 6\.28\d+\], got \[0, 3\]\./,
    ],
    [
      'an axis that stops short',
      [...evolve, ...cells(20, [-0.5, 1])],
      /grid\.u: an axis that ends where the domain absorbs, at -1, got one that ends at -0\.5\./,
    ],
    [
      'an axis of no parameter',
      [...evolve, ...set('grid={w: {kind: uniform, from: 0, to: 1, cells: 9}}')],
      /grid\.w: one axis, of u, got axis w\./,
    ],
    [
      'mass that goes on for ever',
      ['spectrum', 'drift.yaml', ...set('domain={u: {from: 3, lower: absorbing}}', 'data.e="normal(0, 1)"')],
      /grid: axes, as the mass does not stay within 64 of u = 3, got auto\. Give grid:/,
    ],
    ['a start outside', [...evolve, ...set('initial={u: 2}')], /grid: axes u that hold the initial density, got 1\.00/],
    ['no start', [...evolve.slice(0, 2), '--times', '1', ...set('initial={w: 0}')], /initial\.w: laws for u/],
    [
      'a point outside',
      [...passage.slice(0, 3), '3', ...passage.slice(4)],
      /--from: points within \[-1, 1\], got u = 3/,
    ],
    ['a set outside', [...passage.slice(0, 5), 'u>u+1'], /--to: a set that holds a node of the grid/],
    ['temperatures', ['spectrum', 'drift.yaml', '--temperatures', '1'], /--temperatures: a problem of one variable/],
    [
      'a place without noise inside',
      [...evolve, ...set('model.loss="(relu(u) - e)^2"', 'domain={}', 'sgd.temperature=0.2')],
      /domain\.u: ends that reflect, got an end that absorbs\. End the domain there, as in domain: \{u: \{from: 0,/,
    ],
  ];
  for (const [name, args, message] of cases) {
    it(name, async () => {
      const { code, out, err } = await inProcess(folder, args);
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    });
  }

  it('what needs a line says who takes the problem', async () => {
    const asLine = (file: string): Promise<object> => withLoadedProblem(join(folder, file), [], lineProblem);
    const cure = 'Use stationary, evolve, ergodic, passage or spectrum: they take it.';
    await expect(asLine('flat.yaml')).rejects.toThrow(`domain.u: an interval, got a circle. ${cure}`);
    await expect(asLine('drift.yaml')).rejects.toThrow(`domain.u: ends that reflect, got an end that absorbs. ${cure}`);
  });
});
