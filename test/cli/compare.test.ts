import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../src/io/comparison-document.js';
import { describeComparison } from '../../src/view/comparison-text.js';
import { comparisonDocument } from '../../cli/compare-document.js';
import { withLoadedProblem } from '../../cli/load.js';
import type { ParticleChoices } from '../../cli/particle-options.js';
import { newFolder } from './sgdfp.js';

const folder = newFolder();
const GOOD = `model: {family: diagonal-linear, depth: 1}
data: {x: "normal(0, 1)", e: "normal(0, 1)", y: x + e}
sgd: {learningRate: 0.01, batchSize: 4}
`;
const FAMILY = '{family: diagonal-linear, depth: 1}';
const NEURON = `model: {parameters: [u, w], prediction: w*tanh(u*x)}
data: {x: "discrete([-3, -0.5, 0.5, 3])", e: "normal(0, 1)", y: tanh(x) + e}
sgd: {learningRate: 0.1, batchSize: 1}
grid: {u: {kind: uniform, from: -3.2, to: 3.2, cells: 80}, w: {kind: uniform, from: -3.2, to: 3.2, cells: 80}}
`;

const compare = (text: string, choices: ParticleChoices, set: string[] = []): Promise<ComparisonDocument> => {
  writeFileSync(join(folder, 'problem.yaml'), text);
  return withLoadedProblem(join(folder, 'problem.yaml'), set, (loaded) => comparisonDocument(loaded, choices));
};

describe('compare', () => {
  it('finds SGD at η = 0.01 and S = 4, its SDE, the finite volumes and the closed form to be one law', async () => {
    const { result } = await compare(GOOD, { particles: 600 });
    expect(result.pairs.map(({ variable, left, right }) => `${variable}: ${left} – ${right}`)).toEqual([
      'v: closed form – finite volume',
      'v: closed form – SDE',
      'v: closed form – SGD',
      'v: finite volume – SDE',
      'v: finite volume – SGD',
      'v: SDE – SGD',
    ]);
    const [exact, ...sampled] = result.pairs;
    expect(exact).toMatchObject({ pValue: null, effectiveSamples: null });
    expect(exact.totalVariation).toBeLessThan(1e-9);
    for (const pair of sampled) {
      expect(pair.pValue).toBeGreaterThan(0.01);
      expect(pair.totalVariation).toBeLessThan(2 * pair.totalVariationByChance);
    }
    const [{ variable, laws, edges }] = result.marginals;
    expect(variable).toBe('v');
    expect(laws.map(({ mass }) => mass.length)).toEqual(new Array(4).fill(edges.length - 1));
    expect(result).toMatchObject({ component: 'v>0', noiseToSignal: 0.75 });
  });

  it('tells a large learning rate apart', async () => {
    const { result, warnings } = await compare(GOOD, { particles: 300 }, ['sgd.learningRate=0.1', 'sgd.batchSize=1']);
    const pair = (right: string) => result.pairs.find((p) => p.left === 'finite volume' && p.right === right)!;
    expect(pair('SDE').pValue).toBeGreaterThan(0.01);
    expect(pair('SGD').pValue).toBeLessThan(1e-6);
    expect(warnings.join()).toMatch(/SGD: .* % of the chains diverged/);
  });

  it('takes models of one parameter', async () => {
    const { result } = await compare(GOOD.replace(FAMILY, '{parameters: [u], prediction: "u*x"}'), {
      particles: 200,
      steps: 800,
    });
    expect(result.marginals[0].variable).toBe('u');
    for (const { pValue } of result.pairs) if (pValue !== null) expect(pValue).toBeGreaterThan(0.001);
  });

  it('takes models of two parameters: each by itself and both together', async () => {
    const document = await compare(NEURON, { particles: 300, time: 50, step: 0.02 });
    const { result } = document;
    expect(result.marginals.map(({ variable }) => variable)).toEqual(['u', 'w']);
    expect(result.pairs.length).toBe(6);
    const sde = result.pairs.filter(({ left, right }) => left === 'finite volume' && right === 'SDE');
    for (const { pValue, effectiveSamples } of sde) {
      expect(effectiveSamples).toBeGreaterThan(200);
      expect(pValue).toBeGreaterThan(0.01);
    }
    expect(result.joint!.map(({ left, right }) => `${left} – ${right}`)).toEqual([
      'finite volume – SDE',
      'finite volume – SGD',
      'SDE – SGD',
    ]);
    const [{ totalVariation, totalVariationByChance }] = result.joint!;
    expect(totalVariation).toBeLessThan(1.5 * totalVariationByChance);
    expect(describeComparison(document)).toMatch(/u and w together {2}finite volume – SDE/);
  });

  it('refuses a collapse and models of more parameters', async () => {
    await expect(compare(GOOD, {}, ['sgd.learningRate=4'])).rejects.toThrow(
      'compare: a steady state that is a density, got a point mass at 0.',
    );
    const three = GOOD.replace(FAMILY, '{parameters: [a, b, c], prediction: "a*b*c*x"}');
    await expect(compare(three, {})).rejects.toThrow(
      /problem\.yaml:1:\d+ model\.parameters: one or two parameters, got 3\./,
    );
    const apart = NEURON.replace('u*x', 'u^2*x').replaceAll('3.2, to: 3.2', '0.2, to: 0.2').replaceAll('80', '2');
    await expect(compare(apart, {})).rejects.toThrow('compare: ');
  });
});
