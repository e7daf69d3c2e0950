import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import { steadyStateByElimination } from '../../../solvers/steady/elimination.js';
import { iterationInSteps, steadyStateByIteration } from '../../../solvers/steady/iteration.js';
import { coarseGenerator } from '../../../solvers/steady/coarse-generator.js';
import { onGrid, ratesFrom } from '../linear/chains.js';
import { stoppedAfter } from '../stopped-after.js';
import type { Sde } from '../../../src/sde/sde.js';
import { linearSde, tilted } from './ornstein-uhlenbeck.js';

const B = [
  [1.2, -1.5],
  [2, 0.8],
];

/** The largest relative difference of any cell from elimination. */
function worst(generator: ReturnType<typeof discretise>) {
  const exact = steadyStateByElimination(generator).value.logMass;
  const { value, ...rest } = steadyStateByIteration(generator);
  expect(Math.abs(value.mass.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
  return { error: value.logMass.reduce((most, m, i) => Math.max(most, Math.abs(m - exact[i])), 0), ...rest };
}

describe('steadyStateByIteration', () => {
  it.each([
    ['isotropic', tilted(0.4, 1, 1), 72],
    ['tilted and thin', tilted(0.4, 1, 0.05), 48],
  ])('agrees with elimination in every cell for a rotating flow, D %s', (_, D, n) => {
    const generator = discretise(linearSde(B, D), grid({ u: [-6, 6, n], w: [-6, 6, n] }));
    const { error, outcome, message, stats } = worst(generator);
    expect(outcome).toBe('converged');
    expect(message).toMatch(
      /^Steady state by \d+ cycles of aggregation multigrid; in every cell inflow equals outflow/,
    );
    expect(stats.imbalance).toBeLessThan(1e-11);
    expect(error).toBeLessThan(1e-8);
    // The estimate of the worst cell's error is honest to an order of magnitude.
    expect(error).toBeLessThan(10 * stats.accuracy + 1e-11);
  });

  it.each([
    ['two wells, 100 nats', 0, 100, 72],
    ['four wells, 20 and 33 nats, turning', 0.5, 33, 64],
  ])('agrees in every cell across barriers: %s', (name, turn, barrier, n) => {
    const four = name.startsWith('four');
    const sde: Sde = {
      names: ['u', 'w'],
      drift: (x, out) => {
        const u = barrier * (4 * x[0] * (x[0] ** 2 - 1) + (four ? 0.05 : 0.3 * x[1]));
        const w = barrier * (four ? 0.6 * (4 * x[1] * (x[1] ** 2 - 1) - 0.07) : 1.6 * x[1] + 0.3 * x[0]);
        out[0] = -u - turn * w;
        out[1] = -w + turn * u;
      },
      diffusion: (_, out) => out.set([1, 0, 0, 1]),
    };
    const { error, outcome, stats } = worst(discretise(sde, grid({ u: [-1.6, 1.6, n], w: [-1.6, 1.6, n] })));
    expect(outcome).toBe('converged');
    expect(error).toBeLessThan(1e-10);
    expect(error).toBeLessThan(10 * stats.accuracy + 1e-11);
  });

  it('agrees in space and around a circle', () => {
    const space = discretise(
      linearSde(
        [
          [1, -1, 0],
          [1, 1.5, 0.5],
          [0, -0.5, 0.8],
        ],
        [
          [1, 0.5, -0.2],
          [0.5, 0.6, 0.1],
          [-0.2, 0.1, 0.4],
        ],
      ),
      grid({ u: [-4, 4, 14], w: [-4, 4, 14], z: [-4, 4, 14] }),
    );
    expect(worst(space).error).toBeLessThan(1e-9);
    const driven = discretise(
      {
        names: ['phase', 'w'],
        drift: (x, out) => out.set([1 + Math.cos(x[0]) + 0.3 * x[1], -x[1] + Math.sin(x[0])]),
        diffusion: (_, out) => out.set([0.3, 0, 0, 0.5]),
      },
      grid({ phase: { kind: 'uniform', from: 0, to: 2 * Math.PI, cells: 60, periodic: true }, w: [-4, 4, 60] }),
    );
    expect(worst(driven).error).toBeLessThan(1e-9);
  });

  it('leaves cells outside the class empty and stops when told', () => {
    const rates = ratesFrom(4, [
      [0, 1, 2],
      [1, 2, 1],
      [2, 1, 3],
      [3, 0, 1],
    ]);
    const { value } = steadyStateByIteration(onGrid(rates, [4]));
    expect([...value.mass].map((m) => m.toFixed(10))).toEqual([
      '0.0000000000',
      '0.7500000000',
      '0.2500000000',
      '0.0000000000',
    ]);
    const generator = discretise(linearSde(B, tilted(0.4, 1, 1)), grid({ u: [-6, 6, 50], w: [-6, 6, 50] }));
    const stopped = stoppedAfter(5, iterationInSteps(generator, { start: new Float64Array(2500) }));
    expect(stopped).toMatchObject({ outcome: 'stopped', stats: { cycles: 4 } });
    expect(stopped.message).toMatch(/^Stopped after 4 cycles/);
    expect([...stopped.value.mass].reduce((sum, m) => sum + m, 0)).toBeCloseTo(1, 12);
    const limited = steadyStateByIteration(generator, { cycles: 2 });
    expect(limited.outcome).toBe('step-limit');
    expect(limited.message).toMatch(/did not converge in \d+ cycles/);
  });

  it('throws for a start of another length', () => {
    expect(() =>
      steadyStateByIteration(
        onGrid(
          ratesFrom(2, [
            [0, 1, 1],
            [1, 0, 1],
          ]),
          [2],
        ),
        { start: new Float64Array(3) },
      ),
    ).toThrow('steadyState.start: 2 logarithms, got 3. Give one for each cell.');
  });
});

describe('coarseGenerator', () => {
  it('has nearly the steady state of a grid that was made coarse', () => {
    const sde = linearSde(B, tilted(0.4, 1, 0.3));
    const fine = discretise(sde, grid({ u: [-5, 5, 60], w: [-5, 5, 60] }));
    const direct = discretise(sde, grid({ u: [-5, 5, 30], w: [-5, 5, 30] }));
    const read = coarseGenerator(fine, [30, 30]);
    const [a, b] = [direct, read].map((generator) => steadyStateByElimination(generator).value.mass);
    expect(a.reduce((sum, m, i) => sum + Math.abs(m - b[i]), 0)).toBeLessThan(0.02);
  });
});
