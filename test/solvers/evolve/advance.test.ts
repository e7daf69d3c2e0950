import { describe, expect, it } from 'vitest';
import { advance, errorBound } from '../../../solvers/evolve/advance.js';
import { propagator } from '../../../solvers/evolve/propagator.js';
import { tridiagonal } from '../../../src/num/tridiagonal.js';
import { chainOf, distanceTo, gaussian, ornsteinUhlenbeck, uniformCells } from '../hand-built.js';

const cells = uniformCells(-14, 14, 1400);
const p = propagator(tridiagonal(ornsteinUhlenbeck(cells).rates));
const start = (x0: number): Float64Array => {
  const mass = new Float64Array(cells.n);
  mass[cells.x.findIndex((x) => x >= x0)] = 1;
  return mass;
};
const distance = (a: Float64Array, b: Float64Array): number => a.reduce((s, v, i) => s + Math.abs(v - b[i]), 0);
const control = () => ({
  tolerance: 1e-11,
  floor: -1e-15,
  stepLimit: 1000,
  totals: { steps: 0, error: 0, corrected: 0 },
});

describe('errorBound', () => {
  it('grows like exp(d²/4) with the distance from equilibrium', () => {
    const ratio = errorBound(p, start(8)) / errorBound(p, start(6));
    expect(Math.log(ratio)).toBeCloseTo((64 - 36) / 4, 0);
    expect(errorBound(p, start(0))).toBeLessThan(1e-14);
  });

  it('bounds the error of one long step', () => {
    for (const [x0, time] of [
      [0, 1],
      [6, 0.3],
      [6, 1],
      [9, 1],
    ]) {
      const mass = start(x0);
      const bound = errorBound(p, mass);
      const steps = mass.slice();
      for (let k = 0; k < 64; k++) p.step(time / 64, steps);
      p.step(time, mass);
      expect(distance(mass, steps)).toBeLessThan(bound + 1e-13);
      // From nine standard deviations a single step is wrong by more than 10⁻⁹, with no negative mass to show for it.
      if (x0 === 9) expect(distance(mass, steps)).toBeGreaterThan(1e-9);
    }
  });

  it('is infinite without detailed balance', () => {
    const oneWay = propagator(chainOf([1, 0], [0, 0]));
    expect(errorBound(oneWay, Float64Array.of(1, 0))).toBe(Infinity);
  });
});

describe('advance', () => {
  it('takes one step near equilibrium, for any time', () => {
    for (const time of [1e-3, 1, 1e6]) {
      const run = control();
      expect(advance(p, start(0), time, run)).toBe(true);
      expect(run.totals.steps).toBe(1);
    }
  });

  it.each([3, 9, 13.9])('is accurate from %d standard deviations away', (x0) => {
    for (const time of [0.01, 0.5, 20]) {
      const mass = start(x0);
      const fine = mass.slice();
      for (let k = 0; k < 200; k++) p.step(time / 200, fine);
      const run = control();
      expect(advance(p, mass, time, run)).toBe(true);
      expect(distance(mass, fine)).toBeLessThan(2e-12);
      expect(Math.min(...mass)).toBeGreaterThan(-1e-15);
      expect(run.totals.steps).toBeLessThan(100);
    }
    const mass = start(x0);
    advance(p, mass, 30, control());
    expect(distanceTo(cells, mass, (x) => gaussian(x, 0, 1))).toBeLessThan(1e-5);
  });

  it('stops at the step limit', () => {
    const run = { ...control(), stepLimit: 5 };
    expect(advance(p, start(13.9), 1, run)).toBe(false);
    expect(run.totals.steps).toBeLessThanOrEqual(5);
  });
});
