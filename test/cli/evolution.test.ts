import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type {
  ErgodicDocument,
  EvolutionDocument,
  PassageDocument,
  SpectrumDocument,
} from '../../src/io/evolution-document.js';
import type { LearningDocument } from '../../src/io/learning-document.js';
import { inProcess } from './in-process.js';
import { newFolder, sgdfp } from './sgdfp.js';

const folder = newFolder();
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
const read = (name: string): Buffer => readFileSync(join(folder, name));
/** The numbers of an .npy file. */
const doubles = (member: Uint8Array): Float64Array => {
  const start = 10 + member[8] + 256 * member[9];
  return new Float64Array(member.slice(start).buffer);
};
const DATA = 'data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}\n';
const GOOD = `model: {family: diagonal-linear}\n${DATA}sgd: {learningRate: 0.1, batchSize: 1}\n`;
write('start.csv', 'a;v\n1;0.5\n2;0.7\n3;-0.2\n4;0.9\n');
write('p.yaml', `${GOOD}initial: {v: "normal(0.5, 0.1)"}\n`);
const GRID = `${GOOD}initial: {v: 0.5}\ngrid: {v: {kind: log, from: 1e-3, to: 100, cells: 300}}\n`;
write('grid.yaml', GRID);
const run = (...args: string[]) => inProcess(folder, args);
const OFF = `${GOOD}coordinates: symmetry\n`;
const json = async <D>(...args: string[]): Promise<D> => {
  const { code, out, err } = await run(...args, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out) as D;
};

