import { describe, expect, it } from 'vitest';
import type { ParticlesDocument } from '../../src/io/particles-document.js';
import { describeParticles, histogramCsv } from '../../src/view/particles-text.js';

const moments = { records: 8, mean: 0.98765432, variance: 0.04, skewness: 0, kurtosis: 0, standardError: 0.0123456 };
const document: ParticlesDocument = {
  command: 'particles',
  version: '0.1.0',
  problem: { model: { family: 'diagonal-linear', depth: 1, width: 1 }, sgd: { learningRate: 0.1, batchSize: 4 } },
  result: {
    method: 'sgd',
    outcome: 'diverged',
    particles: 200,
    steps: 400,
    timeStep: 0.1,
    time: 40,
    burnIn: 100,
    thin: 10,
    seed: 1,
    moments: {
      v: moments,
      balance: { records: 0, mean: null, variance: null, skewness: null, kurtosis: null, standardError: null },
    },
    quantiles: {
      v: { '0.05': 0.6, '0.25': 0.8, '0.5': 1, '0.75': 1.1, '0.95': null },
      balance: { '0.05': null, '0.25': null, '0.5': null, '0.75': null, '0.95': null },
    },
    histogram: {
      v: { edges: [0, 1, 3], counts: [6, 2], below: 0, above: 0 },
      balance: { edges: [], counts: [], below: 0, above: 0 },
    },
    components: [
      { name: 'v>0', weight: 0.75 },
      { name: 'v<0', weight: 0.25 },
      { name: 'v=0', weight: 0 },
    ],
    effectiveSamples: 1234.5,
    autocorrelationTime: 21.25,
    effectiveSamplesReliable: true,
    diverged: { count: 3, share: 0.015, firstStep: 17 },
    nanosecondsPerStep: 81.25,
  },
  warnings: ['something'],
  stats: {},
};

describe('particles in words', () => {
  it('are a line and a tree', () => {
    expect(describeParticles(document))
      .toBe(`diagonal-linear, depth 1, width 1 · T = 0.025 · sgd, 200 chains × 400 steps
├─ v        mean 0.987654 ± 0.012  sd 0.2
│           quantiles  5 % 0.6  25 % 0.8  50 % 1  75 % 1.1  95 % –
└─ balance  no records
components  v>0 75 %  v<0 25 %
sample      1235 effective values, autocorrelation time 21.3 steps
run         time 40, 81.3 ns per particle-step of one core
diverged    3 chains (1.5 %), the first after step 17
warning: something`);
  });

  it('are a table of cells', () => {
    expect(histogramCsv(document)).toBe('observable,lower,upper,count,density\nv,0,1,6,0.75\nv,1,3,2,0.125\n');
  });
});
