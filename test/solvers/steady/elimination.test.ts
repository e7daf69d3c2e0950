import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { tensorJumps } from '../../../src/fv/tensor-stencil.js';
import type { StencilAxis } from '../../../src/fv/lattice.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { steadyStateByElimination, steadyStateOfPlan } from '../../../solvers/steady/elimination.js';
import { gradientChain, onGrid, ratesFrom } from '../linear/chains.js';
import { lyapunov } from './ornstein-uhlenbeck.js';

function uniform(from: number, to: number, n: number): StencilAxis {
  const edges = Float64Array.from({ length: n + 1 }, (_, i) => from + ((to - from) * i) / n);
  const centres = Float64Array.from({ length: n }, (_, i) => (edges[i] + edges[i + 1]) / 2);
  return { centres, edges, periodic: false };
}

/** Steady mean products E[θ_i θ_j] of dθ = −Bθ dt + √(2D) dW on a grid of n cells per axis over ±`reach`. */
function ornsteinUhlenbeck(B: number[][], D: number[][], n: number, reach: number) {
  const d = B.length;
  const axes = B.map(() => uniform(-reach, reach, n));
  const jumps: [number, number, number][] = [];
  const names = ['u', 'w', 'z'].slice(0, d);
  const system = {
    names,
    drift: (x: ArrayLike<number>, out: Float64Array) =>
      out.set(B.map((row) => -row.reduce((sum, b, j) => sum + b * x[j], 0))),
    diffusion: (_: ArrayLike<number>, out: Float64Array) => out.set(D.flat()),
  };
  const report = tensorJumps(system, axes, (from, to, rate) => jumps.push([from, to, rate]));
  const rates = ratesFrom(n ** d, jumps);
  const { value, stats } = steadyStateByElimination(
    onGrid(
      rates,
      axes.map(() => n),
    ),
  );
  const moments = Matrix.zeros(d, d);
  value.mass.forEach((mass, cell) => {
    const x = axes.map((axis, k) => axis.centres[Math.floor(cell / n ** (d - 1 - k)) % n]);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) moments.set(i, j, moments.get(i, j) + mass * x[i] * x[j]);
  });
  return { moments, report, stats, rates, mass: value.mass };
}

