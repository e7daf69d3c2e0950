import { describe, expect, it } from 'vitest';
import { coefficientBlocks, kinks, type ScalarCoefficients } from '../../src/sde/coefficient-blocks.js';

const EDGES = [-100, -10, -1, 0, 1, 10, 100];
const found = (a: (x: number) => number, D: (x: number) => number = () => 1): readonly number[] | null => {
  const coefficients: ScalarCoefficients = (x, out) => {
    out[0] = a(x);
    out[1] = D(x);
  };
  return kinks(coefficients, coefficientBlocks(coefficients, EDGES));
};

describe('kinks', () => {
  it('finds corners and jumps of either coefficient, inside blocks, on their edges and at 0', () => {
    const cases: [(x: number) => number, number[]][] = [
      [(x) => Math.abs(x - 0.3), [0.3]],
      [(x) => Math.sign(x + 7.123456), [-7.123456]],
      [(x) => Math.max(0, x) * x + x, [0]],
      [(x) => Math.abs(x - 1), [1]],
      [(x) => Math.abs(x - 2) + Math.abs(x - 2.001) + Math.abs(x + 5), [-5, 2, 2.001]],
    ];
    for (const [f, places] of cases) {
      const seen = found(f)!;
      expect(seen).toHaveLength(places.length);
      places.forEach((place, i) => expect(seen[i]).toBeCloseTo(place, 4));
    }
  });

  it('tells a corner of the noise as well as it matters beside its size', () => {
    expect(found(Math.sin, (x) => 1 + Math.abs(x - 0.3))![0]).toBeCloseTo(0.3, 4);
    expect(found(Math.sin, (x) => 200 + Math.abs(x - 0.3))![0]).toBeCloseTo(0.3, 2);
  });

  it('finds none in what is smooth', () => {
    for (const f of [Math.sin, Math.tanh, (x: number) => Math.tanh(4 * (x - 3)), (x: number) => 1 / (1 + x * x)]) {
      expect(found(f)).toEqual([]);
    }
  });

  it('gives up where there are too many to tell', () => {
    expect(found((x) => Array.from({ length: 90 }, (_, i) => Math.abs(x - i)).reduce((s, y) => s + y, 0))).toBeNull();
  });
});
