import { describe, expect, it } from 'vitest';
import { evolutionInSteps, evolveOnGrid } from '../../../solvers/evolve/tensor-evolution.js';
import { tensorLimit } from '../../../solvers/evolve/tensor-limit.js';
import { generatorOf } from '../hand-built.js';
import { stoppedAfter } from '../stopped-after.js';
import { average, bell, distance, doubleWell, onSquare, turning } from '../plane-problems.js';

describe('evolveOnGrid', () => {
  it('moves a Gaussian as its mean and covariance say, to second order', () => {
    const t = 0.7;
    const errors = [32, 64].map((n) => {
      const generator = onSquare(turning, 5, n);
      const mass = bell(generator, [1, 0.5], 0.5);
      const { masses, massError, smallestMass } = evolveOnGrid(generator, mass, [t]).value;
      expect(massError).toBeLessThan(1e-12);
      expect(smallestMass).toBeGreaterThanOrEqual(0);
      const at = (f: (u: number, w: number) => number): number => average(generator, masses[0], f);
      const [u, w] = [at((x) => x), at((_, y) => y)];
      // e^{Mt}(1, ½): decay and rotation by 2t.
      const [c, s] = [Math.exp(-t) * Math.cos(2 * t), Math.exp(-t) * Math.sin(2 * t)];
      // Covariance e^{Mt} Σ₀ e^{Mᵀt} + ∫ e^{Mr} 2D e^{Mᵀr} dr: its trace needs the isotropic parts only.
      const trace = 0.5 * Math.exp(-2 * t) + 1.5 * (1 - Math.exp(-2 * t));
      return [
        Math.hypot(u - (c - 0.5 * s), w - (s + 0.5 * c)),
        Math.abs(at((x, y) => (x - u) ** 2 + (y - w) ** 2) - trace),
      ];
    });
    expect(errors[1][0]).toBeLessThan(0.01);
    expect(errors[0][0] / errors[1][0]).toBeGreaterThan(3.4);
    expect(errors[0][1] / errors[1][1]).toBeGreaterThan(3.4);
  });

  it('gives the same by both methods, with mass kept and none below 0', () => {
    for (const [sde, half] of [
      [doubleWell, 2],
      [turning, 4],
    ] as const) {
      const generator = onSquare(sde, half, 40, 36);
      const mass = bell(generator, [1, 0.5], 0.3);
      const limit = tensorLimit(generator, mass)!.mass;
      const times = [0, 0.05, 0.2, 1];
      const [direct, projected] = (['uniformisation', 'krylov'] as const).map(
        (method) => evolveOnGrid(generator, mass, times, { method, limit }).value,
      );
      times.forEach((_, i) => expect(distance(direct.masses[i], projected.masses[i])).toBeLessThan(2e-11));
      for (const { massError, smallestMass } of [direct, projected]) {
        expect(massError).toBeLessThan(1e-12);
        expect(smallestMass).toBeGreaterThanOrEqual(0);
      }
      expect(direct.repaired).toBe(0);
      expect(projected.repaired).toBeLessThan(1e-12);
    }
  });

  it('gives the frames that are done where it is stopped, the same as of a whole run, with mass kept', () => {
    const generator = onSquare(turning, 4, 64);
    const mass = bell(generator, [1, 0.5], 0.3);
    const limit = tensorLimit(generator, mass)!.mass;
    const times = [0, 0.1, 20];
    for (const method of ['uniformisation', 'krylov'] as const) {
      const whole = evolveOnGrid(generator, mass, times, { method, limit }).value;
      const part = stoppedAfter(30, evolutionInSteps(generator, mass, times, { method, limit })).value;
      expect([whole.stopped, whole.times, part.stopped]).toEqual([false, times, true]);
      expect(part.masses.length).toBe(part.times.length);
      expect(part.times.length).toBeLessThan(3);
      expect(part.times).toContain(0);
      expect(part.times.length).toBeGreaterThan(1);
      part.times.forEach((t, i) => {
        expect(distance(part.masses[i], whole.masses[times.indexOf(t)])).toBeLessThan(1e-11);
        expect(Math.abs(part.masses[i].reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
      });
      expect(part.smallestMass).toBeGreaterThanOrEqual(0);
      expect(() => stoppedAfter(1, evolutionInSteps(generator, mass, [5], { method }))).toThrow(/interrupted before/);
    }
  });

  it('comes to the limit to rounding', () => {
    const generator = onSquare(doubleWell, 2, 24);
    const mass = bell(generator, [1, 0], 0.2);
    const limit = tensorLimit(generator, mass)!;
    const run = evolveOnGrid(generator, mass, [1e4], { limit: limit.mass, method: 'krylov' }).value;
    run.masses[0].forEach((m, i) => expect(Math.abs(m - limit.mass[i])).toBeLessThan(1e-15));
  });

  it('splits the times where one space does not hold them all', () => {
    const generator = onSquare(turning, 5, 40);
    const mass = bell(generator, [1, 0.5], 0.25);
    const times = [0.01, 0.3, 1];
    const exact = evolveOnGrid(generator, mass, times, { method: 'uniformisation' }).value.masses;
    const run = evolveOnGrid(generator, mass, times, { method: 'krylov', tolerance: 1e-13 }).value;
    times.forEach((_, i) => expect(distance(run.masses[i], exact[i])).toBeLessThan(1e-9));
  });

  it('refuses grids that neither method can hold', () => {
    const stiff = onSquare(doubleWell, 2, 40);
    const mass = bell(stiff, [0, 0], 0.3);
    expect(() => evolveOnGrid(stiff, mass, [1e5], { memoryLimit: 1e6 })).toThrow(
      /grid: a grid within 0\.00\d+ GiB, got .* GiB\. Use fewer cells/,
    );
  });
});

describe('tensorLimit', () => {
  it('shares the start between closed classes by the chance to end in each', () => {
    // 0 ← 1 ⇄ 2 → 3 ⇄ 4
    const generator = generatorOf(5, {
      from: [1, 1, 2, 2, 3, 4],
      to: [0, 2, 1, 3, 4, 3],
      rate: [2, 1, 1, 1, 1, 3],
    });
    const start = Float64Array.of(0, 1, 0, 0, 0);
    const { mass, logMass, weights, label } = tensorLimit(generator, start)!;
    expect(weights[0]).toBeCloseTo(0.8, 14);
    expect([...mass].map((m) => Number(m.toPrecision(12)))).toEqual([0.8, 0, 0, 0.15, 0.05]);
    expect(logMass[1]).toBe(-Infinity);
    expect([...label]).toEqual([0, -1, -1, 1, 1]);
    const late = evolveOnGrid(generator, start, [200], { limit: mass }).value.masses[0];
    expect(distance(late, mass)).toBeLessThan(1e-13);
  });

  it('is not computed for more than 16 classes', () => {
    expect(tensorLimit(generatorOf(20, { from: [], to: [], rate: [] }), new Float64Array(20))).toBeNull();
  });
});
