import { describe, expect, it } from 'vitest';
import { regressionMoments } from '../../../src/data/moments.js';
import { rows } from '../../../src/data/rows.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { stationaryOnLines } from '../../../solvers/steady/stationary.js';
import { againstClosedForm } from '../../../validation/against-closed-form.js';

/** y = x + ε with unit normal x and ε. */
const noisy: DiagonalLinearProblem = {
  depth: 1,
  width: 1,
  alpha: [2, 2, 3],
  beta: [1, 1],
  delta: 2,
  temperature: 0.1,
  weightDecay: 0,
  learningRate: null,
  modifiedLoss: false,
};
/** y = 1.2 x exactly. */
const interpolating = { ...noisy, alpha: [2, 2.4, 2.88], beta: [1, 1.2], delta: 0 } as const;
/** Label noise with x = ±1. */
const labelNoise = { ...noisy, alpha: [0, 0, 1], beta: [1, 1], delta: 0 } as const;
/** y = 1.2 x − 0.3/x, the case of Eq. (108): noise vanishes at v = 1.2, where the loss does not. */
const reciprocal = (() => {
  const x = [0.5, 0.8, 1, 1.3, 2];
  const { alpha, beta, delta } = regressionMoments(rows({ x, y: x.map((t) => 1.2 * t - 0.3 / t) }));
  return { ...noisy, alpha, beta, delta, temperature: 0.05 };
})();

const solve = (p: DiagonalLinearProblem) => stationaryOnLines(reducedLines(p), 'auto');
const names = (p: DiagonalLinearProblem) => solve(p).components.map(({ name, kind }) => `${name}: ${kind}`);

describe('steady states against closed forms', () => {
  const problems: Record<string, DiagonalLinearProblem> = {
    'depth 0': { ...noisy, depth: 0 },
    'depth 0 with decay': { ...noisy, depth: 0, weightDecay: 0.3 },
    'depth 0, modified loss': { ...noisy, depth: 0, learningRate: 0.1, modifiedLoss: true },
    'depth 1 with decay': { ...noisy, weightDecay: 0.3 },
    'depth 1, modified loss': { ...noisy, learningRate: 0.4, modifiedLoss: true },
    'depth 1, modified loss of the paper': { ...noisy, modifiedLoss: 'paper' },
    'depth 1, negative slope': { ...noisy, alpha: [2, -2, 3], beta: [1, -1] },
    'depth 1, label noise': labelNoise,
    'depth 3, label noise': { ...labelNoise, depth: 3 },
    'depth 5, width 4': { ...noisy, depth: 5, width: 4 },
    'interpolation with decay, depth 0': { ...interpolating, depth: 0, weightDecay: 0.3 },
    'interpolation with decay, depth 1': { ...interpolating, weightDecay: 0.3 },
    'reciprocal, depth 0': { ...reciprocal, depth: 0 },
    'reciprocal, depth 1': reciprocal,
  };
  for (const [name, problem] of Object.entries(problems)) {
    it(name, () => {
      const state = solve(problem);
      const judged = againstClosedForm(problem, state);
      expect(judged, 'a closed form applies').toMatchObject({ match: { maxLogError: expect.any(Number) as number } });
      if (judged === null || typeof judged === 'string') return;
      expect(judged.match.maxLogError).toBeLessThan(1e-10);
      expect(state.generator?.columnDefect).toBeLessThan(1e-14);
      expect(state.generator?.smallestRate).toBeGreaterThanOrEqual(0);
    });
  }
});

it('a closed form whose quadrature fails is told, not thrown', () => {
  const state = solve(noisy);
  expect(againstClosedForm({ ...noisy, depth: 3, temperature: 1e-300 }, state)).toMatch(
    /could not be evaluated: .*peak/,
  );
});

