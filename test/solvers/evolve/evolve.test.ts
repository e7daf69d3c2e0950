import { describe, expect, it } from 'vitest';
import { Solver } from '#odex';
import { evolve, evolveSchedule } from '../../../solvers/evolve/evolve.js';
import { multiply } from '../../../src/num/csr.js';
import {
  densityOf,
  distanceTo,
  fitted,
  gaussian,
  lineGenerator,
  orders,
  ornsteinUhlenbeck,
  pointMass,
  uniformCells,
} from '../hand-built.js';
import { exponentials } from './exponentials.js';

const EXTREME_TIMES = [1e-3, 1e-2, 0.1, 1, 10, 1e2, 1e3, 1e4, 1e5, 1e6];

describe('evolve', () => {
  it('agrees with the matrix exponential of small generators', () => {
    for (const { lower, upper, mass, time, expected } of exponentials) {
      const generator = lineGenerator(lower, upper);
      const density = { grid: generator.grid, mass: Float64Array.from(mass) };
      const { value } = evolve(generator, density, [time]);
      value.frames[0].density.mass.forEach((m, i) => {
        expect(Math.abs(m - expected[i])).toBeLessThan(2e-15);
      });
    }
  });

  it('agrees with a method-of-lines run of odex', () => {
    const cells = uniformCells(-5, 5, 60);
    const generator = ornsteinUhlenbeck(cells);
    const density = densityOf(generator, cells, (x) => gaussian(x, 1.5, 0.2));
    const derivative = new Float64Array(cells.n);
    const solver = new Solver(cells.n);
    solver.absoluteTolerance = solver.relativeTolerance = 1e-12;
    const lines = solver.solve(
      (_, y) => {
        multiply(generator.rates, Float64Array.from(y), derivative);
        return [...derivative];
      },
      0,
      [...density.mass],
      0.7,
    );
    const { value } = evolve(generator, density, [0.7]);
    value.frames[0].density.mass.forEach((m, i) => {
      expect(Math.abs(m - lines.y[i])).toBeLessThan(1e-11);
    });
  });

  it('is of second order for Ornstein–Uhlenbeck', () => {
    const errors = [100, 200, 400, 800, 1600].map((n) => {
      const cells = uniformCells(-8, 8, n);
      const generator = ornsteinUhlenbeck(cells);
      const { value } = evolve(
        generator,
        densityOf(generator, cells, (x) => gaussian(x, 1.5, 0.25)),
        [0.5],
      );
      const decay = Math.exp(-0.5);
      const p = (x: number) => gaussian(x, 1.5 * decay, 1 + (0.25 - 1) * decay ** 2);
      return distanceTo(cells, value.frames[0].density.mass, p);
    });
    for (const order of orders(errors)) expect(order).toBeGreaterThan(1.95);
    for (const order of orders(errors)) expect(order).toBeLessThan(2.05);
  });

  it('is of second order for geometric Brownian motion in its own coordinate', () => {
    // dv = μ v dt + s v dW from a log-normal law stays log-normal.
    const [mu, s, time] = [0.1, 0.4, 0.5];
    const lognormal = (v: number, mean: number, variance: number) => gaussian(Math.log(v), mean, variance) / v;
    const errors = [300, 600, 1200, 2400, 4800].map((n) => {
      const cells = uniformCells(0.02, 12.02, n);
      const generator = fitted(
        cells,
        (v) => (s * v) ** 2 / 2,
        (v) => ((2 * mu) / s ** 2) * Math.log(v),
      );
      const density = densityOf(generator, cells, (v) => lognormal(v, 0, 0.09));
      const { value } = evolve(generator, density, [time]);
      const p = (v: number) => lognormal(v, (mu - s ** 2 / 2) * time, 0.09 + s ** 2 * time);
      return distanceTo(cells, value.frames[0].density.mass, p);
    });
    for (const order of orders(errors)) expect(order).toBeGreaterThan(1.95);
    for (const order of orders(errors)) expect(order).toBeLessThan(2.05);
  });

  it('comes within 10⁻⁸ of the exact density with 10⁵ cells', () => {
    const cells = uniformCells(-8, 8, 100_000);
    const generator = ornsteinUhlenbeck(cells);
    const { value } = evolve(
      generator,
      densityOf(generator, cells, (x) => gaussian(x, 1, 0.2)),
      [0.1, 1],
    );
    for (const { time, density } of value.frames) {
      const decay = Math.exp(-time);
      const p = (x: number) => gaussian(x, decay, 1 + (0.2 - 1) * decay ** 2);
      expect(distanceTo(cells, density.mass, p)).toBeLessThan(1e-8);
    }
    expect(value.massError).toBeLessThan(1e-12);
  });

  it.each([0, 3, 9])('keeps mass and sign from t = 10⁻³ to 10⁶, from a point %d deviations out', (x0) => {
    const cells = uniformCells(-10, 10, 500);
    const generator = ornsteinUhlenbeck(cells);
    const start = pointMass(
      generator,
      cells.x.findIndex((x) => x > x0),
    );
    const { value, outcome } = evolve(generator, start, EXTREME_TIMES);
    expect(outcome).toBe('converged');
    expect(value.massError).toBeLessThan(1e-14);
    expect(value.smallestMass).toBeGreaterThan(-1e-15);
    const last = value.frames[value.frames.length - 1].density.mass;
    expect(distanceTo(cells, last, (x) => gaussian(x, 0, 1))).toBeLessThan(1e-12);
  });

  it('takes rates up to 10¹²', () => {
    const n = 400;
    const up = Array.from({ length: n }, (_, i) => (i < n - 1 ? 10 ** (6 + 6 * Math.sin(i / 30)) : 0));
    const down = up.map((u, i) => u * (1 + 0.1 * Math.cos(i / 7)));
    const generator = lineGenerator(up, down);
    const { value } = evolve(generator, pointMass(generator, 200), EXTREME_TIMES);
    expect(value.massError).toBeLessThan(1e-14);
    expect(value.smallestMass).toBeGreaterThan(-1e-15);
  });

  it('lets nothing across a face without jumps, to the last bit', () => {
    const n = 200;
    const up = Array.from({ length: n }, (_, i) => (i === 99 || i === n - 1 ? 0 : 1e4 + i));
    const generator = lineGenerator(up, up);
    const mass = new Float64Array(n);
    for (let i = 0; i < 100; i++) mass[i] = 0.01;
    const { value } = evolve(generator, { grid: generator.grid, mass }, EXTREME_TIMES);
    for (const { density } of value.frames) {
      expect(density.mass.subarray(100).every((m) => Object.is(m, 0))).toBe(true);
    }
    mass.fill(0.3 / 100, 0, 100).fill(0.7 / 100, 100);
    const both = evolve(generator, { grid: generator.grid, mass }, EXTREME_TIMES).value;
    for (const { density } of both.frames) {
      expect(Math.abs(density.mass.subarray(0, 100).reduce((a, b) => a + b, 0) - 0.3)).toBeLessThan(1e-15);
    }
  });

  it('lowers the relative entropy to the steady state at every frame', () => {
    const cells = uniformCells(-7, 7, 300);
    const generator = ornsteinUhlenbeck(cells);
    const times = Array.from({ length: 40 }, (_, k) => 0.01 * 1.2 ** k);
    const { value } = evolve(generator, pointMass(generator, 240), times);
    const steady = densityOf(generator, cells, (x) => gaussian(x, 0, 1)).mass;
    const entropy = value.frames.map(({ density: { mass } }) =>
      mass.reduce((s, m, i) => (m > 0 ? s + m * Math.log(m / steady[i]) : s), 0),
    );
    for (let k = 1; k < entropy.length; k++) expect(entropy[k]).toBeLessThan(entropy[k - 1]);
  });

  it('follows the mean of 1/v of the stochastic logistic equation', () => {
    // dv = −4v(v − 1)dt + 4Tv dt + 4v√T dW: 1/v obeys a linear equation, E[1/v] → 1/(1 − 3T) at rate 4(1 − 3T).
    const temperature = 0.1;
    const cells = uniformCells(-14, 3, 6800);
    const generator = fitted(
      cells,
      () => 8 * temperature,
      (x) => (-4 * Math.exp(x) + (4 - 4 * temperature) * x) / (8 * temperature),
    );
    const density = densityOf(generator, cells, (x) => gaussian(x, 0.4, 0.04));
    const mean = (mass: Float64Array) => mass.reduce((s, m, i) => s + m * Math.exp(-cells.x[i]), 0);
    const limit = 1 / (1 - 3 * temperature);
    const { value } = evolve(generator, density, [0.1, 0.5, 2]);
    for (const frame of value.frames) {
      const exact = limit + (mean(density.mass) - limit) * Math.exp(-4 * (1 - 3 * temperature) * frame.time);
      expect(Math.abs(mean(frame.density.mass) / exact - 1)).toBeLessThan(2e-5);
    }
  });

  it('evolves on a ring', () => {
    // Diffusion and drift on a circle: the Fourier mode e^{ix} decays at rate 1 and turns with the drift.
    const n = 400;
    const h = (2 * Math.PI) / n;
    const c = 0.7;
    const generator = lineGenerator(
      new Float64Array(n).fill(1 / h ** 2 + c / (2 * h)),
      new Float64Array(n).fill(1 / h ** 2 - c / (2 * h)),
    );
    const mass = Float64Array.from({ length: n }, (_, i) => (1 + 0.8 * Math.cos(i * h)) / n);
    const { value } = evolve(generator, { grid: generator.grid, mass }, [1, 50]);
    value.frames[0].density.mass.forEach((m, i) => {
      expect(Math.abs(n * m - 1 - 0.8 * Math.exp(-1) * Math.cos(i * h - c))).toBeLessThan(1e-4);
    });
    expect(value.frames[1].density.mass.every((m) => Math.abs(n * m - 1) < 1e-12)).toBe(true);
    expect(value.massError).toBeLessThan(1e-14);
  });

  it('handles times 0, equal and out of order, and reports frames as they come', () => {
    const generator = lineGenerator([1, 2, 0], [3, 1, 0]);
    const seen: number[] = [];
    const start = pointMass(generator, 0);
    const { value, stats } = evolve(generator, start, [1, 0, 1], { onFrame: (f) => seen.push(f.time) });
    expect(seen).toEqual([0, 1, 1]);
    expect(value.warnings).toHaveLength(1);
    expect([...value.frames[0].density.mass]).toEqual([1, 0, 0]);
    expect(value.frames[2].density.mass).toEqual(value.frames[1].density.mass);
    expect(stats.steps).toBeGreaterThanOrEqual(1);
  });

  it('says when the step limit stopped it', () => {
    const cells = uniformCells(-14, 14, 700);
    const generator = ornsteinUhlenbeck(cells);
    const run = evolve(generator, pointMass(generator, 690), [0, 1], { stepLimit: 4 });
    expect(run.outcome).toBe('step-limit');
    expect(run.value.frames).toHaveLength(1);
    expect(run.message).toMatch(/limit of 4 steps with 1 of 2 frames done\. Raise stepLimit/);
  });

  it('refuses options and rates it cannot work with', () => {
    const generator = lineGenerator([1, 0], [1, 0]);
    const start = pointMass(generator, 0);
    expect(() => evolve(generator, start, [1], { tolerance: 0 })).toThrow(/a tolerance > 0, got 0/);
    expect(() => evolve(generator, start, [1], { floor: 0 })).toThrow(/a floor < 0, got 0/);
    expect(() => evolve(generator, start, [1], { stepLimit: NaN })).toThrow(/a stepLimit of at least 1, got NaN/);
    const huge = lineGenerator([1e200, 0], [1e200, 0]);
    expect(() => evolve(huge, start, [1])).toThrow(/rate × time ≤ 1e\+150, got 1.0e\+200/);
  });
});

