import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../src/io/comparison-document.js';
import { newFolder, sgdfp } from './sgdfp.js';

const folder = newFolder();
const GOOD = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {learningRate: 0.01, batchSize: 4}
`;
writeFileSync(join(folder, 'good.yaml'), GOOD);
const compare = (...args: string[]) => sgdfp(folder, ['compare', ...args]);

describe('compare', () => {
  it('finds SGD at a small learning rate, its SDE, the finite volumes and the closed form to be one law', () => {
    const { code, out } = compare('good.yaml', '--particles', '1000', '--json', '--out', 'c.html');
    expect(code).toBe(0);
    const { result } = JSON.parse(out) as ComparisonDocument;
    expect(result.pairs.map(({ left, right }) => `${left} – ${right}`)).toEqual([
      'closed form – finite volume',
      'closed form – SDE',
      'closed form – SGD',
      'finite volume – SDE',
      'finite volume – SGD',
      'SDE – SGD',
    ]);
    const [exact, ...sampled] = result.pairs;
    expect(exact).toMatchObject({ pValue: null, effectiveSamples: null });
    expect(exact.totalVariation).toBeLessThan(1e-9);
    for (const pair of sampled) {
      expect(pair.pValue).toBeGreaterThan(0.01);
      expect(pair.totalVariation).toBeLessThan(2 * pair.totalVariationByChance);
    }
    expect(result.laws.map(({ mass }) => mass.length)).toEqual(new Array(4).fill(result.edges.length - 1));
    expect(result).toMatchObject({ variable: 'v', component: 'v>0', noiseToSignal: 0.75 });
    const html = readFileSync(join(folder, 'c.html'), 'utf8');
    expect(html).toMatch(/^<!doctype html>/);
    expect(html.match(/class="plot"/g)?.length).toBe(2);
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="http/);
  });

  it('tells a large learning rate apart', () => {
    const { out } = compare(
      'good.yaml',
      '--set',
      'sgd.learningRate=0.1',
      '--set',
      'sgd.batchSize=1',
      '--particles',
      '300',
      '--json',
    );
    const { result, warnings } = JSON.parse(out) as ComparisonDocument;
    const pair = (right: string) => result.pairs.find((p) => p.left === 'finite volume' && p.right === right)!;
    expect(pair('SDE').pValue).toBeGreaterThan(0.01);
    expect(pair('SGD').pValue).toBeLessThan(1e-6);
    expect(warnings.join()).toMatch(/SGD: .* % of the chains diverged/);
  });

  it('takes models of one parameter', () => {
    const text = GOOD.replace('{family: diagonal-linear, depth: 1}', '{parameters: [u], prediction: "u*x"}');
    writeFileSync(join(folder, 'one.yaml'), text);
    const { code, out } = compare('one.yaml', '--particles', '300', '--steps', '800', '--json');
    expect(code).toBe(0);
    const { result } = JSON.parse(out) as ComparisonDocument;
    expect(result.variable).toBe('u');
    for (const { pValue } of result.pairs) expect(pValue).toBeGreaterThan(0.001);
  });

  it('refuses a collapse and models of more parameters', () => {
    const collapse = compare('good.yaml', '--set', 'sgd.learningRate=4');
    expect(collapse).toMatchObject({ code: 2, out: '' });
    expect(collapse.err).toMatch(/compare: a steady state that is a density, got a point mass at 0\./);
    writeFileSync(
      join(folder, 'two.yaml'),
      GOOD.replace('{family: diagonal-linear, depth: 1}', '{parameters: [u, w], prediction: "u*w*x"}'),
    );
    const two = compare('two.yaml');
    expect(two.err).toMatch(/^two\.yaml:1:\d+ model\.parameters: one parameter, got 2\./);
    expect(two.code).toBe(2);
  });
});
