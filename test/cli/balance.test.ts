import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { BalanceDocument } from '../../src/io/balance-document.js';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
writeFileSync(
  join(folder, 'two.yaml'),
  `model: {parameters: [u, w], prediction: u*w*x}
data: {x: "normal(0, 1)", e: "normal(0, 0.5)", y: 1.2*x + e}
sgd: {learningRate: 0.05, batchSize: 4}
`,
);
const run = (...args: string[]) => inProcess(folder, ['balance', 'two.yaml', ...args]);

describe('sgdfp balance', () => {
  it('prints a line and a tree, or JSON', async () => {
    expect((await run('--from', '2,0.3')).out).toMatch(
      /^f = u\*w\*x · T = 0\.0125 · 1 balanced point, residual ≤ .*\n├─ θ = \(0\.774597, 0\.774597\) {2}from \(2, 0\.3\) {2}λ = 0\.387298/,
    );
    const { points } = (JSON.parse((await run('--from', '2,0.3', '--from', '-1,-1', '--json')).out) as BalanceDocument)
      .result;
    expect(points.map(({ theta }) => theta)).toEqual([
      [expect.closeTo(Math.sqrt(0.6), 13), expect.closeTo(Math.sqrt(0.6), 13)],
      [-1, -1],
    ]);
  });

  it('writes tables and a report', async () => {
    for (const extension of ['csv', 'npz', 'html'])
      expect((await run('--until', '2', '--out', `b.${extension}`)).code).toBe(0);
    const csv = readFileSync(join(folder, 'b.csv'), 'utf8').trim().split('\n');
    expect(csv[0]).toBe('u,w,lambda,residual,noise_u,noise_w');
    expect(csv.length).toBe(17);
    expect(Object.keys(unzipSync(readFileSync(join(folder, 'b.npz'))))).toEqual(
      expect.arrayContaining(['u.npy', 'manifold_w.npy']),
    );
    expect(readFileSync(join(folder, 'b.html'), 'utf8')).toMatch(/The law of balance along three ways to descend/);
  });

  it('exits with 1 where nothing is balanced and with 2 on wrong input', async () => {
    const { code, out } = await run('--from', '0,1');
    expect(code).toBe(1);
    expect(out).toMatch(
      /1 orbit without balance: \(0, 1\)\n.*No balanced point: a group of parameters has no gradient noise/,
    );
    expect(await run('--until', '1,2')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/Expected one number, got «1,2»\./),
    });
    expect(await run('--set', 'symmetry=[[1]]')).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/^--set symmetry=\[\[1\]\]: symmetry: a matrix of 2 × 2/),
    });
  });
});
