import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inProcess } from './in-process.js';
import { newFolder, sgdfp } from './sgdfp.js';

const folder = newFolder();
const GOOD = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {learningRate: 0.1, batchSize: 1}
`;
const csv = (name: string) => `model: {family: diagonal-linear}\ndata: {csv: ${name}}\nsgd: {temperature: 0.1}\n`;
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return name;
};
write('good.yaml', GOOD);
write('noy.csv', 'x,z\n1,2\n3,4\n');
write('word.csv', 'x,y\n1,2\n3,four\n');
write('one.csv', 'x,y\n1,2\n');
write('empty.csv', '');

/** name, problem text, what standard error must match. */
const problems: [string, string, RegExp][] = [
  ['unknown key', `${GOOD}colour: red\n`, /^p\.yaml:4:1 colour: a key that a problem has, got «colour»\./],
  ['wrong type', GOOD.replace('depth: 1', 'depth: one'), /^p\.yaml:1:41 model\.depth: a number, got «one»\./],
  ['depth 1.5', GOOD.replace('depth: 1', 'depth: 1.5'), /^p\.yaml:1:41 model\.depth: a whole number, got 1\.5\./],
  [
    'negative batch size',
    GOOD.replace('batchSize: 1', 'batchSize: -1'),
    /^p\.yaml:3:37 sgd\.batchSize: a number ≥ 1, got -1\./,
  ],
  ['missing column', csv('noy.csv'), /^p\.yaml:2:\d+ data\.columns\.y: a column "y" in noy\.csv, got "x", "z"\./],
  [
    'non-numeric cell',
    csv('word.csv'),
    /^p\.yaml:2:13 data\.csv: a finite number in column "y" \(row 2, line 3 of word\.csv\), got "four"\./,
  ],
  ['one row', csv('one.csv'), /^p\.yaml:2:13 data\.csv: at least 2 rows/],
  ['empty CSV', csv('empty.csv'), /^p\.yaml:2:13 data\.csv: .*empty\.csv, which is empty\./],
  ['no CSV', csv('none.csv'), /^p\.yaml:2:13 data\.csv: a CSV file, got nothing at that path \(none\.csv\)\./],
  ['CSV folder', csv('.'), /^p\.yaml:2:13 data\.csv: a CSV file, got a folder/],
  ['empty file', '', /^p\.yaml:1:1 problem: .* got an empty file\./],
  ['YAML syntax', 'model: {family: diagonal-linear\ndata: [', /^p\.yaml:2:1 syntax: YAML or JSON, got «/],
  [
    'zero variance',
    csv('x').replace('{csv: x}', '{rows: {x: [1, 1], y: [2, 2]}}'),
    /^p\.yaml:2:\d+ data: .*There is no gradient noise/,
  ],
  [
    'x ≡ 0',
    csv('x').replace('{csv: x}', '{rows: {x: [0, 0], y: [2, 1]}}'),
    /^p\.yaml:2:\d+ data: an input x, got x that is 0 in every sample\./,
  ],
  ['expression', GOOD.replace('x + e', 'x + sin(e'), /^p\.yaml:2:\d+ data\.y: .*\n {2}x \+ sin\(e\n {9}\^/],
  [
    'unknown axis',
    `${GOOD}grid: {u: {kind: uniform, from: 0, to: 1, cells: 9}}\n`,
    /^p\.yaml:4:\d+ grid\.u: one axis, v, got axis u\./,
  ],
  [
    'axis range',
    `${GOOD}grid: {v: {kind: log, from: 0, to: 1, cells: 9}}\n`,
    /^p\.yaml:4:\d+ grid\.v: ends of one sign/,
  ],
];

describe('wrong problems', () => {
  for (const [name, text, message] of problems) {
    it(name, async () => {
      const { code, out, err } = await inProcess(folder, ['stationary', write('p.yaml', text)]);
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).not.toMatch(/\n\s+at /);
    });
  }

  it('tells overrides by themselves and standard input by name', async () => {
    expect((await inProcess(folder, ['stationary', 'good.yaml', '--set', 'sgd.batchSize=-4'])).err).toMatch(
      /^--set sgd\.batchSize=-4: sgd\.batchSize: a number ≥ 1/,
    );
    expect(sgdfp(folder, ['moments', '-'], GOOD.replace('depth: 1', 'depth: x')).err).toMatch(
      /^<stdin>:1:41 model\.depth/,
    );
  });
});

describe('wrong calls', () => {
  const call = (...args: string[]) => inProcess(folder, args);
  const cases: [string, string[], RegExp][] = [
    [
      'output that exists',
      ['stationary', 'good.yaml', '--out', write('there.csv', 'mine')],
      /^--out: a new file, got one that exists \(there\.csv\)\. .*--force/,
    ],
    [
      'folder that is missing',
      ['stationary', 'good.yaml', '--out', 'no/where.csv'],
      /^--out: a place one may write in, got nothing at that path/,
    ],
    [
      'unknown format',
      ['stationary', 'good.yaml', '--out', 'a.txt'],
      /^--out: a file name ending in \.html, \.csv, \.npz, \.h5, \.json, got a\.txt\./,
    ],
    [
      'output that is a folder',
      ['stationary', 'good.yaml', '--out', (mkdirSync(join(folder, 'd.csv')), 'd.csv')],
      /^--out: a file, got a folder/,
    ],
    ['problem that is missing', ['stationary', 'gone.yaml'], /^gone\.yaml: a problem file, got nothing at that path\./],
    ['problem that is a folder', ['stationary', '.'], /^\.: a problem file, got a folder\./],
    [
      'points that are no numbers',
      ['stationary', 'good.yaml', '--at', '1,x'],
      /Expected numbers separated by commas, got «x»/,
    ],
    ['unknown command', ['stationery', 'good.yaml'], /unknown command 'stationery'[\s\S]*Did you mean stationary/],
    ['unknown option', ['moments', 'good.yaml', '--jsn'], /unknown option '--jsn'/],
    ['no problem', ['moments'], /missing required argument 'problem'/],
  ];
  for (const [name, args, message] of cases) {
    it(name, async () => {
      const { code, out, err } = await call(...args);
      expect(err).toMatch(message);
      expect({ code, out }).toEqual({ code: 2, out: '' });
    });
  }

  it.skipIf(process.getuid?.() === 0)('unwritable folder', async () => {
    mkdirSync(join(folder, 'locked'));
    chmodSync(join(folder, 'locked'), 0o500);
    expect((await call('stationary', 'good.yaml', '--out', 'locked/a.csv')).err).toMatch(
      /^--out: a place one may write in, got no permission/,
    );
  });
  it.skipIf(process.platform !== 'linux')('unwritable system folder', async () => {
    const { code, err } = await call('stationary', 'good.yaml', '--out', '/proc/a.csv');
    expect(err).toMatch(/^--out: a (place one may write in|file one may write), got /);
    expect(code).toBe(2);
  });
});
