import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../src/io/comparison-document.js';
import { describeComparison } from '../../src/view/comparison-text.js';
import { inProcess } from './in-process.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
const START = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {learningRate: 0.1, batchSize: 1}
initial: {v: "lognormal(0, 0.3)"}
`;
const compare = (text: string, ...args: string[]) => {
  writeFileSync(join(folder, 'p.yaml'), text);
  return inProcess(folder, ['compare', 'p.yaml', '--particles', '50', ...args]);
};

describe('compare --at', () => {
  it('holds the finite volumes of a transient against a method of lines', async () => {
    const { out, err } = await compare(START, '--at', '0.2', '--json');
    expect(err).toBe('');
    const document = JSON.parse(out) as ComparisonDocument;
    const { transient } = document.result;
    expect(transient).toMatchObject({
      left: 'finite volume',
      right: 'method of lines',
      variable: 'v',
      component: 'v>0',
      time: 0.2,
      pValue: null,
    });
    // Second-order schemes that have nothing in common, on 200 cells.
    expect(transient!.totalVariation).toBeGreaterThan(1e-9);
    expect(transient!.totalVariation).toBeLessThan(2e-3);
    expect(describeComparison(document)).toMatch(
      /at t = 0\.2 on v>0: finite volume – method of lines {2}total variation/,
    );
  });

  it('asks for a start and a time', async () => {
    expect((await compare(START, '--at', '0')).err).toMatch(/^--at: a time > 0, got 0\./);
    expect((await compare(START.replace(/initial.*\n/, ''), '--at', '1')).err).toMatch(
      /initial: a law for v, got nothing/,
    );
  });
});
