import type { ComparedLaw, ComparedMarginal, ComparisonDocument } from '../../src/io/comparison-document.js';

const CELLS = 24;
const RUN = { particles: 300, steps: 4000, timeStep: 0.01, outcome: 'finished', divergedShare: 0 };

/** A law on cells of equal probability; a sample's masses are off by up to 1.5 standard errors, in a pattern of its own. */
function law(name: ComparedLaw['name'], effectiveSamples: number | null): ComparedLaw {
  const p = 1 / CELLS;
  const error = effectiveSamples === null ? 0 : Math.sqrt((p * (1 - p)) / effectiveSamples);
  const mass = Array.from({ length: CELLS }, (_, i) => p + 1.5 * error * Math.sin(name.charCodeAt(1) * (i + 1)));
  const moments = { mean: 1.00012345, variance: 0.0412345, outside: 0 };
  return { name, mass, effectiveSamples, ...moments, ...(effectiveSamples !== null && { run: RUN }) };
}

/** A comparison of four laws of two variables. */
export function comparisonSample(): ComparisonDocument {
  const edges = Array.from(
    { length: CELLS + 1 },
    (_, i) => 0.2 + 1.6 * (i / CELLS) + 0.2 * Math.sin((2 * Math.PI * i) / CELLS),
  );
  const laws = [law('closed form', null), law('finite volume', null), law('SDE', 900), law('SGD', 700)];
  const marginals: ComparedMarginal[] = ['u', 'w'].map((variable) => ({ variable, laws, edges }));
  const pairs = marginals.map(({ variable }) => ({
    variable,
    left: 'finite volume',
    right: 'SGD',
    totalVariation: 0.0123,
    totalVariationByChance: 0.0111,
    wasserstein1: 0.00234,
    kolmogorovSmirnov: 0.0567,
    pValue: 0.0034,
    effectiveSamples: 700,
  }));
  return {
    command: 'compare',
    version: '0.1.0',
    problem: { model: { parameters: ['u', 'w'], prediction: 'w*tanh(u*x)' }, sgd: { temperature: 0.025 } },
    result: { component: 'class-1', pairs, marginals, noiseToSignal: null },
    warnings: [],
    stats: { cells: 6400 },
  };
}
