import { describe, expect, it } from 'vitest';
import { openVectors } from '../../../solvers/linear/vector-set.js';

describe('openVectors', () => {
  // Longer than a piece and odd; counts that are no multiple of four.
  const length = 2501;
  const kernels = (['wasm', 'plain'] as const).map((name) => {
    const set = openVectors(length, 9, name);
    set.reserve(2);
    set.reserve(8);
    for (let k = 0; k < 8; k++)
      set.vector(k).set(Float64Array.from({ length }, (_, j) => Math.sin(k + 1 + 0.01 * j * (k + 2))));
    return set;
  });

  it('projects and adds alike in both kernels', () => {
    const [fast, plain] = kernels;
    expect([fast.name, plain.name]).toEqual(['wasm', 'plain']);
    for (const count of [1, 4, 6, 7]) {
      const [a, b] = kernels.map((set) => set.project(count, 7).slice());
      expect(a.length).toBe(count);
      a.forEach((part, i) => expect(part).toBeCloseTo(b[i], 9));
      for (const set of kernels)
        set.add(
          b.map((part) => -part / length),
          7,
        );
      const [x, y] = kernels.map((set) => set.vector(7));
      expect(Math.max(...x.map((value, j) => Math.abs(value - y[j])))).toBeLessThan(1e-13);
    }
  });

  it('starts new vectors at 0 and keeps the others when it grows', () => {
    for (const set of kernels) {
      const before = set.vector(3).slice();
      set.reserve(9);
      expect(set.vector(8).every((value) => value === 0)).toBe(true);
      expect(set.vector(3)).toEqual(before);
    }
  });

  it('stays in JavaScript where the memory of a module would not do', () => {
    expect(openVectors(2 ** 20, 600).name).toBe('plain');
  });
});