describe('components', () => {
  it('reports v>0 as a density below T_c and as a point mass with its exponent above', () => {
    expect(names(noisy)).toEqual(['v>0: density', 'v<0: point', 'v=0: point']);
    for (const temperature of [1 / 3, 0.5, 300]) {
      const state = solve({ ...noisy, temperature });
      const positive = state.components.find(({ name }) => name === 'v>0');
      expect(positive).toMatchObject({ kind: 'point', normalisable: false, support: [0, 0], mean: 0 });
      // p ~ v^{β₂/(2Tα₃) − 3/2}
      expect(positive?.originExponent).toBeCloseTo(1 / (6 * temperature) - 1.5, 12);
      expect(state.density).toBeNull();
    }
  });

  it('collapses v<0 at every temperature and depth ≥ 1 when β₂ > 0, and v>0 when β₂ < 0', () => {
    for (const depth of [1, 2, 3, 7]) {
      for (const temperature of [1e-6, 0.1, 1e3]) {
        const negative = solve({ ...noisy, depth, temperature }).components.find(({ name }) => name === 'v<0');
        expect(negative).toMatchObject({ kind: 'point', normalisable: false });
        expect(negative?.reason).toMatch(/not integrable/);
      }
    }
    expect(names({ ...noisy, beta: [1, -1], alpha: [2, -2, 3] })).toEqual(['v<0: density', 'v>0: point', 'v=0: point']);
  });

  it('has a sparse phase at depth 1 only: deeper nets keep a density at any temperature', () => {
    expect(names({ ...noisy, depth: 2, temperature: 50 })[0]).toBe('v>0: density');
  });

  it('loses the density at depth ≥ 2 with any weight decay', () => {
    const state = solve({ ...noisy, depth: 2, weightDecay: 1e-3 });
    expect(state.components.every(({ kind }) => kind === 'point')).toBe(true);
    expect(state.components[1].reason).toMatch(/exp\(\+c·\|v\|\^−0\.667\) at 0/);
  });

  it('gives the whole weight to the one component of depth 0', () => {
    const [component, ...others] = solve({ ...noisy, depth: 0 }).components;
    expect(others).toEqual([]);
    expect(component).toMatchObject({
      name: 'class-1',
      weight: 1,
      kind: 'density',
      boundary: { lower: 'natural', upper: 'natural' },
    });
    expect(component.tailExponent).toBeCloseTo(-2 - 1 / 0.2, 9);
  });

  it('says natural at 0 and entrance at ∞ for depth 1', () => {
    expect(solve(noisy).components[0].boundary).toEqual({ lower: 'natural', upper: 'entrance' });
  });

  it('makes the interpolating solution a point without decay, on both sides of it', () => {
    const cold = solve({ ...interpolating, temperature: 0.05 });
    expect(cold.density).toBeNull();
    expect(cold.components.find(({ name }) => name === '0<v<1.2')).toMatchObject({ kind: 'point', mean: 1.2 });
    expect(cold.components.find(({ name }) => name === 'v=1.2')).toMatchObject({ kind: 'point' });
    // Above T_c = β₁/(α₁k) both 0 and k absorb.
    const hot = solve({ ...interpolating, temperature: 1 });
    expect(hot.warnings.join()).toMatch(/both ends absorb/);
  });

  it('leaves the interval that the drift carries away', () => {
    const state = solve({ ...reciprocal, depth: 0 });
    expect(state.components.map(({ name }) => name)).toEqual(['v<1.2']);
    expect(state.warnings.join()).toMatch(/v>1\.2 is left for good/);
  });
});

describe('temperatures from 10⁻⁶ T_c to 10³ T_c on the automatic grid', () => {
  for (const depth of [0, 1, 2, 3, 7]) {
    it(`depth ${depth}`, () => {
      for (let exponent = -6; exponent <= 3; exponent++) {
        const state = solve({ ...noisy, depth, temperature: 10 ** exponent / 3 });
        if (depth === 1 && exponent >= 0) continue;
        expect(state.components[0].kind).toBe('density');
        const mass = state.density?.mass ?? new Float64Array();
        expect(Math.abs(mass.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-10);
        // The heaviest cell holds little: the peak is resolved.
        expect(mass.reduce((a, b) => Math.max(a, b), 0)).toBeLessThan(0.25);
        expect(state.generator?.steadyStateDefect).toBeLessThan(1e-9);
      }
    });
  }

  it('solves right up to T_c, where quantiles underflow and are said to', () => {
    const state = solve({ ...noisy, temperature: 0.33333 });
    expect(state.components[0].kind).toBe('density');
    expect(state.warnings.join()).toMatch(/quantile 0\.5 underflows to 0/);
  });
});

describe('a grid of the user', () => {
  it('tabulates both signs and reports what lies outside', () => {
    const state = stationaryOnLines(reducedLines(noisy), { kind: 'signed-log', from: 1e-6, to: 2, cells: 400 });
    expect(state.warnings.join()).toMatch(/of the mass of v>0 lies outside the grid/);
    const { axis, mass, logDensity } = state.density ?? { axis: null, mass: [], logDensity: [] };
    expect(axis?.edges[200]).toBe(0);
    expect(mass[10]).toBe(0);
    expect(logDensity[10]).toBe(-Infinity);
    expect(logDensity[300]).toBeGreaterThan(-10);
  });
  it('says when no cell lies where the density is', () => {
    const state = stationaryOnLines(reducedLines(noisy), { kind: 'uniform', from: -2, to: -1, cells: 10 });
    expect(state.warnings.join()).toMatch(/no cell lies in v>0/);
  });
});
