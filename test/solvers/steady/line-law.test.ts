import { describe, expect, it } from 'vitest';
import { wholeLine, type LineSde } from '../../../src/sde/line.js';
import { lineLaw } from '../../../solvers/steady/line-law.js';

/** p ∝ exp(−e^{s y} − e^{−s y}) in y by drift alone: at y = 5 it is e^{5s} nats down, and its slope s times that. */
const walls = (s: number): LineSde => ({
  name: 'class-1',
  variable: 'y',
  map: wholeLine(0, 1),
  evaluate(y, out) {
    out[0] = -2 * s * Math.sinh(s * y);
    out[1] = 1;
  },
  settled: [-1, 1],
  landmarks: [0],
  endDrift: [-Infinity, Infinity],
  ends: [-5, 5].map((from) => ({
    kind: 'essential',
    slope: -2 * s * Math.sinh(5 * s),
    growth: 5 * s,
    normalisable: true,
    feller: 'natural',
    from,
  })) as unknown as LineSde['ends'],
});

describe('lineLaw', () => {
  it('walks no further than the density lasts, however fast its slope grows', () => {
    for (const s of [1, 3, 4, 5, 6, 7, 20]) {
      const law = lineLaw(walls(s));
      if (law.kind !== 'density') throw new Error('a density expected');
      expect(law.bounds.length).toBeLessThan(1000);
      const total = law.probability.reduce((sum, p) => sum + p, 0);
      expect(total).toBeCloseTo(1, 12);
      // ⟨2 cosh(s y)⟩ = 2 K₁(2)/K₀(2) for every s, as s y has one law.
      const mean = law.probability.reduce((sum, p, i) => sum + p * 2 * Math.cosh(s * law.y[i]), 0);
      expect(mean).toBeCloseTo((2 * 0.13986588181652243) / 0.11389387274953344, 10);
    }
  });
});