describe('evolve', () => {
  it('has the fields of the contract', async () => {
    const { result, stats } = await json<EvolutionDocument>('evolve', 'p.yaml', '--times', '0,1,10');
    expect(result.frames.map(({ time }) => time)).toEqual([0, 1, 10]);
    const [first, , last] = result.frames;
    expect(first.moments['v'].mean).toBeCloseTo(0.5, 8);
    expect(first.moments['v'].variance).toBeCloseTo(0.01, 8);
    expect(last.moments['v'].mean).toBeCloseTo(0.844936, 5);
    expect(last.components.map(({ name }) => name)).toEqual(['v<0', 'v>0', 'v=0']);
    expect(last.relativeEntropy).toBeLessThan(1e-10);
    const { axes, mass, logDensity } = last.density!;
    const lengths = [axes[0].centres, axes[0].widths, logDensity].map(({ length }) => length);
    expect(lengths).toEqual([mass.length, mass.length, mass.length]);
    expect(result.massError).toBeLessThan(1e-12);
    expect(result.smallestMass).toBeGreaterThan(-1e-15);
    expect(stats['milliseconds']).toBeGreaterThan(0);
  });

  it('sorts times with a warning', async () => {
    const { result, warnings } = await json<EvolutionDocument>('evolve', 'grid.yaml', '--times', '1,0.5');
    expect(result.frames.map(({ time }) => time)).toEqual([0.5, 1]);
    expect(warnings.join()).toMatch(/were sorted/);
  });

  it('writes every format, and goes on from those that hold all digits', async () => {
    const half = (await json<EvolutionDocument>('evolve', 'grid.yaml', '--times', '2')).result.frames[0];
    for (const extension of ['json', 'npz', 'h5', 'csv', 'html']) {
      const { code } = await run('evolve', 'grid.yaml', '--times', '0,1', '--out', `r.${extension}`);
      expect(code).toBe(0);
    }
    for (const extension of ['json', 'npz', 'h5']) {
      const again = write('again.yaml', GRID.replace('{v: 0.5}', `{file: r.${extension}}`));
      const { frames, initial } = (await json<EvolutionDocument>('evolve', again, '--times', '1')).result;
      expect(frames[0].moments['v'].mean).toBeCloseTo(half.moments['v'].mean, 10);
      expect(initial).toBe(`v ~ the last density of r.${extension}`);
    }
    expect(read('r.csv').toString().split('\n')).toHaveLength(602);
    expect(Object.keys(unzipSync(read('r.npz')))).toEqual(
      expect.arrayContaining(['time.npy', 'mass.npy', 'centres.npy']),
    );
    expect(read('r.html').toString()).toMatch(/"sliders":/);
  });

  it('starts from values of a file', async () => {
    const file = write('samples.yaml', `${GOOD}initial: {v: {csv: start.csv, column: v}}\n`);
    const { result } = await json<EvolutionDocument>('evolve', file, '--times', '0');
    expect(result.initial).toBe('v ~ 4 values of start.csv');
    expect(result.frames[0].components.map(({ weight }) => weight)).toEqual([0.25, 0.75, 0]);
    expect(result.frames[0].moments['v'].mean).toBeCloseTo(0.475, 2);
  });

  it('follows a schedule of learning rates, ramps among them', async () => {
    const sgd =
      'batchSize: 1, schedule: [{until: 1, learningRate: {from: 0.01, to: 0.2}}, {until: 30, learningRate: 0.05}]';
    const text = GRID.replace('learningRate: 0.1, batchSize: 1', sgd).replace('1e-3', '1e-5');
    const file = write('schedule.yaml', text);
    const { result, problem } = await json<EvolutionDocument>('evolve', file, '--times', '0.5,1,30');
    expect(problem).toMatchObject({ sgd: { learningRate: 0.05 } });
    // E v at T = 0.05 from [NB] Eq. (15).
    expect(result.frames[2].moments['v'].mean).toBeCloseTo(0.937631, 3);
    const { err } = await run('evolve', file, '--times', '31');
    const message =
      /^schedule\.yaml:3:\d+ sgd\.schedule: a schedule up to 31, the last time asked for, got one that ends at 30\./;
    expect(err).toMatch(message);
  });

  it('leaves the balanced manifold in symmetry coordinates', async () => {
    const file = write('symmetry.yaml', `${OFF}initial: {u: 1, w: -0.9}\n`);
    const out = ['--out', 'symmetry.npz'];
    const { code } = await run('evolve', file, '--times', '0,0.5,2', ...out);
    expect(code).toBe(0);
    const arrays = unzipSync(read('symmetry.npz'));
    expect(Object.keys(arrays)).toEqual(expect.arrayContaining(['joint_mass.npy', 'xi.npy', 'zeta.npy', 'mass.npy']));
    const positive = doubles(arrays['weight v>0.npy']);
    // 100 000 particle paths: test/reference/symmetric-paths.py.
    expect(positive[0]).toBe(0);
    expect(Math.abs(positive[1] - 0.41412)).toBeLessThan(0.005);
    expect(Math.abs(positive[2] - 0.96869)).toBeLessThan(0.003);
    const joint = doubles(arrays['joint_mass.npy']);
    const cells = joint.length / 3;
    const held = [0, 1, 2].map((k) => joint.subarray(k * cells, (k + 1) * cells).reduce((a, b) => a + b, 0));
    doubles(arrays['balanced.npy']).forEach((balanced, k) => expect(balanced + held[k]).toBeCloseTo(1, 4));
    expect((await json<ErgodicDocument>('ergodic', file)).result.weights).toEqual({ 'v>0': 1, 'v<0': 0, 'v=0': 0 });
  });

  it('starts a wide model from rows of a file, each of which is one start', async () => {
    write('starts.csv', 'u1,u2,u3,w1,w2,w3\n1,0,0,1,0,0\n0.5,0.2,-1,-0.5,-0.2,1\n0,0,0,0,0,0\n1,2,3,-1,-2,3\n');
    const start = 'initial: {u: {csv: starts.csv, column: u}, w: {csv: starts.csv, column: w}}\n';
    const file = write('wide.yaml', `${OFF.replace('linear}', 'linear, width: 3}')}${start}`);
    const { result } = await json<EvolutionDocument>('evolve', file, '--times', '0');
    expect(result.frames[0].components.map(({ weight }) => weight)).toEqual([0.25, 0.5, 0.25]);
    // v = Σuw of the four rows: 1, −1.29, 0, 4.
    expect(result.frames[0].moments['v'].mean).toBeCloseTo((1 - 1.29 + 4) / 4, 2);
    const { weights } = (await json<ErgodicDocument>('ergodic', file)).result;
    expect(weights).toEqual({ 'v>0': 0.5, 'v<0': 0.25, 'v=0': 0.25 });
  });
});

describe('learning-time', () => {
  it('gives both first times from the initial law, in every format', async () => {
    const file = write('learn.yaml', `${OFF}initial: {u: 1, w: -0.5}\n`);
    const { result } = await json<LearningDocument>('learning-time', file, '--learned', '0.2');
    const [{ sign, learned, imbalance, temperature }] = result.rows;
    expect([imbalance, temperature, result.level]).toEqual([null, 0.1, 0.2]);
    expect(sign.quantiles['0.5']).toBeLessThan(learned.quantiles['0.5']!);
    expect(sign.reached).toEqual([...sign.reached].sort((a, b) => a - b));
    expect(sign.reached.at(-1)).toBeGreaterThan(0.94);
  });

  it('takes temperatures and imbalances in place of those of the problem', async () => {
    const file = write('study.yaml', OFF);
    const study = ['learning-time', file, '--imbalances', '0.5,0.1', '--temperatures', '0.02'];
    for (const extension of ['md', 'svg', 'csv', 'html'])
      expect((await run(...study, '--out', `study.${extension}`)).code).toBe(0);
    expect(read('study.md').toString()).toMatch(/\| 0\.02 \| 0\.5 \|[^\n]*\n\| 0\.02 \| 0\.1 \|/);
    expect(read('study.csv').toString().split('\n')).toHaveLength(4);
    expect(read('study.svg').toString()).toMatch(/^<svg /);
    expect(read('study.html').toString()).toMatch(/T = 0\.02, median/);
  });
});

