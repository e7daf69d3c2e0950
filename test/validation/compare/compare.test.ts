import { describe, expect, it } from 'vitest';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { law } from '../../../src/data/analytic.js';
import { discretise } from '../../../src/fv/discretise.js';
import { axis } from '../../../src/grid/axis.js';
import { gridOf } from '../../../src/grid/grid.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { nextNormal } from '../../../src/num/random/normal.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { cellsObservable } from '../../../solvers/particles/experiment.js';
import { reducedProcess } from '../../../solvers/particles/reduced.js';
import { relaxation } from '../../../solvers/particles/relaxation.js';
import { sdeProcess } from '../../../solvers/particles/sde-process.js';
import { simulate } from '../../../solvers/particles/simulate.js';
import type { Observable } from '../../../solvers/particles/tally.js';
import { stationaryOnGrid } from '../../../solvers/steady/tensor-state.js';
import { binnedLaw, coarseEdges, coarsened, massOfDensity } from '../../../validation/compare/binned-law.js';
import { comparePair, jointPair, pairsOf } from '../../../validation/compare/pair.js';
import { planeLaw } from '../../../validation/compare/plane-law.js';
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

/** More than 10⁵ independent values of the reduced SDE on the cells of a law. */
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
    start: { count: 6000, seed: 3, initial: (_, x) => void (x[0] = process.fromModel(0.9)) },
    steps: 45 * relaxing,
  });
  const [{ histogram, effective }] = value.observables;
  return { law: binnedLaw('SDE', histogram, effective.size), coarse };
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
    expect(pair.effectiveSamples!).toBeGreaterThan(1e5);
    expect(pair.pValue).toBeGreaterThan(0.01);
    expect(pair.totalVariation).toBeLessThan(2 * pair.totalVariationByChance);
  });

  it('do not have the law of a temperature 3 % off', () => {
    const right = lawOf(problem(1, 0.1));
    const { law: sample, coarse } = sde(problem(1, 0.1), right);
    for (const temperature of [0.097, 0.103]) {
      const wrong = steadyLaw(reducedLines(problem(1, temperature)), axisOf(right.edges), problem(1, temperature));
      expect(comparePair(wrong.finiteVolume, sample, right.edges, coarse).pValue).toBeLessThan(0.001);
    }
  });
});

const axisOf = (edges: Float64Array) => ({
  kind: 'log' as const,
  from: edges[0],
  to: edges.at(-1)!,
  cells: edges.length - 1,
});

describe('particles in the plane', () => {
  it('have the finite-volume law of w tanh(u x)', () => {
    // SGDFP_SCALE multiplies the records; 200, which makes 10⁵ values, takes minutes.
    const records = 10 * Number(process.env['SGDFP_SCALE'] ?? 1);
    const net = model({ parameters: ['u', 'w'], prediction: 'w*tanh(u*x)' });
    const data = law({ x: 'discrete([-3, -0.5, 0.5, 3])', e: 'normal(0, 1)', y: 'tanh(x) + e' });
    const sde = sgd(net, data, { temperature: 0.1 });
    const axes = ['u', 'w'].map((name) => axis(name, { kind: 'uniform', from: -3.2, to: 3.2, cells: 160 }));
    const { density } = stationaryOnGrid(discretise(sde, gridOf(axes)));
    // Both laws are the same at (−u, −w), and chains seldom cross: that half is folded onto u > 0.
    const folded = (theta: Float64Array): Float64Array => (theta[0] < 0 ? theta.map((x) => -x) : theta);
    const plane = planeLaw({ axes, mass: density!.mass.map((m, cell) => (cell < 80 * 160 ? 0 : m)) });
    const targets = plane.marginals.map((marginal) => ({ marginal, coarse: coarseEdges(marginal.finiteVolume, 50) }));
    const observables: Observable[] = targets.map(({ marginal: { variable, edges }, coarse }, k) => {
      const thresholds = coarse.filter((_, i) => i % 5 === 0 && i > 0).map((i) => edges[i]);
      return { name: variable, edges, thresholds, of: (theta) => folded(theta)[k] };
    });
    const cells = cellsObservable(plane.cells);
    const { value } = simulate({
      process: sdeProcess(sde, { method: 'euler', timeStep: 0.015 }),
      observables: [...observables, { ...cells, of: (theta) => cells.of(folded(theta)) }],
      plan: { burnIn: 2500, thin: 500 },
      start: {
        count: 100,
        seed: 4,
        initial: (stream, theta) => void theta.set([1 + 0.2 * nextNormal(stream), 1 + 0.2 * nextNormal(stream)]),
      },
      steps: 2500 + 500 * records,
    });
    const laws = value.observables.map(({ histogram, effective }) => binnedLaw('SDE', histogram, effective.size));
    targets.forEach(({ marginal: { finiteVolume, edges }, coarse }, k) => {
      const { pValue, effectiveSamples } = comparePair(finiteVolume, laws[k], edges, coarse);
      expect(effectiveSamples).toBeGreaterThan(30 * records);
      expect(pValue).toBeGreaterThan(0.01);
    });
    const counts = value.observables[2].histogram;
    const size = Math.min(...laws.slice(0, 2).map(({ effectiveSamples }) => effectiveSamples!));
    const pair = jointPair(plane.joint, binnedLaw('SDE', counts.subarray(1, counts.length - 1), size));
    expect(pair.totalVariation).toBeLessThan(1.3 * pair.totalVariationByChance);
  });
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
    const pairs = pairsOf([law, other, third], (a, b) => comparePair(a, b, edges, [0, 1, 2, 3, 4]));
    expect(pairs.map(({ left, right }) => left + right)).toEqual(['ab', 'ac', 'bc']);
    expect(pairs[0].totalVariation).toBeCloseTo(0.1, 14);
    expect(pairs[0].effectiveSamples).toBeCloseTo(100, 10);
    expect(pairs[1].pValue).toBe(1);
    expect(pairs[2].effectiveSamples).toBeCloseTo(75, 10);
    expect(jointPair(law, other)).toMatchObject({ left: 'a', right: 'b', effectiveSamples: 100 });
    expect(jointPair(law, other).totalVariation).toBeCloseTo(0.1, 14);
    expect(jointPair(law, law)).toMatchObject({ totalVariation: 0, totalVariationByChance: 0, effectiveSamples: null });
  });

  it('refuse nothing recorded and other cells', () => {
    expect(() => binnedLaw('SGD', [0, 0, 0], 3)).toThrow('compare: probabilities or counts of SGD, got a total of 0.');
    expect(() => comparePair(law, law, [0, 1], [0, 1])).toThrow('comparePair: two laws on the cells of the edges');
  });
});
