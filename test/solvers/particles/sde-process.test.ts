import { describe, expect, it } from 'vitest';
import type { Sde } from '../../../src/sde/sde.js';
import { createChains } from '../../../solvers/particles/chains.js';
import { observedOrder, studyOrder } from '../../../solvers/particles/order-study.js';
import { sdeProcess, sdeStep, type SdeMethod } from '../../../solvers/particles/sde-process.js';

/** Geometric Brownian motion dx = μx dt + σx dW. */
const gbm = (mu: number, sigma: number): Sde => ({
  names: ['x'],
  drift: (at, out) => void (out[0] = mu * at[0]),
  diffusion: (at, out) => void (out[0] = 0.5 * (sigma * at[0]) ** 2),
});

describe('orders on geometric Brownian motion', () => {
  it.each<[SdeMethod, number, number]>([
    ['euler', 0.5, 1],
    ['milstein', 1, 1],
    ['log', 1, 1],
  ])('%s: strong %d, weak %d', (method, strong, weak) => {
    const [mu, sigma] = [0.8, 1];
    const orders = studyOrder({
      step: sdeStep(gbm(mu, sigma), method),
      start: 1,
      time: 1,
      exact: (w) => Math.exp(mu - 0.5 * sigma * sigma + sigma * w),
      steps: [16, 32, 64, 128, 256],
      paths: 4000,
      seed: 1,
    });
    if (method === 'log') {
      // Noise alone is exact in ln x to Padé's order and the drift is constant there: far below the others at any step.
      expect(orders.strong[0]).toBeLessThan(2e-3);
      return;
    }
    expect(Math.abs(orders.strongOrder - strong)).toBeLessThan(0.1);
    expect(Math.abs(orders.weakOrder - weak)).toBeLessThan(0.15);
  });

  it('log: strong and weak 1 where noise and drift vary with ln x', () => {
    // x = exp(½ sinh W), so that y = ln x has dy = ½y dt + ½√(1 + 4y²) dW.
    const sde: Sde = {
      names: ['x'],
      drift: (at, out) => {
        const y = Math.log(at[0]);
        out[0] = at[0] > 0 ? at[0] * (0.5 * y + 0.125 * (1 + 4 * y * y)) : 0;
      },
      diffusion: (at, out) => {
        out[0] = at[0] > 0 ? 0.125 * at[0] ** 2 * (1 + 4 * Math.log(at[0]) ** 2) : 0;
      },
    };
    const step = sdeStep(sde, 'log');
    const exact = (w: number): number => Math.exp(0.5 * Math.sinh(w));
    const orders = studyOrder({ step, start: 1, time: 0.5, exact, steps: [16, 32, 64, 128], paths: 4000, seed: 2 });
    expect(Math.abs(orders.strongOrder - 1)).toBeLessThan(0.15);
    expect(Math.abs(orders.weakOrder - 1)).toBeLessThan(0.35);
  });

  it('observes an order without an exact value', () => {
    expect(observedOrder([1 + 0.16, 1 + 0.04, 1 + 0.01], 2)).toBeCloseTo(2, 10);
    expect(observedOrder([1, 2, 1], 2)).toBeNaN();
  });
});

describe('several coordinates', () => {
  it('moves along the one direction of a rank-one noise, and not off it', () => {
    // D = ½·bbᵀ with b = (w, u): the difference u² − w² is kept up to O(dt).
    const sde: Sde = {
      names: ['u', 'w'],
      drift: (_, out) => void out.fill(0),
      diffusion: (at, out) => {
        const [u, w] = Array.from(at);
        out.set([0.5 * w * w, 0.5 * u * w, 0.5 * u * w, 0.5 * u * u]);
      },
    };
    const theta = Float64Array.of(1e-3, 2);
    const step = sdeStep(sde, 'euler');
    step(theta, 0.01, Float64Array.of(0.1, 5));
    expect(theta[0]).toBeCloseTo(1e-3 + 2 * 0.1, 12);
    expect(theta[1]).toBeCloseTo(2 + 1e-3 * 0.1, 12);
  });

  it('has the covariance asked for', () => {
    const D = [1, 0.6, 0.2, 0.6, 2, -0.3, 0.2, -0.3, 0.5];
    const sde: Sde = { names: ['a', 'b', 'c'], drift: (_, out) => void out.fill(0), diffusion: (_, out) => out.set(D) };
    const process = sdeProcess(sde, { method: 'euler', timeStep: 0.01 });
    const n = 20_000;
    const chains = createChains(process, { count: n, seed: 3, initial: () => undefined });
    process.advance(chains, 25);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += chains.theta[i * n + k] * chains.theta[j * n + k];
        expect(Math.abs(sum / n - 2 * 0.25 * D[3 * i + j])).toBeLessThan(0.04);
      }
    }
  });
});

