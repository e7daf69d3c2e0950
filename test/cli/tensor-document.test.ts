import { describe, expect, it } from 'vitest';
import { withLoadedProblem } from '../../cli/load.js';
import { stationaryDocument } from '../../cli/stationary-document.js';
import { toJson } from '../../src/io/json-document.js';
import type { TensorDocument } from '../../src/io/tensor-document.js';
import { tensorReport } from '../../src/view/tensor-report.js';
import { describeTensor } from '../../src/view/tensor-text.js';

async function documentOf(file: string, overrides: string[] = [], memoryLimit?: number): Promise<TensorDocument> {
  const output = await withLoadedProblem(file, overrides, (loaded) => stationaryDocument(loaded, [], memoryLimit));
  if (output.dimension === 1) throw new Error('one dimension');
  return output.document;
}

const TWO = 'examples/50-both-weights-on-a-grid.yaml';
const COARSE = ['grid.u.cells=32', 'grid.w.cells=32'];

describe('stationary over two parameters', () => {
  it('gives the law of the product, the current, detailed balance and the balanced manifold', async () => {
    const document = await documentOf(TWO, COARSE);
    const [component] = document.result.components;
    const [product] = component.products!;
    // Gamma law of the balanced model: shape 41/6, scale 0.15.
    expect(product.pair).toEqual(['u', 'w']);
    expect(product.mean).toBeCloseTo(1.025, 1);
    expect(product.positive).toBeGreaterThan(0.99);
    expect(component.current!['u'].length).toBe(32 * 32);
    expect(component.detailedBalance.holds).toBe(false);
    expect(component.entropyProduction).toBeGreaterThan(0);
    expect(document.result.regularisation).toMatchObject({ cells: [32, 32] });
    for (const [u, w] of document.result.balance!.flat())
      expect(Math.abs(Math.abs(u) - Math.abs(w))).toBeLessThan(1e-6);
    expect(document.warnings.join('\n')).toMatch(/diffusion: halving twice the added noise/);
    const text = describeTensor(document);
    expect(text).toMatch(/u·w {2}mean 1\.0\d+ {2}sd 0\.\d+ {2}median .* P\(u·w > 0\) 0\.99/);
    expect(text).toMatch(/no detailed balance: .* % of all jumps are not undone; entropy production/);
    expect(JSON.parse(toJson(document)).result.components[0].marginals.u.mass).toHaveLength(32);
    const page = tensorReport(document, { plotly: 'PACKED' });
    for (const part of ['Density of u and w', 'Density of u·w', 'noise balanced', 'current J/p', 'Schnakenberg 1976']) {
      expect(page).toContain(part);
    }
  });

  it('iterates beyond its memory and says so', async () => {
    const [direct, iterated] = [await documentOf(TWO, COARSE), await documentOf(TWO, COARSE, 1000)];
    expect(iterated.warnings.join('\n')).toMatch(
      /steady state: Elimination would take .* GiB, more than the 9\.31e-7 GiB/,
    );
    expect(iterated.result.solver![0].stats).toHaveProperty('cycles');
    const means = [direct, iterated].map(({ result }) => result.components[0].products![0].mean);
    expect(means[1]).toBeCloseTo(means[0], 7);
  });

  it('refuses a node on a fixed point', async () => {
    await expect(documentOf(TWO, ['grid.u.cells=21', 'grid.w.cells=21'])).rejects.toThrow(
      /grid: no node on a fixed point of the SDE, got u = 0, w = 0\. Use an even number of cells/,
    );
  });
});

describe('stationary over three parameters', () => {
  const THREE = 'examples/51-three-parameters.yaml';

  it('has marginals of every two and three means', async () => {
    const document = await documentOf(
      THREE,
      ['a', 'b', 'c'].map((name) => `grid.${name}.cells=10`),
    );
    const { mean } = document.result.components[0];
    expect(mean['a']).toBeCloseTo(1, 2);
    expect(mean['b']).toBeCloseTo(-0.5, 2);
    const page = tensorReport(document, { plotly: 'PACKED' });
    expect(page).toContain('Marginal density of a and c');
    expect(describeTensor(document)).toMatch(/10 × 10 × 10 cells/);
  });

  it('says what to use for more', async () => {
    const four = ['model.parameters=[a, b, c, f]', 'model.prediction="a*x+b*z+c+f*x*z"'];
    await expect(documentOf(THREE, four)).rejects.toThrow(
      /model\.parameters: one to three for a steady state on a grid, got 4\. Use particles for samples, or balance/,
    );
  });
});
