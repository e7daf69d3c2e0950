import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TensorDocument } from '../../src/io/tensor-document.js';
import type {
  TensorErgodicDocument,
  TensorEvolutionDocument,
  TensorPassageDocument,
  TensorSpectrumDocument,
} from '../../src/io/tensor-evolution-document.js';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
mkdirSync(folder, { recursive: true });
/** Brownian motion with D = 1 in a square, from its middle. */
writeFileSync(
  join(folder, 'square.yaml'),
  `model: {parameters: [u, w], loss: "e*u + f*w"}
data: {e: "normal(0, 1)", f: "normal(0, 1)"}
sgd: {temperature: 2}
domain: {u: "absorbing(-1, 1)", w: "absorbing(-1, 1)"}
grid: {u: {kind: uniform, from: -1, to: 1, cells: 24}, w: {kind: uniform, from: -1, to: 1, cells: 24}}
initial: {u: 0, w: 0}
`,
);
/** Two squares of parameters: their signs never change, so there are four parts; correlated inputs, a full tensor. */
writeFileSync(
  join(folder, 'signs.yaml'),
  `model: {parameters: [u, w], loss: "(u^2*x + w^2*z - y)^2"}
data: {x: "normal(0, 1)", z: "0.6*x + r", r: "normal(0, 0.8)", e: "normal(0, 0.5)", y: "x + 0.7*z + e"}
sgd: {temperature: 0.03}
grid: {u: {kind: uniform, from: -2, to: 2, cells: 24}, w: {kind: uniform, from: -2, to: 2.1, cells: 25}}
initial: {u: "normal(0.5, 0.25)", w: 0.5}
`,
);
async function json<D>(...args: string[]): Promise<D> {
  const { out, err, code } = await inProcess(folder, [...args, '--json']);
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as D;
}
const sum = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((a, b) => a + b);
const ENDS = ['u=-1', 'u=1', 'w=-1', 'w=1'];