describe('steadyStateByElimination', () => {
  it('is right in every entry to 1e-10 over more than 300 nats, with mass 1', () => {
    const U = (i: number, j: number): number => {
      const [x, y] = [(i + 0.5) / 16 - 2, (j + 0.5) / 16 - 2];
      return 25 * (x * x - 1) ** 2 + 20 * y * y + 10 * x * y + 5 * Math.sin(4 * x);
    };
    const { rates, potential } = gradientChain([64, 64], U);
    const { value, outcome, message, stats } = steadyStateByElimination(onGrid(rates, [64, 64]));
    const least = Math.min(...potential);
    const logTotal = Math.log(potential.reduce((sum, u) => sum + Math.exp(least - u), 0)) - least;
    expect(Math.max(...potential) - least).toBeGreaterThan(300);
    potential.forEach((u, i) => expect(Math.abs(Math.expm1(value.logMass[i] + u + logTotal))).toBeLessThan(1e-10));
    expect(Math.abs(value.mass.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-13);
    expect(outcome).toBe('converged');
    expect(stats).toMatchObject({ cells: 4096, scaledFronts: 0 });
    expect(stats.imbalance).toBeLessThan(1e-10);
    expect(message).toMatch(/inflow equals outflow to \d\.\de-1\d/);
  });

  it('is so on 32³ cells', () => {
    const U = (i: number, j: number, k: number): number => {
      const [x, y, z] = [i, j, k].map((n) => (n + 0.5) / 8 - 2);
      return 25 * (x * x - 1) ** 2 + 20 * y * y + 15 * z * z + 10 * x * y - 8 * y * z;
    };
    const { rates, potential } = gradientChain([32, 32, 32], U);
    const { value } = steadyStateByElimination(onGrid(rates, [32, 32, 32]));
    const offsets = value.logMass.map((m, i) => m + potential[i]);
    expect(Math.max(...potential) - Math.min(...potential)).toBeGreaterThan(300);
    expect(Math.max(...offsets) - Math.min(...offsets)).toBeLessThan(1e-10);
  });

  it('puts no mass where it cannot stay, and solves one class by itself', () => {
    // 0 → 1 ⇄ 2, and 3 ⇄ 4 apart.
    const open = [
      [0, 1, 2],
      [1, 2, 1],
      [2, 1, 3],
    ] as const;
    const { value } = steadyStateByElimination(onGrid(ratesFrom(3, open), [3]));
    expect(value.mass[0]).toBe(0);
    expect(value.mass[1]).toBeCloseTo(0.75, 14);
    expect(value.logMass[0]).toBe(-Infinity);
    const two = onGrid(ratesFrom(5, [...open, [3, 4, 1], [4, 3, 1]]), [5]);
    expect(() => steadyStateByElimination(two)).toThrow(
      'steadyState: 2 closed classes, so the steady state is not unique; use ergodic or pass an initial density.',
    );
    const active = Uint8Array.of(0, 0, 0, 1, 1);
    expect([...steadyStateByElimination(two, { active }).value.mass]).toEqual([0, 0, 0, 0.5, 0.5]);
  });

  it('tells how far it is', () => {
    const generator = onGrid(gradientChain([90, 90], () => 0).rates, [90, 90]);
    const steps = steadyStateOfPlan(generator, planGenerator(generator));
    const shares: number[] = [];
    let step = steps.next();
    for (; !step.done; step = steps.next()) shares.push(step.value.share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.length).toBeGreaterThan(2);
    expect(shares[shares.length - 1]).toBeGreaterThan(0.8);
    expect(shares[shares.length - 1]).toBeLessThanOrEqual(1);
    expect(step.value).toEqual(steadyStateByElimination(generator));
  });

  it('knows what it takes before it starts, and keeps to a limit', () => {
    const { rates } = gradientChain([32, 32], () => 0);
    const generator = onGrid(rates, [32, 32]);
    const { bytes } = planGenerator(generator).cost;
    expect(steadyStateByElimination(generator, { memoryLimit: bytes }).stats.bytes).toBe(bytes);
    expect(() => steadyStateByElimination(generator, { memoryLimit: bytes - 1 })).toThrow(
      `steadyState: an elimination within ${bytes - 1} bytes, got ${bytes}.`,
    );
  });

  it('has the Lyapunov covariance for a rotating flow under an anisotropic tensor, to second order', () => {
    const B = [
      [1.2, -1.5],
      [2, 0.8],
    ];
    const [c, s, thin] = [Math.cos(0.4), Math.sin(0.4), 0.15];
    const D = [
      [c * c + thin * s * s, (1 - thin) * c * s],
      [(1 - thin) * c * s, s * s + thin * c * c],
    ];
    const exact = lyapunov(B, D);
    const errors = [40, 80].map((n) => {
      const { moments, report, mass } = ornsteinUhlenbeck(B, D, n, 6);
      expect(report).toMatchObject({ kind: 'constant', regularisedCells: 0 });
      expect(Math.min(...mass)).toBeGreaterThan(0);
      return Matrix.sub(moments, exact).norm('frobenius') / exact.norm('frobenius');
    });
    expect(errors[1]).toBeLessThan(0.1);
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(1.9);
    expect(Math.log2(errors[0] / errors[1])).toBeLessThan(2.2);
  });

  it('does so in space', () => {
    const B = [
      [1, -1, 0],
      [1, 1.5, 0.5],
      [0, -0.5, 0.8],
    ];
    const D = [
      [1, 0.5, -0.2],
      [0.5, 0.6, 0.1],
      [-0.2, 0.1, 0.4],
    ];
    const exact = lyapunov(B, D);
    const errors = [10, 20].map((n) => Matrix.sub(ornsteinUhlenbeck(B, D, n, 5).moments, exact).norm('frobenius'));
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(1.6);
  });
});
