import { describe, expect, it } from 'vitest';
import { discretise } from '../../../src/fv/discretise.js';
import { grid } from '../../../src/grid/grid.js';
import { compensatedSum } from '../../../src/num/sum.js';
import { cumulativeOf, pointAt } from '../../../src/data/cumulative.js';
import type { Sde } from '../../../src/sde/sde.js';
import { evolveOnGrid, type TensorMethod } from '../../../solvers/evolve/tensor-evolution.js';
import { frameReader, readFrame } from '../../../solvers/evolve/tensor-frame.js';
import { tensorFrames } from '../../../solvers/evolve/tensor-frames.js';
import { tensorLimit } from '../../../solvers/evolve/tensor-limit.js';
import { onStates, type TensorStage } from '../../../solvers/evolve/tensor-stages.js';
import type { TensorStart } from '../../../solvers/evolve/tensor-start.js';
import { box, free2, LEANING, onBox, steadyDrift } from '../box-problems.js';
import { orders } from '../hand-built.js';

const forever = (sde: Sde): TensorStage[] => [{ until: Infinity, ramp: false, sdeAt: () => sde }];
const from = (...values: number[]): TensorStart => ({
  kind: 'product',
  text: values.join(),
  laws: values.map(pointAt),
});
const cellsOf = ({ grid: { size } }: { readonly grid: { readonly size: number } }, mass: Float64Array): number =>
  compensatedSum(mass.subarray(0, size));
/** All mass in one cell. */
function alone(generator: Parameters<typeof onStates>[1], cell: number): Float64Array {
  const mass = new Float64Array(generator.rates.rows);
  mass[cell] = 1;
  return mass;
}

describe('evolveOnGrid with absorbing ends', () => {
  it('keeps mass and what the ends took at 1 to 1e-12 by both methods, none below 0, and both agree', () => {
    const generator = onBox(steadyDrift([1.5, -0.5], LEANING), [18, 20]);
    const start = alone(generator, 9 * 20 + 4);
    const times = [0.01, 0.1, 0.5, 3];
    const [first, second] = (['uniformisation', 'krylov'] as TensorMethod[]).map(
      (method) => evolveOnGrid(generator, start, times, { method }).value,
    );
    for (const run of [first, second]) {
      expect(run.massError).toBeLessThan(1e-12);
      expect(run.smallestMass).toBeGreaterThanOrEqual(0);
      run.masses.forEach((mass) => expect(Math.abs(compensatedSum(mass) - 1)).toBeLessThan(1e-12));
    }
    first.masses.forEach((mass, t) => {
      mass.forEach((m, i) => expect(Math.abs(m - second.masses[t][i])).toBeLessThan(1e-10));
    });
    const left = first.masses.map((mass) => cellsOf(generator, mass));
    left.slice(1).forEach((share, t) => expect(share).toBeLessThan(left[t]));
    // In the end all of it is at the ends, in the shares of the splitting probabilities.
    const limit = tensorLimit(generator, start)!;
    expect(limit.names).toEqual(['u=-1', 'u=1', 'w=-1', 'w=1']);
    expect(compensatedSum(limit.weights)).toBeCloseTo(1, 12);
    const late = evolveOnGrid(generator, start, [30], { method: 'uniformisation' }).value.masses[0];
    limit.weights.forEach((weight, e) => expect(Math.abs(late[360 + e] - weight)).toBeLessThan(1e-12));
  });

  it('survives along independent axes with the product of their probabilities, in the plane and in space', () => {
    const drifts = [1, -0.5, 0.2];
    const noises = [1, 0.6, 0.3];
    const cells = [9, 8, 7];
    const absorbing = [true, false] as const;
    const axes = cells.map((n, k) => box(n, k === 1 ? { kind: 'sinh', scale: 0.5, absorbing } : {}));
    const time = 0.3;
    const alongOne = drifts.map((drift, k) => {
      const generator = discretise(steadyDrift([drift], [noises[k]]), grid({ u: axes[k] }));
      return cellsOf(generator, evolveOnGrid(generator, alone(generator, 3), [time]).value.masses[0]);
    });
    for (const d of [2, 3]) {
      const D = Array.from({ length: d * d }, (_, i) => (i % (d + 1) === 0 ? noises[i / (d + 1)] : 0));
      const names = ['u', 'w', 'z'].slice(0, d);
      const spec = Object.fromEntries(names.map((name, k) => [name, axes[k]]));
      const generator = discretise(steadyDrift(drifts.slice(0, d), D), grid(spec));
      const at = cells.slice(0, d).reduce((cell, n) => cell * n + 3, 0);
      for (const method of ['uniformisation', 'krylov'] as TensorMethod[]) {
        const { masses } = evolveOnGrid(generator, alone(generator, at), [time], { method }).value;
        const product = alongOne.slice(0, d).reduce((a, b) => a * b);
        expect(Math.abs(cellsOf(generator, masses[0]) / product - 1)).toBeLessThan(1e-11);
      }
    }
  });
});

