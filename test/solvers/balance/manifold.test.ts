import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { balanceSystem } from '../../../solvers/balance/balance-system.js';
import { orbitSolver } from '../../../solvers/balance/balance-point.js';
import { exponentialSymmetry } from '../../../solvers/balance/exponential-symmetry.js';
import { traceManifold } from '../../../solvers/balance/manifold.js';
import { noisyLine, systemOf } from './problems.js';

const names = ['u', 'w'];
const window = { lower: [-2, -2], upper: [2, 2] } as const;
const rescaling = exponentialSymmetry(
  [
    [1, 0],
    [0, -1],
  ],
  names,
);

describe('traceManifold', () => {
  it('finds both diagonals of u·w·x, clipped to the window, and the two best points', () => {
    const { system } = systemOf('u*w*x', names);
    const { value, outcome } = traceManifold(system, rescaling, orbitSolver(system, rescaling), {
      lower: [-2, -1.5],
      upper: [2, 2],
    });
    expect(outcome).toBe('converged');
    const points = value.curves.flatMap(({ points }) =>
      Array.from({ length: points.length / 2 }, (_, i) => [points[2 * i], points[2 * i + 1]]),
    );
    for (const [u, w] of points) expect(Math.abs(Math.abs(u) - Math.abs(w))).toBeLessThan(1e-13 * (Math.abs(u) + 1e-3));
    // Lengths of the two diagonals inside the window: √2·3.5 each, up to the fixed point at 0.
    const length = value.curves.reduce((sum, { points }) => {
      for (let i = 2; i < points.length; i += 2)
        sum += Math.hypot(points[i] - points[i - 2], points[i + 1] - points[i - 1]);
      return sum;
    }, 0);
    expect(length).toBeCloseTo(2 * Math.SQRT2 * 3.5, 4);
    expect(Math.max(...points.map(([u]) => u))).toBeCloseTo(2, 12);
    expect(Math.min(...points.map(([, w]) => w))).toBeCloseTo(-1.5, 12);
    const minima = value.minima.map(({ theta }) => [...theta]).sort(([a], [b]) => a - b);
    expect(minima.length).toBe(2);
    for (const [u, w] of minima) expect(u * w).toBeCloseTo(1.2, 12);
  });

  it('closes the circle of a scale symmetry with decay', () => {
    const text = { parameters: names, loss: '(x*u/sqrt(u^2+w^2) - y)^2 + (x*w/sqrt(u^2+w^2) - e)^2' };
    const system = balanceSystem(model(text), noisyLine, { temperature: 0.1, weightDecay: 0.2 });
    const A = exponentialSymmetry(
      [
        [1, 0],
        [0, 1],
      ],
      names,
    );
    const { value } = traceManifold(system, A, orbitSolver(system, A), window);
    expect(value.curves.length).toBe(1);
    expect(value.curves[0].closed).toBe(true);
    const solver = orbitSolver(system, A);
    const { points } = value.curves[0];
    for (let i = 0; i < points.length; i += 2) {
      const rate = solver.rate([points[i], points[i + 1]]);
      expect(Math.abs(rate.value)).toBeLessThan(1e-12 * rate.size);
    }
    expect(value.minima.length).toBe(1);
    // E ℓ = const − 2·1.2·u/|θ|: the best direction is u > 0, w = 0.
    expect(value.minima[0].theta[1]).toBeCloseTo(0, 9);
    expect(value.minima[0].theta[0]).toBeGreaterThan(0);
  });

  it('bends where weight decay and unequal rates compete', () => {
    const A = exponentialSymmetry(
      [
        [1, 0],
        [0, -2],
      ],
      names,
    );
    const system = balanceSystem(model({ parameters: names, prediction: 'u*u*w*x' }), noisyLine, {
      temperature: 0.2,
      weightDecay: 0.1,
    });
    const solver = orbitSolver(system, A);
    const { value } = traceManifold(system, A, solver, window);
    expect(value.curves.length).toBeGreaterThanOrEqual(2);
    for (const { points } of value.curves) {
      for (let i = 0; i < points.length; i += 2) {
        const rate = solver.rate([points[i], points[i + 1]]);
        expect(Math.abs(rate.value)).toBeLessThan(1e-11 * rate.size);
      }
    }
    for (const { theta } of value.minima) expect(theta[0] ** 2 * theta[1]).toBeCloseTo(1.2, 11);
    expect(value.minima.length).toBe(2);
  });

  it('goes through the place where noise vanishes', () => {
    const system = balanceSystem(
      model({ parameters: names, prediction: 'u*w*x' }),
      law({ x: 'normal(0, 1)', y: 'x' }),
      { temperature: 0.1 },
    );
    const { value } = traceManifold(system, rescaling, orbitSolver(system, rescaling), window);
    expect(value.minima.map(({ theta }) => theta[0] * theta[1])).toEqual([expect.closeTo(1, 7), expect.closeTo(1, 7)]);
  });

  it('refuses a window without area', () => {
    const { system } = systemOf('u*w*x', names);
    const solver = orbitSolver(system, rescaling);
    expect(() => traceManifold(system, rescaling, solver, { lower: [0, 1], upper: [1, 1] })).toThrow(
      /^window: lower < upper for both parameters, got \[0, 1\] × \[1, 1\]\./,
    );
  });
});
