import { describe, expect, it } from 'vitest';
import { evolve } from '../../../solvers/evolve/evolve.js';
import { evolveRamp } from '../../../solvers/evolve/ramp.js';
import {
  densityOf,
  fitted,
  gaussian,
  lineGenerator,
  ornsteinUhlenbeck,
  pointMass,
  uniformCells,
} from '../hand-built.js';

const cells = uniformCells(-7, 7, 200);
/** dx = −x dt + √(2(½ + ½t)) dW, whose variance obeys s' = −2s + 1 + t. */
const ramp = (t: number) =>
  fitted(
    cells,
    () => 0.5 + 0.5 * t,
    (x) => -(x * x) / (1 + t),
  );
const variance = (t: number, s0: number) => 0.25 + t / 2 + (s0 - 0.25) * Math.exp(-2 * t);

describe('evolveRamp', () => {
  it('agrees with the exponential where nothing changes', () => {
    const generator = ornsteinUhlenbeck(cells);
    const start = densityOf(generator, cells, (x) => gaussian(x, 1, 0.3));
    const exact = evolve(generator, start, [0.3, 2]).value;
    for (const tolerance of [1e-5, 1e-7]) {
      const { value, outcome } = evolveRamp(() => generator, start, [0.3, 2], { tolerance });
      expect(outcome).toBe('converged');
      value.frames.forEach((frame, k) => {
        const distance = frame.density.mass.reduce((s, m, i) => s + Math.abs(m - exact.frames[k].density.mass[i]), 0);
        expect(distance).toBeLessThan(60 * tolerance);
      });
      expect(value.massError).toBeLessThan(1e-12);
    }
  });

  it('follows the variance of a warming well', () => {
    const start = densityOf(ramp(0), cells, (x) => gaussian(x, 0, 0.5));
    const { value } = evolveRamp(ramp, start, [0.5, 1], { tolerance: 1e-7 });
    const moment = (mass: Float64Array) => mass.reduce((s, m, i) => s + m * cells.x[i] ** 2, 0);
    for (const { time, density } of value.frames) {
      expect(moment(density.mass)).toBeCloseTo(variance(time, moment(start.mass)), 3);
    }
  });

  it('is stable for stiff chains and starts from a point', () => {
    const generator = lineGenerator([1e9, 2, 1e7, 0], [1e8, 3, 2e7, 0]);
    const { value, stats } = evolveRamp(() => generator, pointMass(generator, 0), [1], { tolerance: 1e-6 });
    const exact = evolve(generator, pointMass(generator, 0), [1]).value;
    value.frames[0].density.mass.forEach((m, i) => {
      expect(Math.abs(m - exact.frames[0].density.mass[i])).toBeLessThan(1e-5);
    });
    expect(stats.steps).toBeLessThan(2000);
  });

  it('says when the step limit stopped it, and refuses bad input', () => {
    const start = densityOf(ramp(0), cells, (x) => gaussian(x, 0, 0.5));
    const run = evolveRamp(ramp, start, [0, 1], { stepLimit: 3 });
    expect(run.outcome).toBe('step-limit');
    expect(run.message).toMatch(/by the limit of 3 steps/);
    expect(run.value.frames).toHaveLength(1);
    expect(() => evolveRamp(ramp, start, [1], { tolerance: NaN })).toThrow(/evolveRamp: a tolerance > 0, got NaN/);
    const shrinking = (t: number) => (t === 0 ? ramp(0) : lineGenerator([1, 0], [1, 0]));
    expect(() => evolveRamp(shrinking, start, [1])).toThrow(/the same grid at all times, got 2 cells/);
  });
});