describe('ergodic, spectrum and passage', () => {
  it('print JSON', async () => {
    const { weights, components } = (await json<ErgodicDocument>('ergodic', 'p.yaml')).result;
    expect(Object.values(weights).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14);
    expect(components.map(({ name, weight }) => `${name} ${weight! > 0.5}`)).toEqual([
      'v>0 true',
      'v<0 false',
      'v=0 false',
    ]);
    const { rates, gap } = (await json<SpectrumDocument>('spectrum', 'p.yaml', '--count', '3')).result;
    expect(rates[0]).toBe(0);
    expect(gap).toBeCloseTo(0.7 ** 2 / 0.6, 6);
    const hotter = await json<SpectrumDocument>('spectrum', 'p.yaml', '--count', '2', '--temperatures', '0.3,0.05,0.5');
    // Critical slowing down: (β₂ − Tα₃)²/(2Tα₃) near T_c = ⅓, and beyond it the collapse of v > 0.
    expect(hotter.result.gaps).toMatchObject([
      { temperature: 0.3, name: 'v>0', kind: 'continuum' },
      { temperature: 0.05, name: 'v>0' },
      { temperature: 0.5, name: 'v>0', kind: 'continuum' },
    ]);
    expect(hotter.result.gaps!.map(({ gap }) => gap! > 0.5)).toEqual([false, true, false]);
    expect(hotter.result.gaps![0].gap).toBeCloseTo(0.1 ** 2 / 1.8, 10);
    const passage = ['passage', 'p.yaml', '--from', '0.1,0.5', '--to', 'v > 1', '--avoid', '0.01>=v'];
    const { result } = await json<PassageDocument>(...passage);
    expect(result).toMatchObject({ to: { from: 1 }, avoid: { to: 0.01 } });
    expect(result.starts[0].probability).toBeCloseTo(0.94085417, 7);
  });

  it('write files', async () => {
    for (const file of [
      'ergodic.csv',
      'ergodic.html',
      'spectrum.csv',
      'spectrum.npz',
      'spectrum.h5',
      'spectrum.html',
    ]) {
      expect((await run(file.slice(0, file.indexOf('.')), 'p.yaml', '--out', file)).code).toBe(0);
    }
    expect((await run('passage', 'p.yaml', '--from', '0.5', '--to', 'v>1', '--out', 'passage.csv')).code).toBe(0);
    expect(Object.keys(unzipSync(read('spectrum.npz')))).toEqual(expect.arrayContaining(['left_1.npy', 'right_2.npy']));
  });

  it.each(['evolve', 'ergodic', 'spectrum', 'passage', 'learning-time'])(
    '%s gives an example in its help',
    async (command) => {
      expect((await run(command, '--help')).out).toMatch(new RegExp(`Example:\\n {2}sgdfp ${command} `));
    },
  );
});

