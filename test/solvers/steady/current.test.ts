import { Matrix, inverse } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import { stationaryCurrent } from '../../../solvers/steady/current.js';
import { steadyStateByElimination } from '../../../solvers/steady/elimination.js';
import { gradientChain, onGrid, ratesFrom } from '../linear/chains.js';
import { linearSde, lyapunov, tilted } from './ornstein-uhlenbeck.js';

describe('stationaryCurrent', () => {
  it('vanishes with detailed balance, over 300 nats', () => {
    const U = (i: number, j: number): number =>
      0.04 * ((i - 20) ** 2 + (j - 20) ** 2) + 5 * Math.sin(i / 4) * Math.cos(j / 5);
    const generator = onGrid(gradientChain([60, 60], U).rates, [60, 60]);
    const { value } = steadyStateByElimination(generator);
    const { entropyProduction, detailedBalance, current } = stationaryCurrent(generator, value);
    expect(detailedBalance.holds).toBe(true);
    expect(detailedBalance.largest).toBeLessThan(1e-10);
    expect(entropyProduction).toBeGreaterThanOrEqual(0);
    expect(entropyProduction).toBeLessThan(1e-18);
    expect(Math.max(...current.flatMap((J) => [...J].map(Math.abs)))).toBeLessThan(1e-11);
  });

  it('is J = (DΣ⁻¹ − B)x p of a rotating linear drift, to second order, with its entropy production', () => {
    const B = [
      [1.2, -1.5],
      [2, 0.8],
    ];
    const D = tilted(0.4, 1, 0.15);
    const sigma = lyapunov(B, D);
    const lean = Matrix.sub(new Matrix(D).mmul(inverse(sigma)), new Matrix(B));
    const exactProduction = lean
      .transpose()
      .mmul(inverse(new Matrix(D)))
      .mmul(lean)
      .mmul(sigma)
      .trace();
    const inner = inverse(sigma);
    const peak = 1 / (2 * Math.PI * Math.sqrt(sigma.get(0, 0) * sigma.get(1, 1) - sigma.get(0, 1) ** 2));
    const errors = [40, 80].map((n) => {
      const cells = grid({ u: [-6, 6, n], w: [-6, 6, n] });
      const generator = discretise(linearSde(B, D), cells);
      expect(generator.facts.smallestRate).toBeGreaterThanOrEqual(0);
      const { current, entropyProduction, detailedBalance } = stationaryCurrent(
        generator,
        steadyStateByElimination(generator).value,
      );
      expect(detailedBalance.holds).toBe(false);
      let [difference, size] = [0, 0];
      for (let cell = 0; cell < n * n; cell++) {
        const x = [cells.axes[0].centres[Math.floor(cell / n)], cells.axes[1].centres[cell % n]];
        const p =
          peak * Math.exp(-0.5 * x.reduce((s, a, i) => s + x.reduce((t, b, j) => t + a * b * inner.get(i, j), 0), 0));
        const exact = [0, 1].map((k) => (lean.get(k, 0) * x[0] + lean.get(k, 1) * x[1]) * p);
        difference += Math.hypot(current[0][cell] - exact[0], current[1][cell] - exact[1]);
        size += Math.hypot(...exact);
      }
      return { current: difference / size, production: Math.abs(entropyProduction / exactProduction - 1) };
    });
    expect(Math.log2(errors[0].current / errors[1].current)).toBeGreaterThan(1.8);
    expect(Math.log2(errors[0].production / errors[1].production)).toBeGreaterThan(1.8);
    expect(errors[1].current).toBeLessThan(0.1);
  });

  it('goes round a ring, once the short way, and knows one-way jumps', () => {
    // Three cells in a ring at rates 2 ahead and 1 back: J = (2 − 1)/3 through every pair; affinity ln 2 on each.
    const ring = [0, 1, 2].flatMap((i) => [[i, (i + 1) % 3, 2] as const, [(i + 1) % 3, i, 1] as const]);
    const generator = onGrid(ratesFrom(3, ring), [3], [true]);
    const result = stationaryCurrent(generator, steadyStateByElimination(generator).value);
    expect([...result.current[0]].map((J) => J.toFixed(12))).toEqual([
      '0.333333333333',
      '0.333333333333',
      '0.333333333333',
    ]);
    expect(result.entropyProduction).toBeCloseTo(Math.LN2, 12);
    expect(result.detailedBalance.share).toBeCloseTo(1 / 3, 12);
    const oneWay = onGrid(
      ratesFrom(
        3,
        [0, 1, 2].map((i) => [i, (i + 1) % 3, 2] as const),
      ),
      [3],
      [true],
    );
    // By the current then: J = 2/3 through every cell, m = 1/3, and jumps by one cell at rate 2 have D = 1: 3 · (2/3)² · 3.
    expect(stationaryCurrent(oneWay, steadyStateByElimination(oneWay).value)).toMatchObject({
      entropyFrom: 'current',
      detailedBalance: { largest: 1, share: 1, holds: false },
    });
    expect(stationaryCurrent(oneWay, steadyStateByElimination(oneWay).value).entropyProduction).toBeCloseTo(4, 10);
  });

  it('has the same entropy production from the current, to second order, where the stencil varies', () => {
    const B = [
      [1.2, -1.5],
      [2, 0.8],
    ];
    const D = tilted(0.4, 1, 0.3);
    const sigma = lyapunov(B, D);
    const lean = Matrix.sub(new Matrix(D).mmul(inverse(sigma)), new Matrix(B));
    const exact = lean
      .transpose()
      .mmul(inverse(new Matrix(D)))
      .mmul(lean)
      .mmul(sigma)
      .trace();
    const errors = [48, 96].map((cells) => {
      const spec = { kind: 'sinh', from: -7, to: 7, cells, centre: 0, scale: 3 } as const;
      const generator = discretise(linearSde(B, D), grid({ u: spec, w: spec }));
      const result = stationaryCurrent(generator, steadyStateByElimination(generator).value);
      expect(result.entropyFrom).toBe('current');
      return Math.abs(result.entropyProduction / exact - 1);
    });
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(1.5);
  });
});
