import { describe, expect, it } from 'vitest';
import type { ComparisonDocument } from '../../src/io/comparison-document.js';
import { comparisonReport } from '../../src/view/comparison-report.js';
import { describeComparison } from '../../src/view/comparison-text.js';

const run = { particles: 100, steps: 400, timeStep: 0.01, outcome: 'finished', divergedShare: 0 };
const document: ComparisonDocument = {
  command: 'compare',
  version: '0.1.0',
  problem: { model: { family: 'diagonal-linear', depth: 1, width: 1 }, sgd: { temperature: 0.025 } },
  result: {
    component: 'v>0',
    pairs: [
      {
        variable: 'v',
        left: 'finite volume',
        right: 'closed form',
        totalVariation: 1e-15,
        totalVariationByChance: 0,
        wasserstein1: 2e-15,
        kolmogorovSmirnov: 3e-16,
        pValue: null,
        effectiveSamples: null,
      },
      {
        variable: 'v',
        left: 'finite volume',
        right: 'SGD',
        totalVariation: 0.0123,
        totalVariationByChance: 0.0111,
        wasserstein1: 0.00234,
        kolmogorovSmirnov: 0.0567,
        pValue: 0.0034,
        effectiveSamples: 12345,
      },
    ],
    marginals: [
      {
        variable: 'v',
        laws: [
          { name: 'closed form', mass: [0.5, 0.5], effectiveSamples: null, outside: 0, mean: 1, variance: 0.04 },
          { name: 'finite volume', mass: [0.5, 0.5], effectiveSamples: null, outside: 0, mean: 1, variance: 0.04 },
          { name: 'SGD', mass: [0.4, 0.55], effectiveSamples: 12345, outside: 0.05, mean: 1.01, variance: 0.05, run },
        ],
        edges: [0.1, 1, 3],
      },
    ],
    noiseToSignal: 0.75,
  },
  warnings: ['<b>'],
  stats: { cells: 1000 },
};

describe('a comparison', () => {
  it('in words is a list of laws and a table of pairs', () => {
    expect(describeComparison(document)).toBe(`diagonal-linear, depth 1, width 1 · T = 0.025 · v on v>0
closed form    mean 1     sd 0.2
finite volume  mean 1     sd 0.2
SGD            mean 1.01  sd 0.223607  100 chains × 400 steps of 0.01  5 % outside the grid

                             total variation  (by chance)  Wasserstein-1  Kolmogorov–Smirnov  p       effective n
finite volume – closed form  1e-15            –            2e-15          3e-16               –       –
finite volume – SGD          0.0123           (0.011)      0.00234        0.0567              0.0034  12350
α₃/(S β₂²) = 0.75; the SDE takes it to be large
warning: <b>`);
  });

  it('of two parameters names each, and both together', () => {
    const { result } = document;
    const [of] = result.marginals;
    const pairs = ['u', 'w'].flatMap((variable) => result.pairs.map((pair) => ({ ...pair, variable })));
    const joint = [
      { left: 'SDE', right: 'SGD', totalVariation: 0.2, totalVariationByChance: 0.1, effectiveSamples: 70 },
    ];
    const marginals = ['u', 'w'].map((variable) => ({ ...of, variable }));
    const plane = { ...document, result: { ...result, pairs, joint, marginals, component: 'class-1' } };
    const lines = describeComparison(plane).split('\n');
    expect(lines[0]).toContain('u and w on class-1');
    expect(lines[6]).toMatch(/^w {2}SGD {12}mean 1.01/);
    expect(lines.find((line) => line.startsWith('u and w together'))).toMatch(/SDE – SGD +0.2 +\(0.1\) +– +– +– +70$/);
    const html = comparisonReport(plane, 'PLOTLY');
    expect(html.match(/class="plot"/g)?.length).toBe(4);
    expect(html).toContain('Distances of u and w together');
    expect(html).toContain('<th scope="col">sd of w</th>');
  });

  it('on a page has two figures, escaped text and no connection', () => {
    const html = comparisonReport(document, 'PLOTLY');
    expect(html.match(/class="plot"/g)?.length).toBe(2);
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)="http/);
    const { figures } = JSON.parse(/id="figures">(.*?)<\/script>/s.exec(html)![1]) as {
      figures: { data: { name: string; y: number[] }[] }[];
    };
    expect(figures[0].data.map(({ name }) => name)).toEqual(['finite volume', 'closed form', 'SGD']);
    // (0.4 − 0.5)/√(0.25/12345).
    expect(figures[1].data[0].y[0]).toBeCloseTo(-22.2216, 3);
  });
});
