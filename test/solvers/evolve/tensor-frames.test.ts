import { describe, expect, it } from 'vitest';
import { cumulativeOf, pointAt } from '../../../src/data/cumulative.js';
import { grid } from '../../../src/grid/grid.js';
import type { Sde } from '../../../src/sde/sde.js';
import { nodeWarnings, tensorFrames } from '../../../solvers/evolve/tensor-frames.js';
import {
  evolveStages,
  stagesInSteps,
  type StagedRun,
  type TensorStage,
} from '../../../solvers/evolve/tensor-stages.js';
import { Interrupted } from '../../../solvers/steps.js';
import { startOnGrid, type TensorStart } from '../../../solvers/evolve/tensor-start.js';
import { distance, linearSde } from '../plane-problems.js';

const gaussian: TensorStart = {
  kind: 'product',
  text: 'a law',
  laws: [cumulativeOf('normal(0.5, 0.3)', 'u'), cumulativeOf('normal(-0.5, 0.3)', 'w')],
};
/** Relaxes with rates 1 and 2, noise `heat`. */
const relaxing = (heat: number): Sde =>
  linearSde(
    [
      [-1, 0],
      [0, -2],
    ],
    [heat, 0, 0, heat],
  );
const constant = (sde: Sde, until = Infinity): TensorStage => ({ until, ramp: false, sdeAt: () => sde });
const axes = (n: number, half = 2.5) => [
  { kind: 'uniform', from: -half, to: half, cells: n } as const,
  { kind: 'uniform', from: -half, to: half, cells: 1.5 * n } as const,
];