describe('wrong input', () => {
  const start = (text: string): string => `${GOOD}initial: ${text}\n`;
  const rates = (text: string): string => GOOD.replace('learningRate: 0.1, batchSize: 1', text);
  const once = ['evolve', '--times', '1'];
  const cases: [string, string, string[], RegExp][] = [
    ['no initial law', GOOD, once, /^q\.yaml:1:1 initial: a law for v, got nothing\. Add initial:/],
    ['another variable', start('{u: 1}'), once, /^q\.yaml:4:\d+ initial\.u: a law for v, got one for u\. .*symmetry/],
    [
      'a law that is none',
      start('{v: gauss}'),
      ['ergodic'],
      /^q\.yaml:4:\d+ initial\.v: a law or a number, got "gauss"/,
    ],
    [
      'no such file',
      start('{v: {csv: no.csv, column: v}}'),
      ['ergodic'],
      /initial\.v\.csv: a file, got nothing at that path/,
    ],
    [
      'no such column',
      start('{v: {csv: start.csv, column: w}}'),
      ['ergodic'],
      /initial\.v.*: a column "w" in start\.csv/,
    ],
    ['no such result', start('{file: no.npz}'), once, /^q\.yaml:4:\d+ initial\.file: a file, got nothing/],
    [
      'a start outside',
      GRID.replace('v: 0.5', 'v: -5'),
      once,
      /^q\.yaml:5:\d+ grid\.v: a grid that holds .*, got 1\.00 of it outside/,
    ],
    [
      'ends that do not ascend',
      rates('batchSize: 1, schedule: [{until: 2, learningRate: 0.1}, {until: 1, learningRate: 0.1}]'),
      ['spectrum'],
      /^q\.yaml:3:\d+ sgd\.schedule\.1\.until: a time after 2, got 1\./,
    ],
    [
      'a schedule beside a temperature',
      rates('temperature: 0.1, schedule: [{until: 1, learningRate: 0.1}]'),
      ['spectrum'],
      /sgd\.schedule: a batch size beside it, got a temperature/,
    ],
    [
      'a schedule beside another rate',
      rates('learningRate: 0.1, batchSize: 1, schedule: [{until: 1, learningRate: 0.3}]'),
      ['spectrum'],
      /sgd\.learningRate: none, or the last of the schedule, 0\.3, got 0\.1/,
    ],
    [
      'a start that stays',
      GOOD,
      ['passage', '--from', '0', '--to', 'v>1'],
      /^--from: a value between the fixed points/,
    ],
    ['a set that is none', GOOD, ['passage', '--from', '1', '--to', 'w>1'], /^--to: a set of values of v, got «w>1»/],
    ['sets that overlap', GOOD, ['passage', '--from', '1', '--to', 'v>2', '--avoid', '1<v<3'], /^--avoid: a set apart/],
    [
      'other coordinates',
      `${GOOD}coordinates: symmetry\n`,
      ['spectrum'],
      /^q\.yaml:4:14 coordinates: reduced, got symmetry/,
    ],
    [
      'an earlier result off balance',
      `${OFF}initial: {file: r.h5}\n`,
      once,
      /initial\.file: laws for u and w, got an earlier/,
    ],
    ['a law for v off balance', `${OFF}initial: {v: 1}\n`, once, /initial\.v: laws for u and w, got one for v/],
    ['no laws off balance', OFF, ['learning-time'], /initial: laws for u and w, got nothing/],
    [
      'depth 2 off balance',
      `${OFF.replace('linear}', 'linear, depth: 2}')}initial: {u: 1, w: 1}\n`,
      once,
      /depth 1 in symmetry/,
    ],
    [
      'a schedule off balance',
      `${rates('batchSize: 1, schedule: [{until: 2, learningRate: 0.1}]')}coordinates: symmetry\n`,
      once,
      /sgd\.schedule: one learning rate/,
    ],
    [
      'an imbalance of the right sign',
      OFF,
      ['learning-time', '--imbalances', '2'],
      /^--imbalances: numbers between 0 and 1, got 2/,
    ],
    [
      'a temperature below 0',
      OFF,
      ['learning-time', '--imbalances', '0.1', '--temperatures', '-1'],
      /^--temperatures: a positive/,
    ],
    ['no temperature', GOOD, ['spectrum', '--temperatures', '0'], /^--temperatures: a positive number, got 0/],
    ['a level below 0', OFF, ['learning-time', '--imbalances', '0.1', '--learned', '0'], /^--learned: a positive/],
    [
      'layers without laws',
      `${GOOD}coordinates: symmetry\ninitial: {u: "laplace(0, 1)", w: 1}\n`,
      once,
      /initial\.u: a law for u, got «laplace\(0, 1\)»/,
    ],
  ];
  for (const [name, text, [command, ...options], message] of cases) {
    it(name, async () => {
      const { code, out, err } = await run(command, write('q.yaml', text), ...options);
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    });
  }

  it.each([
    [['evolve', 'p.yaml', '--times', '0,-1'], /Expected times ≥ 0, got -1/],
    [['evolve', 'p.yaml', '--times', '0,soon'], /Expected numbers separated by commas, got «soon»/],
    [['evolve', 'p.yaml', '--times', '0,Infinity'], /Expected numbers separated by commas, got «Infinity»/],
    [['evolve', 'p.yaml'], /required option '--times/],
    [['spectrum', 'p.yaml', '--count', '0'], /Expected a whole number from 1 to 1000/],
    [['evolve', 'p.yaml', '--times', '1', '--out', 'a.txt'], /^--out: a file name ending in/],
  ])('%j', async (args, message) => {
    // One of them in a process of its own.
    const { code, out, err } = args.length === 2 ? sgdfp(folder, args) : await run(...args);
    expect(err).toMatch(message);
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });
});
