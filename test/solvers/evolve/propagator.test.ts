import { describe, expect, it } from 'vitest';
import { propagator } from '../../../solvers/evolve/propagator.js';
import { chainOf } from '../hand-built.js';

describe('propagator', () => {
  it('keeps the mass of every run of a stiff chain', () => {
    const p = propagator(chainOf([1e12, 3, 0, 7e5, 0], [2e11, 5, 0, 1e-9, 0]));
    const v = Float64Array.of(0.2, 0, 0.1, 0.3, 0.4);
    for (let k = 0; k < 100; k++) p.step(10 ** (k % 8), v);
    expect(Math.abs(v[0] + v[1] + v[2] - 0.3)).toBeLessThan(1e-15);
    expect(Math.abs(v[3] + v[4] - 0.7)).toBeLessThan(1e-15);
    expect(p.largestRate).toBe(1e12);
    expect(p.runs).toHaveLength(2);
  });

  it('returns how much mass was put right', () => {
    const p = propagator(chainOf([1, 2, 0], [3, 4, 0]));
    expect(p.step(1, Float64Array.of(1, 0, 0))).toBeLessThan(1e-15);
  });
});
