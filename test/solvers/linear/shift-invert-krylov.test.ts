import { describe, expect, it } from 'vitest';
import { eliminate } from '../../../solvers/linear/elimination.js';
import { planElimination } from '../../../solvers/linear/elimination-plan.js';
import { planGenerator } from '../../../solvers/linear/generator-plan.js';
import { dissectGraph } from '../../../solvers/linear/graph-dissection.js';
import { krylovEvolve, krylovShift } from '../../../solvers/linear/shift-invert-krylov.js';
import type { Csr } from '../../../src/num/csr.js';
import { denseSteadyState, gradientChain, onGrid, randomChain, ratesFrom } from './chains.js';

/** exp(tA) m as Σ_k Poisson(k; Λt) (I + A/Λ)ᵏ m, all terms ≥ 0 (Jensen 1953). */
function uniformised({ rows: n, rowStart, column, value }: Csr, mass: Float64Array, t: number): Float64Array {
  let rate = 0;
  for (let i = 0; i < n; i++)
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) rate = Math.max(rate, Math.abs(value[k]));
  let v = mass.slice();
  const sum = new Float64Array(n);
  for (let k = 0, log = -rate * t; k < rate * t + 12 * Math.sqrt(rate * t) + 40; k++) {
    const weight = Math.exp(log);
    v.forEach((x, i) => (sum[i] += weight * x));
    const next = v.slice();
    for (let i = 0; i < n; i++)
      for (let e = rowStart[i]; e < rowStart[i + 1]; e++) next[i] += (value[e] / rate) * v[column[e]];
    v = next;
    log += Math.log((rate * t) / (k + 1));
  }
  return sum;
}

function evolve(rates: Csr, mass: Float64Array, times: readonly number[], options = {}) {
  const shift = krylovShift(times);
  const dissection = dissectGraph(rates, new Uint8Array(rates.rows).fill(1));
  const elimination = eliminate(planElimination(rates, dissection, { killing: shift, keepUpper: true }));
  return krylovEvolve(elimination, { mass, times, shift }, options);
}

function distance(u: Float64Array, v: Float64Array): number {
  return u.reduce((sum, x, i) => sum + Math.abs(x - v[i]), 0);
}

function delta(size: number, at: number): Float64Array {
  const mass = new Float64Array(size);
  mass[at] = 1;
  return mass;
}

describe('krylovEvolve', () => {
  it('agrees with uniformisation at several times of one space, in detailed balance', () => {
    const { rates } = gradientChain([12, 11], (i, j) => 0.1 * (i - 6) ** 2 + 0.05 * j * j);
    const mass = delta(132, 17);
    const times = [0, 0.3, 3, 30];
    const { value, outcome, stats } = evolve(rates, mass, times);
    expect(outcome).toBe('converged');
    expect(stats.solves).toBeLessThan(60);
    value.forEach((frame, i) => {
      expect(frame.time).toBe(times[i]);
      expect(distance(frame.mass, uniformised(rates, mass, times[i]))).toBeLessThan(1e-10);
      expect(frame.massError).toBeLessThan(1e-11);
      expect(frame.smallestMass).toBeGreaterThan(-1e-11);
      expect(Math.min(...frame.mass)).toBeGreaterThanOrEqual(0);
      expect(Math.abs(frame.mass.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-14);
    });
    expect(value[0].mass).toEqual(mass);
  });

  it('follows rotation: a one-way ring over several turns, and random chains', () => {
    const ring = ratesFrom(
      60,
      [...Array(60).keys()].flatMap(
        (i) =>
          [
            [i, (i + 1) % 60, 30],
            [(i + 1) % 60, i, 5],
          ] as const,
      ),
    );
    const chain = randomChain(80, 200, 4);
    for (const [rates, t] of [
      [ring, 8],
      [chain, 15],
    ] as const) {
      const mass = delta(rates.rows, 5);
      const { value, outcome } = evolve(rates, mass, [t]);
      expect(outcome).toBe('converged');
      expect(distance(value[0].mass, uniformised(rates, mass, t))).toBeLessThan(1e-9);
    }
  });

  it('reaches the steady state, and ends early where the space closes', () => {
    const { rates } = gradientChain([10, 10], (i, j) => 0.3 * (i - 4) ** 2 + 0.2 * (j - 5) ** 2);
    const steady = denseSteadyState(rates);
    const far = evolve(rates, delta(100, 0), [1e6]);
    expect(distance(far.value[0].mass, steady)).toBeLessThan(1e-11);
    const still = evolve(rates, steady, [1]);
    expect(still.stats.solves).toBeLessThan(6);
    expect(distance(still.value[0].mass, steady)).toBeLessThan(1e-13);
    const two = ratesFrom(2, [
      [0, 1, 1],
      [1, 0, 3],
    ]);
    expect(evolve(two, delta(2, 0), [0.5]).value[0].mass[0]).toBeCloseTo(0.75 + 0.25 * Math.exp(-2), 13);
  });

  it('uses a factorisation of a grid', () => {
    const { rates } = gradientChain([40, 40], (i, j) => 0.02 * ((i - 20) ** 2 + (j - 20) ** 2));
    const shift = krylovShift([2]);
    const elimination = eliminate(planGenerator(onGrid(rates, [40, 40]), { killing: shift, keepUpper: true }));
    const mass = delta(1600, 820);
    const exact = uniformised(rates, mass, 2);
    const fine = krylovEvolve(elimination, { mass, times: [2], shift }, { tolerance: 1e-6 });
    expect(fine.outcome).toBe('converged');
    expect(distance(fine.value[0].mass, exact)).toBeLessThan(1e-5);
  });

  it('reports what it had to mend, instead of mending in silence', () => {
    const ring = ratesFrom(
      60,
      [...Array(60).keys()].map((i) => [i, (i + 1) % 60, 30] as const),
    );
    const { value, stats } = evolve(ring, delta(60, 5), [0.3], { tolerance: 1e-3 });
    expect(value[0].smallestMass).toBeLessThan(-1e-9);
    expect(stats.smallestMass).toBe(value[0].smallestMass);
    expect(stats.massError).toBe(value[0].massError);
    expect(Math.min(...value[0].mass)).toBe(0);
    expect(distance(value[0].mass, uniformised(ring, delta(60, 5), 0.3))).toBeLessThan(1e-2);
  });

  it('says when the dimension limit came first', () => {
    const { rates } = gradientChain([15, 15], () => 0);
    const { outcome, message, stats } = evolve(rates, delta(225, 0), [40], { dimensionLimit: 5 });
    expect(outcome).toBe('step-limit');
    expect(message).toMatch(/after 5 solves; raise dimensionLimit/);
    expect(stats.errorEstimate).toBeGreaterThan(1e-12);
  });

  it('keeps nothing as nothing, and refuses times that are none', () => {
    const { rates } = gradientChain([4, 4], () => 0);
    expect([...evolve(rates, new Float64Array(16), [1]).value[0].mass]).toEqual([...new Float64Array(16)]);
    expect(evolve(rates, delta(16, 3), [0]).value[0].mass[3]).toBe(1);
    expect(() => evolve(rates, delta(16, 0), [-1, 2])).toThrow(/times must be finite and ≥ 0, got -1/);
    expect(() => evolve(rates, delta(16, 0), [NaN])).toThrow(/times must be finite/);
    const elimination = eliminate(planGenerator(onGrid(rates, [4, 4]), { killing: 1, keepUpper: true }));
    expect(() => krylovEvolve(elimination, { mass: delta(16, 0), times: [1], shift: 0 })).toThrow(/shift must be > 0/);
  });
});