describe('a square whose ends absorb, through the commands', () => {
  it('evolve: what is left and what each end took', async () => {
    const { result, warnings } = await json<TensorEvolutionDocument>('evolve', 'square.yaml', '--times', '0,0.1,1');
    const { frames, massError, smallestMass } = result;
    expect(warnings.filter((text) => !/logDensity/.test(text))).toEqual([]);
    expect(massError).toBeLessThan(1e-12);
    expect(smallestMass).toBeGreaterThanOrEqual(0);
    expect(frames[0].survival).toBe(1);
    for (const { survival, absorbed, density, components } of frames) {
      expect(Object.keys(absorbed!)).toEqual(ENDS);
      expect(survival! + sum(absorbed!)).toBeCloseTo(1, 12);
      expect(components.reduce((all, { weight }) => all + weight, 0)).toBeCloseTo(1, 12);
      expect(Array.from(density!.mass).reduce((a, b) => a + b)).toBeCloseTo(survival!, 12);
    }
    // (Σ ± 4/(kπ) e^{−k²π²t/4})² at t = 1.
    expect(frames[2].survival!).toBeCloseTo(0.011659, 3); // prettier-ignore
    const { out } = await inProcess(folder, ['evolve', 'square.yaml', '--times', '0.1']);
    expect(out).toMatch(/t = 0\.1 +left 0\.89\d* .* P\(u=-1\) 0\.02\d* +P\(u=1\)/);
    expect(out).not.toMatch(/transient/);
    await inProcess(folder, ['evolve', 'square.yaml', '--times', '0.1', '--out', 'frames.csv']);
    expect(readFileSync(join(folder, 'frames.csv'), 'utf8').split('\n')[0]).toMatch(/weight u=-1,weight u=1,/);
  });

  it('lets mass lie at ends of the domain that reflect, and says where a grid cuts it off', async () => {
    const evolve = (w: string) => [
      ...['evolve', 'square.yaml', '--times', '0.2'],
      ...['--set', `domain={u: "absorbing(-1, 1)", w: ${w}}`],
    ];
    expect((await json<TensorEvolutionDocument>(...evolve('"reflecting(-1, 1)"'))).warnings).toEqual([]);
    const cut = await json<TensorEvolutionDocument>(...evolve('{from: -1}'));
    expect(cut.warnings).toEqual([expect.stringMatching(/^grid\.w: .* of the mass lies in the outermost cells/)]);
    expect(Object.keys(cut.result.frames[0].absorbed!)).toEqual(['u=-1', 'u=1']);
  });

  it('spectrum: decay only; passage: times and ends; ergodic: weights of the ends; stationary: nothing stays', async () => {
    const { result: spectrum } = await json<TensorSpectrumDocument>('spectrum', 'square.yaml', '--count', '3');
    expect(spectrum.rates[0] / (Math.PI ** 2 / 2)).toBeCloseTo(1, 2);
    expect(spectrum.gap).toBe(spectrum.rates[0]);
    const passage = await json<TensorPassageDocument>('passage', 'square.yaml', '--from', '0,0,0.5,0', '--to', 'u>1');
    const [middle, right] = passage.result.starts;
    expect(middle.meanTime).toBeCloseTo(0.2946854, 3);
    expect([middle.probability, sum(middle.exits!)]).toEqual([expect.closeTo(0.25, 10), expect.closeTo(1, 10)]);
    expect(right.exits!['u=1']).toBe(right.probability);
    const { out } = await inProcess(folder, [
      'passage',
      'square.yaml',
      '--from',
      '0,0',
      '--to',
      'u>1',
      '--out',
      'p.csv',
    ]);
    expect(out).toMatch(/mean time 0\.29\d+ until a set or an end +out at u=-1 0\.25/);
    expect(readFileSync(join(folder, 'p.csv'), 'utf8')).toMatch(/exit u=-1,exit u=1/);
    const ergodic = await json<TensorErgodicDocument>('ergodic', 'square.yaml');
    expect(Object.keys(ergodic.result.weights)).toEqual(ENDS);
    for (const weight of Object.values(ergodic.result.weights)) expect(weight).toBeCloseTo(0.25, 10);
    expect([ergodic.result.components, ergodic.warnings]).toEqual([[], []]);
    expect(ergodic.result.ends!.map(({ weight }) => weight)).toEqual(Object.values(ergodic.result.weights));
    await inProcess(folder, ['ergodic', 'square.yaml', '--out', 'e.html']);
    expect(readFileSync(join(folder, 'e.html'), 'utf8')).toMatch(/Share of the initial law that each end takes/);
    const stationary = await json<TensorDocument>('stationary', 'square.yaml');
    expect(stationary.result.components).toEqual([]);
    expect(stationary.result.ends!.map(({ name, weight }) => [name, weight])).toEqual(ENDS.map((name) => [name, null]));
    expect(stationary.warnings[0]).toMatch(/no steady density: all mass leaves through absorbing ends/);
    const shown = await inProcess(folder, ['stationary', 'square.yaml', '--out', 's.html']);
    expect(shown.out).toMatch(/w=1 {2}absorbing end\n/);
    expect(readFileSync(join(folder, 's.html'), 'utf8')).toMatch(/no steady density/);
  });
});

describe('a box of three parameters, through the commands', () => {
  const CUBE = [
    'model={parameters: [u, w, z], loss: "e*u + f*w + 0.5*(e - f)*z + g*z"}',
    'data={e: "normal(0, 1)", f: "normal(0, 1)", g: "normal(0, 1)"}',
    'domain={u: "absorbing(-1, 1)", w: "periodic(-1, 1)", z: {from: -1, to: 1, lower: absorbing}}',
    `grid={${['u', 'w', 'z'].map((name) => `${name}: {kind: uniform, from: -1, to: 1, cells: 8}`).join()}}`,
    'initial={u: 0.125, w: 0.125, z: 0.125}',
  ].flatMap((text) => ['--set', text]);

  it('absorbs, reflects and goes around by axis, under a full tensor', async () => {
    const { frames, massError } = (
      await json<TensorEvolutionDocument>('evolve', 'square.yaml', '--times', '2', ...CUBE)
    ).result;
    expect(massError).toBeLessThan(1e-12);
    expect(Object.keys(frames[0].absorbed!)).toEqual(['u=-1', 'u=1', 'z=-1']);
    expect(frames[0].survival! + sum(frames[0].absorbed!)).toBeCloseTo(1, 12);
    const { weights } = (await json<TensorErgodicDocument>('ergodic', 'square.yaml', ...CUBE)).result;
    expect(sum(weights)).toBeCloseTo(1, 12);
    expect(weights['u=1']).toBeGreaterThan(weights['u=-1']);
    const args = ['passage', 'square.yaml', '--from', '0.125,0.125,0.125', '--to', 'u>1', ...CUBE];
    const [{ exits }] = (await json<TensorPassageDocument>(...args)).result.starts;
    for (const [name, weight] of Object.entries(weights)) expect(exits![name]).toBeCloseTo(weight, 12);
    const { rates } = (await json<TensorSpectrumDocument>('spectrum', 'square.yaml', '--count', '2', ...CUBE)).result;
    expect(rates[0]).toBeGreaterThan(1);
  });
});

