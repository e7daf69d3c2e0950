import { describe, expect, it } from 'vitest';
import { firstTimeAbove, type FirstTime } from '../../../solvers/symmetry/first-time.js';
import { learningTimes } from '../../../solvers/symmetry/learning-times.js';
import { startCloud } from '../../../solvers/symmetry/start.js';
import { brownian, normalBelow, plain } from './problems.js';

const wrong = [{ u: [1], w: [-0.9] }];

describe('firstTimeAbove', () => {
  it('is the inverse Gaussian law where ξ is a Brownian motion', () => {
    const { logA, logB } = startCloud(wrong);
    const distance = 0.5 * (logB[0] - logA[0]);
    const variance = 16 * brownian.temperature;
    const survival = (t: number): number => {
      const width = Math.sqrt(variance * t);
      return (
        normalBelow((distance - 4 * t) / width) -
        Math.exp((8 * distance) / variance) * normalBelow(-(distance + 4 * t) / width)
      );
    };
    const { value, outcome, stats } = firstTimeAbove(brownian, wrong, {
      resolution: { xi: 0.15, zeta: 0.3, time: 0.03, reach: 1e-4 },
    });
    expect(outcome).toBe('converged');
    expect(Math.abs(stats.massError)).toBeLessThan(1e-12);
    value.times.forEach((t, k) => {
      if (t > 0.1) expect(Math.abs(value.survival[k] - survival(t))).toBeLessThan(5e-3);
    });
    for (const { level, time } of value.quantiles) expect(survival(time!)).toBeCloseTo(1 - level, 2);
  });

  it('says which quantiles are not reached', () => {
    const resolution = { xi: 0.4, zeta: 0.4, time: 0.1, reach: 10 };
    const short = firstTimeAbove(plain, wrong, { until: 0.1, resolution });
    expect(short.outcome).toBe('step-limit');
    expect(short.message).toMatch(/Raise `until`/);
    const half = [...wrong, { u: [1], w: [-1] }];
    const { value, outcome } = firstTimeAbove(plain, half, { quantiles: [0.3, 0.9], resolution });
    expect(value.never).toBe(0.5);
    expect(outcome).toBe('converged');
    expect(value.quantiles[0].time).toBeGreaterThan(0.3);
    expect(value.quantiles[1].time).toBeNull();
    expect(firstTimeAbove(plain, [{ u: [1], w: [1] }], { resolution }).value.quantiles[0].time).toBe(0);
    expect(() => firstTimeAbove(plain, wrong, { level: -1 })).toThrow(/finite level ≥ 0/);
    expect(() => firstTimeAbove(plain, wrong, { quantiles: [1] })).toThrow(/between 0 and 1/);
  });
});

describe('learningTimes', () => {
  const resolution = { xi: 0.3, zeta: 0.5, time: 0.08, reach: 10 };
  const time = ({ quantiles }: FirstTime, q: number): number => quantiles.find(({ level }) => level === q)!.time!;

  it('grow with ln(1/a₀) at the rates of the linear regime', () => {
    const start = { imbalances: [1e-4, 1e-7] };
    const seen: number[] = [];
    const [near, far] = learningTimes(plain, {
      start,
      temperatures: [0.1],
      quantiles: [0.5, 0.95],
      resolution,
      onRow: (_, done, of) => seen.push(done, of),
    });
    expect(seen).toEqual([1, 2, 2, 2]);
    const nats = Math.log(1e3);
    expect(near.growth).toEqual({ sign: 0.125, learned: 1 / (4 * 0.7) });
    expect((time(far.sign, 0.5) - time(near.sign, 0.5)) / nats / near.growth.sign).toBeCloseTo(1, 1);
    expect((time(far.learned, 0.5) - time(near.learned, 0.5)) / nats / near.growth.learned).toBeCloseTo(1, 1);
    expect(time(far.learned, 0.95)).toBeGreaterThan(time(far.learned, 0.5));
  });

  it('take any start, and stop above T_c, where most paths never learn', () => {
    const [row] = learningTimes(plain, { start: wrong, temperatures: [0.6], quantiles: [0.5], resolution });
    expect(row.imbalance).toBeNull();
    expect(row.growth.learned).toBe(Infinity);
    expect(time(row.sign, 0.5)).toBeGreaterThan(0);
    expect(row.learned.quantiles[0].time).toBeNull();
  });

  it('refuse imbalances that have the right sign and levels that are none', () => {
    const of = (start: { imbalances: number[] }, learned?: number) => () =>
      learningTimes(plain, { start, temperatures: [0.1], ...(learned === undefined ? {} : { learned }) });
    for (const a of [2, 0, NaN]) expect(of({ imbalances: [a] })).toThrow(/numbers between 0 and b₀ = 1, got/);
    for (const v of [0, -1, NaN, Infinity]) expect(of({ imbalances: [0.1] }, v)).toThrow(/a v > 0 that counts/);
  });
});