describe('tensorFrames', () => {
  it('gives moments, products, entropies and the checks of every frame', () => {
    const times = [0, 0.5, 8];
    const run = tensorFrames([constant(relaxing(0.1))], gaussian, { times, axes: axes(48), products: [['u', 'w']] });
    expect(run.warnings).toEqual([]);
    expect(run.massError).toBeLessThan(1e-12);
    expect(run.smallestMass).toBeGreaterThanOrEqual(0);
    const [start, middle, late] = run.frames;
    expect(start.moments['u'].mean).toBeCloseTo(0.5, 6);
    expect(start.moments['u'].variance).toBeCloseTo(0.09, 5);
    expect(middle.moments['w'].mean).toBeCloseTo(-0.5 * Math.exp(-1), 2);
    expect(middle.moments['u'].variance).toBeCloseTo(0.09 * Math.exp(-1) + 0.1 * (1 - Math.exp(-1)), 2);
    expect(middle.moments['u*w'].mean).toBeCloseTo(-0.25 * Math.exp(-1.5), 2);
    expect(start.positive['u*w']).toBeLessThan(0.12);
    expect(late.positive['u*w']).toBeCloseTo(0.5, 3);
    const entropies = run.frames.map(({ relativeEntropy }) => relativeEntropy!);
    expect(entropies[0]).toBeGreaterThan(entropies[1]);
    expect(entropies[2]).toBeLessThan(1e-6);
    // Independent normals: ln(2πe) + ½ ln(σ²τ²).
    expect(late.entropy).toBeCloseTo(Math.log(2 * Math.PI * Math.E) + 0.5 * Math.log(0.1 * 0.05), 2);
    expect(late.components).toEqual([{ name: 'class-1', weight: expect.closeTo(1, 12) }]);
    expect(late.atEdge['u']).toBeLessThan(1e-9);
  });

  it('chooses a box that holds the start and what becomes of it, with nodes off u = ±w', () => {
    const start: TensorStart = { kind: 'product', text: '', laws: [pointAt(1.5), pointAt(0.1)] };
    const run = tensorFrames([constant(relaxing(0.02))], start, { times: [0, 1], axes: [null, null] });
    const [u, w] = run.grid.axes;
    expect(u.edges[0]).toBe(-u.edges[u.cells]);
    expect(u.edges[u.cells]).toBeGreaterThan(1.5);
    expect(u.edges[u.cells]).toBeLessThan(4);
    expect([u.cells, w.cells]).toEqual([128, 192]);
    expect(run.frames[0].moments['u'].mean).toBeCloseTo(1.5, 12);
    expect(run.warnings).toEqual([]);
  });

  it('refuses a start outside the grid unless it may be left out, and speaks of edges and narrow laws', () => {
    const stages = [constant(relaxing(0.1))];
    const small = { times: [0.1], axes: axes(20, 0.5) };
    expect(() => tensorFrames(stages, gaussian, small)).toThrow(
      /grid: axes u, w that hold the initial density, got 0\.7\d+ of it outside/,
    );
    const run = tensorFrames(stages, gaussian, { ...small, allowOutside: true });
    expect(run.warnings.join()).toMatch(/0\.7\d+ of the initial density lies outside; it is left out/);
    expect(run.warnings.join()).toMatch(
      /grid\.u: .* of the mass lies in the outermost cells at t = 0\.1, which reflect/,
    );
    expect(run.frames[0].mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    const coarse = tensorFrames(stages, gaussian, { times: [0], axes: axes(12, 3) });
    expect(coarse.warnings.join()).toMatch(/at t = 0 the density is narrower than a cell and a half/);
    expect(() =>
      tensorFrames(
        [
          constant(
            linearSde(
              [
                [2, 0],
                [0, 2],
              ],
              [1, 0, 0, 1],
            ),
          ),
        ],
        gaussian,
        { times: [5], axes: [null, null] },
      ),
    ).toThrow(/grid: axes, as the mass does not stay within ±64/);
    expect(() => tensorFrames(stages, gaussian, { times: [-1], axes: axes(20) })).toThrow(/finite output times/);
  });

  it('speaks of nodes on u = ±w under a rescaling symmetry', () => {
    const spoken = (n: number): string[] => nodeWarnings(grid({ u: [-2, 2, 8], w: [-2, 2, n] }), [['u', 'w']]);
    expect(spoken(8).join()).toMatch(/nodes lie on u = ±w, which SGD does not leave/);
    expect(spoken(12)).toEqual([]);
  });
});

describe('evolveStages', () => {
  const plane = grid({ u: [-2.5, 2.5, 30], w: [-2.5, 2.5, 32] });
  const { mass } = startOnGrid(gaussian, plane);

  it('is a product of exponentials under a schedule of steps', () => {
    const stages = [constant(relaxing(0.3), 0.4), constant(relaxing(0.05), 2)];
    const { masses, limit, rampError } = evolveStages(stages, plane, mass, { times: [0, 0.2, 0.4, 1] });
    const before = evolveStages([constant(relaxing(0.3))], plane, mass, { times: [0.4] }).masses[0];
    const after = evolveStages([constant(relaxing(0.05))], plane, before, { times: [0.6] });
    expect(masses[0]).toEqual(mass);
    expect(distance(masses[2], before)).toBeLessThan(1e-11);
    expect(distance(masses[3], after.masses[0])).toBeLessThan(1e-11);
    expect(distance(limit!.mass, after.limit!.mass)).toBeLessThan(1e-12);
    expect(rampError).toBe(0);
  });

  it('gives the frames of the stages before the one in which it is stopped', () => {
    const ramp: TensorStage = { until: 2, ramp: true, sdeAt: (t) => relaxing(0.1 + 0.3 * t) };
    const stages = [constant(relaxing(0.3), 0.4), ramp];
    const times = [0, 0.2, 0.4, 1];
    const whole = evolveStages(stages.slice(0, 1), plane, mass, { times: [0, 0.2, 0.4] });
    const steps = stagesInSteps(stages, plane, mass, { times });
    let step = steps.next();
    while (!step.done && !step.value.words.includes('ramp')) step = steps.next();
    step = steps.throw(new Interrupted());
    const { value } = step as { value: StagedRun };
    expect(value).toMatchObject({ stopped: true, times: [0, 0.2, 0.4], limit: null, rampError: 0 });
    value.masses.forEach((m, i) => expect(distance(m, whole.masses[i])).toBeLessThan(1e-11));
    expect(value.massError).toBeLessThan(1e-12);
    // In the first stage, the start is all that is known.
    const start = stagesInSteps([ramp], plane, mass, { times: [0, 1] });
    start.next();
    expect(start.throw(new Interrupted()).value).toMatchObject({ times: [0], masses: [mass], methods: [] });
    const nothing = stagesInSteps([ramp], plane, mass, { times: [1] });
    nothing.next();
    expect(() => nothing.throw(new Interrupted())).toThrow(/interrupted before/);
  });

  it('does without a limit whose elimination takes more memory than allowed', () => {
    const stages = [constant(relaxing(0.3), 1)];
    const [allowed, refused] = [4e9, 1e5].map((memoryLimit) =>
      evolveStages(stages, plane, mass, { times: [1], memoryLimit }),
    );
    expect([allowed.limit === null, refused.limit]).toEqual([false, null]);
    expect(distance(allowed.masses[0], refused.masses[0])).toBeLessThan(1e-11);
  });

  it('follows a ramp of the noise to the error that it tells', () => {
    // dΣ/dt = −2Σ + 2(0.1 + 0.3t) along u: Σ(t) = 0.3t − 0.05 + (Σ₀ + 0.05)e^{−2t}.
    const stage: TensorStage = { until: 1, ramp: true, sdeAt: (t) => relaxing(0.1 + 0.3 * t) };
    const fine = grid({ u: [-3, 3, 64], w: [-3, 3, 16] });
    const start = startOnGrid(gaussian, fine).mass;
    const run = evolveStages([stage], fine, start, { times: [0.5, 1] });
    expect(run.rampError).toBeGreaterThan(0);
    expect(run.rampError).toBeLessThan(1e-3);
    expect(run.massError).toBeLessThan(1e-12);
    const { centres } = fine.axes[0];
    const moment = (m: Float64Array, f: (u: number) => number): number =>
      m.reduce((sum, x, cell) => sum + x * f(centres[Math.floor(cell / 16)]), 0);
    const mean = moment(run.masses[1], (u) => u);
    expect(moment(run.masses[1], (u) => (u - mean) ** 2)).toBeCloseTo(0.25 + 0.14 * Math.exp(-2), 2);
  });
});
