import { describe, expect, it } from 'vitest';
import { grid } from '../../../src/grid/grid.js';
import { areaBelow, productLaw } from '../../../solvers/steady/product-law.js';

/** A density with the given mass per cell, up to normalisation. */
function densityOf(cells: ReturnType<typeof grid>, weight: (theta: number[]) => number) {
  const mass = new Float64Array(cells.size);
  for (let cell = 0; cell < cells.size; cell++) {
    let rest = cell;
    const theta: number[] = [];
    for (const { centres } of [...cells.axes].reverse()) {
      theta.unshift(centres[rest % centres.length]);
      rest = Math.floor(rest / centres.length);
    }
    mass[cell] = weight(theta);
  }
  const total = mass.reduce((a, b) => a + b);
  const normal = mass.map((m) => m / total);
  return { grid: cells, mass: normal, logMass: normal.map(Math.log) };
}

describe('areaBelow', () => {
  it('is the area under a hyperbola in every quadrant and across the axes', () => {
    // ∫₀¹ min(1, v/u) du = v − v ln v on the unit square.
    expect(areaBelow([0, 1, 0, 1], 0.3)).toBeCloseTo(0.3 - 0.3 * Math.log(0.3), 14);
    expect(areaBelow([-1, 0, -1, 0], 0.3)).toBeCloseTo(0.3 - 0.3 * Math.log(0.3), 14);
    expect(areaBelow([-1, 0, 0, 1], -0.3)).toBeCloseTo(1 - (0.3 - 0.3 * Math.log(0.3)), 14);
    expect(areaBelow([-1, 1, -1, 1], 0)).toBe(2);
    const boxes = [
      [-0.3, 0.9, 0.2, 1.1],
      [0.4, 0.5, 1.2, 1.9],
      [-2, -1.5, -0.7, 0.4],
    ] as const;
    for (const box of boxes) {
      for (const v of [-1.3, -0.2, 0, 0.1, 0.55, 2]) {
        let inside = 0;
        for (let i = 0; i < 400; i++) {
          for (let j = 0; j < 400; j++) {
            const u = box[0] + ((i + 0.5) / 400) * (box[1] - box[0]);
            const w = box[2] + ((j + 0.5) / 400) * (box[3] - box[2]);
            if (u * w <= v) inside++;
          }
        }
        const area = (box[1] - box[0]) * (box[3] - box[2]);
        expect(areaBelow(box, v) / area).toBeCloseTo(inside / 160_000, 2);
      }
    }
  });
});

describe('productLaw', () => {
  it('has the mean, variance and sign of a product of independent normals', () => {
    const cells = grid({ u: [-6, 8, 140], w: [-7, 7, 140] });
    const law = productLaw(
      densityOf(cells, ([u, w]) => Math.exp(-0.5 * (u - 1) ** 2 - 0.5 * w * w)),
      ['u', 'w'],
    );
    expect(law.mean).toBeCloseTo(0, 10);
    expect(law.variance).toBeCloseTo(2, 6); // (1² + 1)·1
    expect(law.positive).toBeCloseTo(0.5, 10);
    expect(law.mass.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(Math.min(...law.mass)).toBeGreaterThanOrEqual(0);
    expect(law.quantiles['0.5']).toBeCloseTo(0, 2);
    const mean = law.mass.reduce((sum, m, b) => sum + m * law.centres[b], 0);
    expect(mean).toBeCloseTo(0, 6);
  });

  it('sums over a third coordinate, and knows the names', () => {
    const cells = grid({ u: [0, 1, 4], z: [0, 1, 3], w: [0, 1, 5] });
    const law = productLaw(
      densityOf(cells, () => 1),
      ['u', 'w'],
    );
    // P(uw ≤ v) = v − v ln v on the unit square.
    const below = law.mass.slice(0, 2).reduce((a, b) => a + b);
    const v = law.centres[2] - law.widths[2] / 2;
    expect(below).toBeCloseTo(v - v * Math.log(v), 10);
    expect(law.positive).toBeCloseTo(1, 12);
    expect(() =>
      productLaw(
        densityOf(cells, () => 1),
        ['u', 'q'],
      ),
    ).toThrow('product: two of the coordinates u, z, w, got q.');
  });
});
