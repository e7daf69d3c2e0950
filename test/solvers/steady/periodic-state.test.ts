import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import { stationaryOfParameter } from '../../../solvers/steady/parameter-state.js';

const CIRCLE = { kind: 'periodic', from: 0, to: 2 * Math.PI } as const;
const noise = { z: 'normal(0, 1)', w: 'normal(0, 1)' };
const solve = (loss: string, temperature = 0.5, grid: Parameters<typeof stationaryOfParameter>[1] = {}) =>
  stationaryOfParameter(sgd(model({ parameters: ['t'], loss }), law(noise), { temperature }), {
    domain: CIRCLE,
    ...grid,
  });

/** Computed with scipy: Gauss–Legendre for the inner integrals, the trapezoidal rule around the circle. */
const CASES = {
  'a von Mises law': {
    loss: '-cos(t) + z*t',
    current: 0,
    mean: 3.14159265358979,
    variance: 7.48379024234093,
    points: [-0.4415039054223798, -2.1016406384522455, -5.927437208113374, -3.1282011200718993],
  },
  'a tilted cosine': {
    loss: '-cos(t) - 0.7*t + z*t',
    current: 0.02624545082043643,
    mean: 1.5529882632660696,
    variance: 2.621257713678475,
    points: [-0.7942913880333791, -0.6265392157609468, -2.0631973258179777, -4.078877728320173],
  },
  'a tilted cosine with multiplicative noise': {
    loss: '-cos(t) - 0.3*t + z*t + w*sin(t)',
    current: 0.0031167437452483088,
    mean: 2.317512507572403,
    variance: 5.610774557201361,
    points: [-0.7008074832450427, -0.8638024799076885, -3.3155976199178965, -3.170942528370852],
  },
};

describe('steady states on a circle', () => {
  for (const [name, { loss, current, mean, variance, points }] of Object.entries(CASES)) {
    it(`agree with scipy for ${name}`, () => {
      const state = solve(loss);
      const [component] = state.components;
      [0.3, 1, 2, 5].forEach((theta, i) => {
        expect(Math.abs(state.logDensityAt(theta) - points[i])).toBeLessThan(1e-12);
        expect(state.logDensityAt(theta - 2 * Math.PI)).toBeCloseTo(points[i], 11);
      });
      expect(component.current).toBeCloseTo(current, 14);
      expect(component.mean).toBeCloseTo(mean, 11);
      expect(component.variance).toBeCloseTo(variance, 10);
      expect(state.generator).toMatchObject({ recurrentClasses: 1 });
      expect(state.generator!.columnDefect).toBeLessThan(1e-14);
      expect(state.density!.mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    });
  }

  it('agree with the von Mises law itself', () => {
    // p ∝ exp(4 cos t); I₀(4) = 11.301921952136330.
    const state = solve('-cos(t) + z*t');
    for (const t of [0, 1.1, 3, 6]) {
      expect(state.logDensityAt(t)).toBeCloseTo(4 * Math.cos(t) - Math.log(2 * Math.PI * 11.30192195213633), 12);
    }
  });

  it('turn the current round with the tilt and keep it where it is tiny', () => {
    const up = solve('-cos(t) - 0.7*t + z*t', 0.01).components[0];
    const down = solve('-cos(t) + 0.7*t + z*t', 0.01).components[0];
    expect(up.current).toBeGreaterThan(0);
    expect(up.current! / -down.current! - 1).toBeCloseTo(0, 9);
    expect(up.mean + down.mean).toBeCloseTo(2 * Math.PI, 9);
    // Kramers: J ≈ √(U''(well)|U''(top)|)/2π · e^{−ΔU/D}, D = 0.005, to a few per cent.
    const [well, top] = [Math.asin(0.7), Math.PI - Math.asin(0.7)];
    const barrier = -Math.cos(top) - 0.7 * top + Math.cos(well) + 0.7 * well;
    const kramers = (Math.cos(well) / (2 * Math.PI)) * Math.exp(-barrier / 0.005);
    expect(Math.abs(up.current! / kramers - 1)).toBeLessThan(0.03);
  });

  it('are exact at the nodes of any grid, and second order in its masses', () => {
    const on = (cells: number) =>
      solve('-cos(t) - 0.7*t + z*t', 0.5, { grid: { kind: 'uniform', from: 0, to: 2 * Math.PI, cells } });
    const [coarse, fine] = [on(25), on(50)];
    expect(coarse.components[0].current).toBeCloseTo(fine.components[0].current!, 13);
    expect(coarse.density!.logDensity[3]).toBeCloseTo(coarse.logDensityAt((3.5 / 25) * 2 * Math.PI), 11);
    expect(coarse.generator!.steadyStateDefect / fine.generator!.steadyStateDefect).toBeGreaterThan(3.5);
  });

  it('are points where the noise vanishes with the drift', () => {
    const state = stationaryOfParameter(
      sgd(model({ parameters: ['t'], loss: '-cos(t)*z^2' }), law({ z: 'normal(0, 1)' }), { temperature: 0.5 }),
      { domain: CIRCLE },
    );
    expect(state.components.every(({ kind }) => kind === 'point')).toBe(true);
    expect(state.components.filter(({ name }) => name.includes('=')).map(({ name }) => name)).toEqual([
      't=0',
      't=3.14159',
    ]);
  });

  it('need a period, a grid once around, and noise where the drift crosses', () => {
    expect(() => solve('-cos(t) + 0.1*t^2 + z*t')).toThrow(/domain\.t: ends one period of the loss apart/);
    const grid = { kind: 'uniform', from: 0, to: 1, cells: 20 } as const;
    expect(() => solve('-cos(t) + z*t', 0.5, { grid })).toThrow(/grid\.t: a uniform axis from 0/);
    expect(() => solve('-cos(t) - 0.1*t + z*sin(t)')).toThrow(/noise everywhere on the circle/);
  });
});