describe('parts that no path joins, through the commands', () => {
  /** P(u > 0) of the start. */
  const RIGHT = 0.9772498680518208;

  it('finds the four quadrants, solves each, and keeps what each holds from the start on', async () => {
    const { result } = await json<TensorDocument>('stationary', 'signs.yaml');
    expect(result.components.map(({ weight, kind }) => [weight, kind])).toEqual(new Array(4).fill([null, 'density']));
    const signs = result.components.map(({ mean }) => [Math.sign(mean['u']), Math.sign(mean['w'])]);
    expect(signs).toEqual([[-1, -1], [-1, 1], [1, -1], [1, 1]]); // prettier-ignore
    expect(result.density).toBeUndefined();
    const { weights, gap } = (await json<TensorErgodicDocument>('ergodic', 'signs.yaml')).result;
    expect(weights['class-2']).toBeCloseTo(1 - RIGHT, 7);
    expect(weights['class-4']).toBeCloseTo(RIGHT, 7);
    expect([weights['class-1'], weights['class-3']]).toEqual([0, 0]);
    expect(gap).toBeGreaterThan(0.1);
    const { rates } = (await json<TensorSpectrumDocument>('spectrum', 'signs.yaml', '--count', '6')).result;
    expect(rates.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(rates[4]).toBeGreaterThan(0.1);
    const { frames } = (await json<TensorEvolutionDocument>('evolve', 'signs.yaml', '--times', '0,1,1000')).result;
    for (const { components } of frames) {
      expect(components.map(({ name }) => name)).toEqual(['class-1', 'class-2', 'class-3', 'class-4']);
      expect(components[3].weight).toBeCloseTo(weights['class-4'], 12);
    }
    expect(frames[2].relativeEntropy).toBeLessThan(1e-12);
    const passage = await json<TensorPassageDocument>(
      'passage',
      'signs.yaml',
      '--from',
      '1,0.5,-1,0.5',
      '--to',
      'u>1.2',
    );
    expect(passage.result.starts.map(({ probability }) => probability)).toEqual([expect.closeTo(1, 12), 0]);
    expect(passage.warnings.join()).toMatch(/starts\[1\]\.meanTime is Infinity/);
  });

  it('takes an absorbing end beside them as one more limit', async () => {
    const set = ['--set', 'domain={u: {from: -2, to: 2, upper: absorbing}}'];
    const { result, warnings } = await json<TensorErgodicDocument>('ergodic', 'signs.yaml', ...set);
    expect(Object.keys(result.weights)).toEqual(['class-1', 'class-2', 'u=2']);
    expect(result.weights['u=2']).toBeCloseTo(RIGHT, 7);
    expect(sum(result.weights)).toBeCloseTo(1, 12);
    expect(warnings.join()).not.toMatch(/classes/);
    const stationary = await json<TensorDocument>('stationary', 'signs.yaml', ...set);
    expect(stationary.result.components.map(({ name }) => name)).toEqual(['class-1', 'class-2']);
    expect(stationary.warnings.join()).toMatch(/Mass outside the closed classes leaves through absorbing ends \(u=2\)/);
    const { rates } = (await json<TensorSpectrumDocument>('spectrum', 'signs.yaml', '--count', '3', ...set)).result;
    expect(rates.slice(0, 2)).toEqual([0, 0]);
    expect(rates[2]).toBeGreaterThan(0);
  });
});