describe('evolveSchedule', () => {
  const slow = lineGenerator([1, 2, 0], [3, 1, 0]);
  const fast = lineGenerator([5, 0.5, 0], [1, 4, 0]);
  const start = pointMass(slow, 0);
  const mass = (e: ReturnType<typeof evolve>) => e.value.frames[e.value.frames.length - 1].density.mass;

  it('is a product of exponentials, also with output times at the ends of segments', () => {
    const segments = [
      { generator: slow, until: 0.5 },
      { generator: fast, until: 1.25 },
      { generator: slow, until: 2 },
    ];
    const whole = evolveSchedule(segments, start, [0.5, 0.7, 2]);
    const first = evolve(slow, start, [0.5]);
    const second = evolve(fast, { grid: slow.grid, mass: mass(first) }, [0.75]);
    const third = evolve(slow, { grid: slow.grid, mass: mass(second) }, [0.75]);
    mass(whole).forEach((m, i) => {
      expect(Math.abs(m - mass(third)[i])).toBeLessThan(1e-15);
    });
    expect([...whole.value.frames[0].density.mass]).toEqual([...mass(first)]);
  });

  it.each([
    ['no segments', [], /at least one segment, got none/],
    [
      'ends that do not ascend',
      [
        { generator: slow, until: 1 },
        { generator: fast, until: 1 },
      ],
      /a segment that ends after 1, got 1/,
    ],
    ['an end that is no number', [{ generator: slow, until: NaN }], /ends after 0, got NaN/],
    [
      'another grid',
      [
        { generator: slow, until: 1 },
        { generator: lineGenerator([1, 0], [1, 0]), until: 3 },
      ],
      /the same grid in every segment, got 2 cells after 3/,
    ],
    ['a schedule that ends too early', [{ generator: slow, until: 1 }], /output times up to 1, where .* got 2/],
  ])('refuses %s', (_, segments, message) => {
    expect(() => evolveSchedule(segments, start, [2])).toThrow(message);
  });
});
