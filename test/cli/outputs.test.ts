import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { MomentsDocument, StationaryDocument } from '../../src/io/document.js';
import { inProcess } from './in-process.js';
import { newFolder, sgdfp } from './sgdfp.js';

const folder = newFolder();
const COMMANDS = [
  'moments',
  'stationary',
  'evolve',
  'ergodic',
  'spectrum',
  'passage',
  'balance',
  'particles',
  'compare',
  'learning-time',
  'regimes',
  'validate',
  'figures',
  'schema',
];
writeFileSync(join(folder, 'points.csv'), 'a;b\n1;1.5\n-0.5;0.2\n2;1.1\n0.3;0.9\n');
writeFileSync(
  join(folder, 'p.yaml'),
  'model: {family: diagonal-linear}\ndata: {csv: points.csv, columns: {x: a, y: b}}\nsgd: {learningRate: 0.1, batchSize: 8}\n',
);
const run = (...args: string[]) => inProcess(folder, args);
const file = (name: string) => readFileSync(join(folder, name));

describe('stationary', () => {
  it('prints one JSON document with the fields of the contract', () => {
    const { code, out } = sgdfp(folder, ['stationary', 'p.yaml', '--json', '--at', '0.5,-1']);
    expect(code).toBe(0);
    const document = JSON.parse(out) as StationaryDocument;
    expect(Object.keys(document)).toEqual(
      expect.arrayContaining(['command', 'version', 'problem', 'result', 'warnings', 'stats']),
    );
    expect(document.problem).toMatchObject({ grid: 'auto', coordinates: 'reduced', sgd: { weightDecay: 0 } });
    expect(document.stats['milliseconds']).toBeGreaterThan(0);
    const { components, density, closedForm, at } = document.result;
    expect(components[0]).toMatchObject({ name: 'v>0', kind: 'density', weight: null, normalisable: true });
    // The upper end of the support is infinite: null, and a warning that names the field.
    expect(components[0].support).toEqual([0, null]);
    expect(document.warnings.join('\n')).toMatch(/support/);
    expect(Object.keys(components[0].quantiles)).toEqual(['0.05', '0.25', '0.5', '0.75', '0.95']);
    const { axes, mass, logDensity } = density ?? { axes: [], mass: [], logDensity: [] };
    expect([axes[0].centres.length, axes[0].widths.length, mass.length, logDensity.length]).toEqual([
      2000, 2000, 2000, 2000,
    ]);
    expect(closedForm?.maxLogError).toBeLessThan(1e-10);
    expect(at?.map(({ v }) => v)).toEqual([0.5, -1]);
    // v = -1 lies in no density.
    expect(at?.[1].logDensity).toBeNull();
  });

  it('prints a line and a tree for people, without colours when piped', async () => {
    const { out } = await run('stationary', 'p.yaml');
    expect(out).toMatch(/^diagonal-linear, depth 1, width 1 · T = 0\.0125/);
    expect(out).toMatch(/├─ v>0 {2}density/);
    expect(out.includes('\u001b')).toBe(false);
  });

  it('reads standard input, with paths relative to the working folder', () => {
    const { code, out } = sgdfp(folder, ['stationary', '-', '--json'], file('p.yaml').toString());
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ command: 'stationary' });
  });

  it('writes every format, refuses to overwrite, and overwrites with --force', async () => {
    for (const extension of ['csv', 'npz', 'h5', 'json', 'html']) {
      const { code, err } = await run('stationary', 'p.yaml', '--out', `result.${extension}`);
      expect(err).toMatch(`result.${extension}`);
      expect(code).toBe(0);
    }
    const csv = file('result.csv').toString().trim().split('\n');
    expect(csv.length).toBe(2001);
    expect(csv[0].split(',').slice(0, 3)).toEqual(['v', 'width', 'mass']);
    expect(Object.keys(unzipSync(file('result.npz')))).toEqual(
      expect.arrayContaining(['centres.npy', 'mass.npy', 'log_density.npy']),
    );
    expect(file('result.h5').subarray(1, 4).toString()).toBe('HDF');
    expect(JSON.parse(file('result.json').toString())).toMatchObject({ command: 'stationary' });
    const html = file('result.html').toString();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="http/);
    const before = file('result.csv').toString();
    expect((await run('stationary', 'p.yaml', '--out', 'result.csv')).code).toBe(2);
    expect(file('result.csv').toString()).toBe(before);
    expect((await run('stationary', 'p.yaml', '--out', 'result.csv', '--force')).code).toBe(0);
  });

  it('leaves no file behind when the problem is wrong', async () => {
    expect((await run('stationary', 'p.yaml', '--set', 'sgd.batchSize=0', '--out', 'never.csv')).code).toBe(2);
    expect(existsSync(join(folder, 'never.csv'))).toBe(false);
  });
});

describe('moments', () => {
  it('gives α, β, Δ, T, T_c and the minimum', async () => {
    const { out } = await run('moments', 'p.yaml', '--json');
    const { result } = JSON.parse(out) as MomentsDocument;
    // Exact rationals of the four rows.
    const x = [1, -0.5, 2, 0.3];
    const y = [1.5, 0.2, 1.1, 0.9];
    const mean = (f: (i: number) => number) => x.reduce((sum, _, i) => sum + f(i), 0) / 4;
    const beta = [mean((i) => x[i] ** 2), mean((i) => x[i] * y[i])];
    expect(result.beta[0]).toBeCloseTo(beta[0], 14);
    expect(result.alpha[1]).toBeCloseTo(mean((i) => x[i] ** 3 * y[i]) - beta[0] * beta[1], 13);
    expect(result.criticalTemperature).toBeCloseTo(beta[1] / result.alpha[2], 13);
    expect(result.globalMinimum).toBeCloseTo(beta[1] / beta[0], 13);
    expect(result.temperature).toBe(0.1 / 8);
    expect((await run('moments', 'p.yaml', '--out', 'moments.html')).code).toBe(0);
    expect((await run('moments', 'p.yaml')).out).toMatch(/T_c/);
  });
});

describe('schema and help', () => {
  it('prints a JSON Schema and an example for every command', async () => {
    expect(JSON.parse((await run('schema')).out)).toMatchObject({ title: 'Problem file of sgdfp' });
    for (const command of [[], ...COMMANDS.map((name) => [name])]) {
      const { code, out } = await run(...command, '--help');
      expect(code).toBe(0);
      expect(out).toMatch(/Example:\n {2}sgdfp/);
    }
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