describe('chains', () => {
  it('that blow up are lost at their step, wherever the run is cut', () => {
    const sde: Sde = {
      names: ['x'],
      drift: (at, out) => void (out[0] = at[0] ** 3),
      diffusion: (_, out) => void (out[0] = 0.5),
    };
    const process = sdeProcess(sde, { method: 'euler', timeStep: 0.1 });
    const lost = [[60], [1, 9, 50]].map((chunks) => {
      const chains = createChains(process, { count: 20, seed: 1, initial: () => undefined });
      for (const steps of chunks) {
        process.advance(chains, steps);
        chains.step += steps;
      }
      return Array.from(chains.lost);
    });
    expect(lost[0]).toEqual(lost[1]);
    expect(lost[0].some((step) => step > 0)).toBe(true);
  });

  it('keep their sign with "log" where Euler does not', () => {
    const sde: Sde = {
      names: ['v'],
      drift: (at, out) => void (out[0] = -4 * at[0] * (at[0] - 1)),
      diffusion: (at, out) => void (out[0] = 0.8 * at[0] ** 2 * (2 * at[0] ** 2 - 4 * at[0] + 3)),
    };
    const smallest = (method: SdeMethod): number => {
      const process = sdeProcess(sde, { method, timeStep: 0.1 });
      const chains = createChains(process, { count: 500, seed: 8, initial: (_, x) => void (x[0] = 1) });
      process.advance(chains, 100);
      return chains.theta.reduce((least, v) => Math.min(least, v), Infinity);
    };
    expect(smallest('log')).toBeGreaterThan(0);
    expect(smallest('euler')).toBeLessThan(0);
  });
});

describe('wrong input', () => {
  const plane: Sde = {
    names: ['a', 'b'],
    drift: (_, out) => void out.fill(0),
    diffusion: (_, out) => out.set([1, 2, 2, 1]),
  };
  const line = gbm(0, 1);
  const start = { count: 1, seed: 0, initial: () => undefined };
  it.each<[string, () => unknown]>([
    ['particles.method: one of euler, milstein, log, got "rk4"', () => sdeStep(line, 'rk4' as SdeMethod)],
    ['particles.method: one of euler', () => sdeStep(line, 'toString' as SdeMethod)],
    ['an SDE with one coordinate for "milstein"', () => sdeStep(plane, 'milstein')],
    ['an SDE with one coordinate for "log"', () => sdeStep(plane, 'log')],
    ['a fixed point at 0', () => sdeStep({ ...line, drift: (_, out) => void (out[0] = 1) }, 'log')],
    ['particles.timeStep: a positive number', () => sdeProcess(line, { method: 'euler', timeStep: -1 })],
    [
      'sde.diffusion: a positive semi-definite matrix',
      () => sdeStep(plane, 'euler')(new Float64Array(2), 1, new Float64Array(2)),
    ],
    [
      'particles.count: a positive number of particles up to 100000000, got 0',
      () => createChains(sdeProcess(line, { method: 'euler', timeStep: 1 }), { ...start, count: 0 }),
    ],
    [
      'particles.initial: finite coordinates',
      () =>
        createChains(sdeProcess(line, { method: 'euler', timeStep: 1 }), {
          ...start,
          initial: (_, x) => void (x[0] = NaN),
        }),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(message);
  });
});
