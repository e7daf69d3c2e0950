import { Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { discretise } from '../../../src/fv/discretise.js';
import type { AxisSpec } from '../../../src/grid/axis-spec.js';
import { grid } from '../../../src/grid/grid.js';
import { model } from '../../../src/model/symbolic-loss.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import { regularisationEffect, regularisationSentence } from '../../../solvers/steady/regularisation.js';
import { stationaryOnGrid } from '../../../solvers/steady/tensor-state.js';
import { linearSde, lyapunov, tilted } from './ornstein-uhlenbeck.js';

const B = [
  [1.2, -1.5],
  [2, 0.8],
];
const D = tilted(0.4, 1, 0.15);
const flat = { drift: (_: ArrayLike<number>, out: Float64Array) => void out.set([1, 0]) };

describe('stationaryOnGrid', () => {
  it('solves a full tensor on mapped axes, to second order', () => {
    const exact = lyapunov(B, D);
    const errors = [48, 96].map((cells) => {
      const spec: AxisSpec = { kind: 'sinh', from: -7, to: 7, cells, centre: 0, scale: 3 };
      const generator = discretise(
        linearSde(B, D),
        grid({ u: spec, w: { kind: 'algebraic', cells, centre: 0, scale: 4 } }),
      );
      expect(generator.stencil.kind).toBe('varying');
      expect(generator.stencil.regularisedCells).toBeLessThan(0.2 * cells ** 2);
      expect(generator.facts.smallestRate).toBeGreaterThanOrEqual(0);
      const [{ covariance, mean }] = stationaryOnGrid(generator).components;
      expect(Math.abs(mean['u'])).toBeLessThan(1e-6);
      return (
        Matrix.sub(new Matrix(covariance.map((row) => [...row])), exact).norm('frobenius') / exact.norm('frobenius')
      );
    });
    expect(errors[1]).toBeLessThan(0.1);
    expect(Math.log2(errors[0] / errors[1])).toBeGreaterThan(1.7);
  });

  it('goes over to iteration beyond its memory, and says so', () => {
    const generator = discretise(linearSde(B, D), grid({ u: [-8, 8, 40], w: [-8, 8, 40] }));
    const [direct, iterated] = [2 ** 30, 1e5].map((memoryLimit) => stationaryOnGrid(generator, { memoryLimit }));
    expect(direct.warnings).toEqual([]);
    expect(iterated.warnings.join()).toMatch(
      /^steady state: Elimination would take .* GiB, more than the 0.0000931 GiB allowed\. Steady state by \d+ cycles of aggregation multigrid/,
    );
    iterated.density!.mass.forEach((m, i) => expect(Math.abs(m / direct.density!.mass[i] - 1)).toBeLessThan(1e-8));
  });

  it('tells what a range cuts off, with the flux, and lets walls and circles be', () => {
    const generator = discretise(
      linearSde(
        [
          [1, 0],
          [0, 1],
        ],
        [
          [1, 0],
          [0, 1],
        ],
      ),
      grid({ u: [-3, 6, 90], w: [-6, 6, 60] }),
    );
    const { warnings } = stationaryOnGrid(generator);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(
      /^grid\.u: the range cuts off about (0\.00\d+) of the mass at u < -3: .* would pass there/,
    );
    // The standard normal has 1.35e-3 below −3 and a diffusive flux D p′ = 3·p(3) = 1.33e-2 there.
    const [beyond, , flux] = [...warnings[0].matchAll(/0\.0\d+/g)].map(([number]) => Number(number));
    expect(beyond).toBeCloseTo(1.35e-3, 3);
    expect(Math.abs(flux / 1.33e-2 - 1)).toBeLessThan(0.15);
    const [u, other] = generator.grid.axes;
    const walled = {
      ...generator,
      grid: { ...generator.grid, axes: [{ ...u, walls: [true, false] as const }, other] },
    };
    expect(stationaryOnGrid(walled).warnings).toEqual([]);
    const even = discretise(
      { ...flat, names: ['phase', 'w'], diffusion: (_, out) => void out.set([1, 0, 0, 1]) },
      grid({
        phase: { kind: 'uniform', from: 0, to: 1, cells: 8, periodic: true },
        w: { kind: 'uniform', from: 0, to: 1, cells: 8, walls: [true, true] },
      }),
    );
    const state = stationaryOnGrid(even);
    expect(state.warnings).toEqual([]);
    // Around the circle J = a·p with p = 1; nothing flows along w.
    state.components[0].current!['phase'].forEach((J) => expect(J).toBeCloseTo(1, 12));
    state.components[0].current!['w'].forEach((J) => expect(J).toBeCloseTo(0, 12));
    expect(state.components[0].entropyProduction).toBeCloseTo(1, 1);
    const [phase, w] = even.grid.axes;
    const open = { ...even, grid: { ...even.grid, axes: [phase, { ...w, walls: [false, false] as const }] } };
    expect(stationaryOnGrid(open).warnings[0]).toMatch(/cuts off more than it shows of the mass at w/);
  });
});

describe('u*w*x with weight decay', () => {
  // With x = ±1 the noise g = Var[e] is constant, and the reduced law of v > 0 at depth 1 (arXiv:2308.06671, Eq. 93) is a gamma law.
  const [T, decay, g, slope] = [0.3, 0.1, 0.25, 1.2];
  const scale = 2 * T * g;
  const shape = (4 * slope + 4 * T * g - 4 * decay) / (8 * T * g) - 1;
  const sde = sgd(
    model({ prediction: 'u*w*x', parameters: ['u', 'w'] }),
    law({ x: 'discrete([-1, 1])', e: 'normal(0, 0.5)', y: '1.2*x + e' }),
    { temperature: T, weightDecay: decay },
  );
  const on = (n: number) => discretise(sde, grid({ u: [-2.6, 2.6, n], w: [-2.6, 2.6, n] }));

  it('has the mean and variance of v of the reduced law to second order, and leaves v < 0', () => {
    const [coarse, fine] = [48, 96].map((n) => {
      const state = stationaryOnGrid(on(n), { products: [['u', 'w']] });
      expect(state.components).toHaveLength(1);
      const { mean, variance, positive } = state.components[0].products![0];
      return { mean: mean - shape * scale, variance: variance - shape * scale ** 2, negative: 1 - positive };
    });
    for (const figure of ['mean', 'variance'] as const) {
      expect(Math.log2(coarse[figure] / fine[figure])).toBeGreaterThan(1.9);
      expect(Math.log2(coarse[figure] / fine[figure])).toBeLessThan(2.4);
    }
    expect(Math.abs(fine.mean)).toBeLessThan(1e-3);
    expect(Math.abs(fine.variance)).toBeLessThan(2e-3);
    expect(coarse.negative).toBeLessThan(1e-3);
    expect(fine.negative).toBeLessThan(1e-5);
  });

  it('says what the noise added to its rank-one diffusion does', () => {
    const effect = regularisationEffect(sde, on(60))!;
    expect(effect.cells).toEqual([48, 48]);
    expect(effect.totalVariation).toBeGreaterThan(0);
    expect(effect.totalVariation).toBeLessThan(0.1);
    expect(regularisationSentence(effect)).toMatch(/^diffusion: halving twice the added noise .* \(on 48 × 48 cells\)/);
    const definite = discretise(linearSde(B, D), grid({ u: [-6, 6, 20], w: [-6, 6, 20] }));
    expect(regularisationEffect(linearSde(B, D), definite)).toBeUndefined();
  });
});
