import { describe, expect, it } from 'vitest';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { reducedProcess } from '../../../solvers/particles/reduced.js';
import { relaxation } from '../../../solvers/particles/relaxation.js';
import { simulate } from '../../../solvers/particles/simulate.js';
import { binnedLaw, coarseEdges, coarsened, massOfDensity } from '../../../validation/compare/binned-law.js';
import { comparePair, comparePairs } from '../../../validation/compare/pair.js';
import { steadyLaw } from '../../../validation/compare/steady-law.js';

const problem = (depth: number, temperature: number): DiagonalLinearProblem => ({
  depth,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
});
const lawOf = (p: DiagonalLinearProblem) => steadyLaw(reducedLines(p), 'auto', p);

const PARTICLES = Number(process.env['SGDFP_PARTICLES'] ?? 1500);

/** Particles of the reduced SDE on the cells of a law; SGDFP_PARTICLES scales them up (full scale: 15 000 and more). */
function sde(p: DiagonalLinearProblem, law: ReturnType<typeof lawOf>) {
  const { drift, slowest } = relaxation(p);
  const process = reducedProcess(p, { timeStep: drift / 50 });
  const relaxing = Math.round((50 * slowest!) / drift);
  const coarse = coarseEdges(law.finiteVolume, 50);
  const thresholds = coarse.filter((_, i) => i > 0 && i % 5 === 0).map((i) => law.edges[i]);
  const { value } = simulate({
    process,
    observables: [{ name: 'v', of: ([x]) => process.toModel(x), edges: law.edges, thresholds }],
    plan: { burnIn: 10 * relaxing, thin: relaxing },
    start: { count: PARTICLES, seed: 3, initial: (_, x) => void (x[0] = process.fromModel(0.9)) },
    steps: 30 * relaxing,
  });
  const [{ tally, effective }] = value.observables;
  return { law: binnedLaw('SDE', tally.histogram, effective.size), coarse };
}

describe('particles of the SDE', () => {
  it.each([
    [0, 0.1],
    [1, 0.1],
    [2, 0.05],
    [3, 0.05],
  ])('have the finite-volume law at depth %d', (depth, temperature) => {
    const law = lawOf(problem(depth, temperature));
    const { law: sample, coarse } = sde(problem(depth, temperature), law);
    const pair = comparePair(law.finiteVolume, sample, law.edges, coarse);
    expect(pair.effectiveSamples!).toBeGreaterThan(5000);
    expect(pair.pValue).toBeGreaterThan(0.01);
    expect(pair.totalVariation).toBeLessThan(2 * pair.totalVariationByChance);
  });

  it('do not have the law of a temperature 3 % off, once there are enough of them', () => {
    const right = lawOf(problem(1, 0.1));
    const { law: sample, coarse } = sde(problem(1, 0.1), right);
    const wrong = steadyLaw(reducedLines(problem(1, 0.103)), axisOf(right.edges), problem(1, 0.103));
    const distance = comparePair(wrong.finiteVolume, right.finiteVolume, right.edges, coarse).kolmogorovSmirnov;
    // The distance of the laws themselves decides how many values tell them apart: here 10⁵ do.
    const many = { ...right.finiteVolume, effectiveSamples: 1e5 };
    expect(comparePair(wrong.finiteVolume, many, right.edges, coarse).pValue).toBeLessThan(0.01);
    expect(distance).toBeGreaterThan(0.004);
    if (sample.effectiveSamples! > 9e4) {
      expect(comparePair(wrong.finiteVolume, sample, right.edges, coarse).pValue).toBeLessThan(0.01);
    }
  });
});

const axisOf = (edges: Float64Array) => ({
  kind: 'log' as const,
  from: edges[0],
  to: edges.at(-1)!,
  cells: edges.length - 1,
});

describe('steady laws', () => {
  it.each([0, 1, 2, 3])('agree with the closed form at depth %d to rounding', (depth) => {
    const { closedForm, finiteVolume, edges } = lawOf(problem(depth, 0.1));
    const pair = comparePair(closedForm!, finiteVolume, edges, coarseEdges(finiteVolume, 50));
    expect(pair.totalVariation).toBeLessThan(1e-9);
    expect(pair).toMatchObject({ pValue: null, effectiveSamples: null, totalVariationByChance: 0 });
  });

  it('use the grid of the problem, and refuse a collapse', () => {
    const spec = { kind: 'uniform' as const, from: 0.01, to: 3, cells: 50 };
    const law = steadyLaw(reducedLines(problem(1, 0.1)), spec, null);
    expect(law.edges.length).toBe(51);
    expect(law.closedForm).toBeNull();
    expect(() => lawOf(problem(1, 0.5))).toThrow('compare: a steady state that is a density, got a point mass at 0.');
  });
});

describe('binned laws', () => {
  const law = binnedLaw('a', [1, 2, 3, 2, 1, 1], null);

  it('are scaled, coarsened and cut into cells of about equal probability', () => {
    expect(Array.from(law.mass)).toEqual([0.1, 0.2, 0.3, 0.2, 0.1, 0.1]);
    const indices = coarseEdges(law, 2);
    expect(indices).toEqual([0, 2, 4]);
    const joined = coarsened(law, indices).mass;
    [0.1, 0.5, 0.3, 0.1].forEach((m, i) => expect(joined[i]).toBeCloseTo(m, 14));
  });

  it('integrate a density to degree 9', () => {
    const mass = massOfDensity((v) => 9 * Math.log(v), [1, 2]);
    expect(mass[1]).toBeCloseTo((2 ** 10 - 1) / 10, 10);
  });

  it('are compared in pairs, in order', () => {
    const edges = [0, 1, 2, 3, 4];
    const other = binnedLaw('b', [1, 3, 3, 1, 1, 1], 100);
    const third = binnedLaw('c', [1, 2, 3, 2, 1, 1], 300);
    const pairs = comparePairs([law, other, third], edges, [0, 1, 2, 3, 4]);
    expect(pairs.map(({ left, right }) => left + right)).toEqual(['ab', 'ac', 'bc']);
    expect(pairs[0].totalVariation).toBeCloseTo(0.1, 14);
    expect(pairs[0].effectiveSamples).toBeCloseTo(100, 10);
    expect(pairs[1].pValue).toBe(1);
    expect(pairs[2].effectiveSamples).toBeCloseTo(75, 10);
  });

  it('refuse nothing recorded and other cells', () => {
    expect(() => binnedLaw('SGD', [0, 0, 0], 3)).toThrow('compare: probabilities or counts of SGD, got a total of 0.');
    expect(() => comparePair(law, law, [0, 1], [0, 1])).toThrow('comparePair: two laws on the cells of the edges');
  });
});