describe('tensorFrames with absorbing ends', () => {
  /** Survival on [−1, 1] from an even law on [a, b] under D = 1, by its sine series. */
  const survival = ([a, b]: readonly [number, number], t: number): number => {
    let sum = 0;
    for (let k = 1; k < 60; k += 2) {
      const wave = (k * Math.PI) / 2;
      const start = (Math.cos(wave * (a + 1)) - Math.cos(wave * (b + 1))) / (wave * (b - a));
      sum += (2 / wave) * start * Math.exp(-(wave ** 2) * t);
    }
    return sum;
  };
  const ranges = [
    [-0.5, 0.5],
    [-0.5, 0],
  ] as const;

  it('tells what is left and what each end took, to second order, and figures of what is left', () => {
    const times = [0, 0.1, 0.6];
    const laws = ranges.map(([a, b]) => cumulativeOf(`uniform(${a}, ${b})`, 'initial'));
    const start: TensorStart = { kind: 'product', text: '', laws };
    const errors = [12, 24, 48].map((n) => {
      const run = tensorFrames(forever(free2), start, { times, axes: [box(n), box(2 * n)] });
      expect(run.massError).toBeLessThan(1e-12);
      expect(run.warnings).toEqual([]);
      const { survival: left, absorbed, moments, components, mass } = run.frames[2];
      expect(mass).toHaveLength(2 * n * n);
      expect(left! + Object.values(absorbed!).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      expect(components.map(({ name }) => name)).toEqual(['u=-1', 'u=1', 'w=-1', 'w=1', 'transient']);
      expect(components[4].weight).toBeCloseTo(left!, 13);
      expect(absorbed!['w=-1']).toBeGreaterThan(absorbed!['w=1']);
      expect(run.frames[0].survival).toBeCloseTo(1, 14);
      // By now what is left is nearly the slowest wave, a cosine: variance 1 − 8/π².
      expect(moments['u'].variance).toBeCloseTo(1 - 8 / Math.PI ** 2, 1);
      return [1, 2].map((t) =>
        Math.abs(run.frames[t].survival! / (survival(ranges[0], times[t]) * survival(ranges[1], times[t])) - 1),
      );
    });
    expect(Math.max(...errors[2])).toBeLessThan(2e-3);
    for (const t of [0, 1]) orders(errors.map((e) => e[t])).forEach((order) => expect(order).toBeGreaterThan(1.7));
  });

  it('tells the ends apart also where no limit is known', () => {
    const { grid: cells } = onBox(free2, [2, 2]);
    const masses = Float64Array.of(0.1, 0.1, 0, 0.2, 0.3, 0, 0.1, 0.2);
    const frame = readFrame(frameReader(cells, [['u', 'w']], null), 1, masses, false);
    expect(frame.survival).toBeCloseTo(0.4, 14);
    expect(frame.absorbed).toEqual({ 'u=-1': 0.3, 'u=1': 0, 'w=-1': 0.1, 'w=1': 0.2 });
    expect(frame.components.map(({ name }) => name)).toEqual(['u=-1', 'u=1', 'w=-1', 'w=1', 'on the grid']);
    expect(frame.components[4].weight).toBeCloseTo(0.4, 14);
    // Of what is left: u = ∓½ with ½ each, w likewise ¼ and ¾; u·w > 0 in ¼ + ½ of it.
    expect(frame.moments['u'].mean).toBeCloseTo(0, 14);
    expect(frame.moments['w'].mean).toBeCloseTo(0.25, 14);
    expect(frame.positive['u*w']).toBeCloseTo(0.75, 14);
    expect(frame.entropy).toBeCloseTo(1.5 * Math.log(2), 14);
    expect([frame.relativeEntropy, frame.atEdge, frame.mass.length]).toEqual([null, { u: 0, w: 0 }, 4]);
  });

  it('goes on through stages, and beside a range that is chosen', () => {
    const stages: TensorStage[] = [
      { until: 0.1, ramp: false, sdeAt: () => free2 },
      { until: 0.2, ramp: true, sdeAt: (t) => steadyDrift([0, 0], [1 + t, 0, 0, 1]) },
      { until: 1, ramp: false, sdeAt: () => free2 },
    ];
    const run = tensorFrames(stages, from(0, 0), { times: [0.15, 0.5], axes: [box(12), box(12)] });
    expect(run.massError).toBeLessThan(1e-12);
    expect(run.frames[1].survival!).toBeLessThan(run.frames[0].survival!);
    const pulled: Sde = {
      ...free2,
      drift: (theta, out) => void out.set([0, -6 * theta[1]]),
    };
    const chosen = tensorFrames(forever(pulled), from(0, 0), { times: [0.3], axes: [box(24), null] });
    expect(chosen.grid.axes[1].edges[0]).toBeLessThan(-1.5);
    expect(Math.abs(chosen.frames[0].survival! / survival([-1e-6, 1e-6], 0.3) - 1)).toBeLessThan(5e-3);
    expect(chosen.frames[0].components.map(({ name }) => name)).toEqual(['u=-1', 'u=1', 'transient']);
    expect(chosen.warnings).toEqual([]);
  });
});
