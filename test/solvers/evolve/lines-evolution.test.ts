import { describe, expect, it } from 'vitest';
import { cumulativeOf, samplesAt } from '../../../src/data/cumulative.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { evolveLines, type LinesEvolution } from '../../../solvers/evolve/lines-evolution.js';
import { stationaryOnLines } from '../../../solvers/steady/stationary.js';
import { forever, interpolation, labelNoise, problem } from '../reduced-problems.js';

const law = (text: string) => cumulativeOf(text, 'initial.v');
const run = (p: DiagonalLinearProblem, start: string, times: readonly number[]): LinesEvolution =>
  evolveLines(forever(p), law(start), times, { grid: 'auto' });
const weight = (frame: LinesEvolution['frames'][number], name: string): number =>
  frame.components.find((c) => c.name === name)!.weight;

describe('Ornstein–Uhlenbeck', () => {
  // dv = −2(v − 1)dt + √(2·0.2) dW.
  const p = labelNoise(0.1, 0);
  const moments = (t: number, mean: number, variance: number): [number, number] => [
    1 + (mean - 1) * Math.exp(-2 * t),
    0.1 + (variance - 0.1) * Math.exp(-4 * t),
  ];

  it('has the exact mean and variance from a Gaussian and from a point', () => {
    for (const [start, mean, variance] of [
      ['normal(3, 0.2)', 3, 0.04],
      ['3', 3, 0],
    ] as const) {
      const { frames, massError, smallestMass } = run(p, start, [0, 0.01, 0.1, 1, 10]);
      frames.forEach((frame) => {
        const exact = moments(frame.time, mean, variance);
        expect(Math.abs(frame.mean - exact[0])).toBeLessThan(5e-5);
        expect(Math.abs(frame.variance - exact[1])).toBeLessThan(5e-4 * exact[1] + 2e-5);
      });
      expect(massError).toBeLessThan(1e-12);
      expect(smallestMass).toBeGreaterThan(-1e-15);
    }
  });

  it('has the exact density, entropy and relative entropy', () => {
    const { axis, frames } = run(p, 'normal(3, 0.2)', [0.2]);
    const [mean, variance] = moments(0.2, 3, 0.04);
    const exact = (v: number): number => -((v - mean) ** 2) / (2 * variance) - 0.5 * Math.log(2 * Math.PI * variance);
    axis.centres.forEach((v, i) => {
      if (Math.abs(v - mean) < 4 * Math.sqrt(variance))
        expect(Math.abs(frames[0].logDensity[i] - exact(v))).toBeLessThan(5e-3);
    });
    // Entropy over cells is of second order in their width.
    expect(frames[0].entropy).toBeCloseTo(0.5 * Math.log(2 * Math.PI * Math.E * variance), 3);
    const distance = 0.5 * (variance / 0.1 + (mean - 1) ** 2 / 0.1 - 1 - Math.log(variance / 0.1));
    expect(frames[0].relativeEntropy! / distance).toBeCloseTo(1, 4);
  });
});

describe('exact transients on the grids of problems', () => {
  // T = 0.05 and x ~ N(0, 1), y = 0 at depth 0: dv = −2v dt + √0.4 v dW. In ln v the law stays Gaussian.
  const geometric = { ...problem(), depth: 0, alpha: [2, 0, 0], beta: [1, 0], delta: 0, temperature: 0.05 } as const;
  const cases = [
    {
      name: 'Ornstein–Uhlenbeck',
      p: labelNoise(0.1, 0),
      start: 'normal(2, 0.4)',
      grid: { kind: 'uniform', from: -2.5, to: 4.7 },
      coordinate: (v: number) => [v, 1],
      moments: (t: number) => [1 + Math.exp(-2 * t), 0.1 + 0.06 * Math.exp(-4 * t)],
    },
    {
      name: 'geometric Brownian motion',
      p: geometric,
      start: 'lognormal(0, 0.8)',
      grid: { kind: 'log', from: 1.5e-3, to: 240 },
      coordinate: (v: number) => [Math.log(v), v],
      moments: (t: number) => [-2.2 * t, 0.64 + 0.4 * t],
    },
  ] as const;
  const distance = ({ p, start, grid, coordinate, moments }: (typeof cases)[number], cells: number): number => {
    const { axis, frames, massError } = evolveLines(forever(p), law(start), [0.1], { grid: { ...grid, cells } });
    expect(massError).toBeLessThan(1e-12);
    const [mean, variance] = moments(0.1);
    return axis.centres.reduce((sum, v, i) => {
      const [y, slope] = coordinate(v);
      const exact = Math.exp(-((y - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance) / slope;
      return sum + Math.abs(Math.exp(frames[0].logDensity[i]) - exact) * axis.widths[i];
    }, 0);
  };

  it.each(cases)('$name: second order over four refinements, 10⁻⁸ with 10⁵ cells', (which) => {
    const errors = [150, 300, 600, 1200, 2400].map((cells) => distance(which, cells));
    for (let k = 1; k < errors.length; k++) {
      const order = Math.log2(errors[k - 1] / errors[k]);
      expect(order).toBeGreaterThan(1.95);
      expect(order).toBeLessThan(2.05);
    }
    expect(distance(which, 100_000)).toBeLessThan(1e-8);
  });

  it('keeps mass and sign from t = 10⁻³ to 10⁶', () => {
    const times = Array.from({ length: 10 }, (_, k) => 10 ** (k - 3));
    const grid = { kind: 'signed-log' as const, from: 1e-12, to: 1e4, cells: 2000 };
    const { massError, smallestMass } = evolveLines(forever(problem()), law('normal(0.4, 0.3)'), times, { grid });
    expect(massError).toBeLessThan(1e-12);
    expect(smallestMass).toBeGreaterThanOrEqual(-1e-15);
  });
});

describe('below T_c', () => {
  const times = [0, 0.03, 0.1, 0.3, 1, 3, 10, 100];
  const wide = run(problem(), 'normal(0.2, 0.5)', times);

  it('comes ever nearer to its limit, which is the steady state on v > 0', () => {
    const distances = wide.frames.map(({ relativeEntropy }) => relativeEntropy!);
    for (let k = 1; k < distances.length; k++) expect(distances[k]).toBeLessThan(distances[k - 1]);
    const steady = stationaryOnLines(reducedLines(problem()), 'auto').components[0];
    const last = wide.frames[wide.frames.length - 1];
    expect(last.mean / (weight(last, 'v>0') * steady.mean)).toBeCloseTo(1, 7);
  });

  it('never changes sides, to the last bit', () => {
    const grid = { kind: 'signed-log' as const, from: 1e-8, to: 1e3, cells: 2000 };
    for (const [start, empty] of [
      ['-0.5', 'v>0'],
      ['0.5', 'v<0'],
      ['uniform(-2, -0.1)', 'v>0'],
    ] as const) {
      const { frames } = evolveLines(forever(problem()), law(start), times, { grid });
      for (const frame of frames) {
        expect(weight(frame, empty)).toBe(0);
        expect(frame.mass.every((m, i) => m === 0 || i < 1000 === (empty === 'v>0'))).toBe(true);
      }
    }
    for (const frame of wide.frames) expect(weight(frame, 'v<0')).toBeCloseTo(0.34457825838967583, 14);
  });

  it('leaves what starts at v = 0 there', () => {
    const { frames } = run(problem(), 'discrete([0, 1], [1, 3])', [0, 1]);
    for (const frame of frames)
      expect([weight(frame, 'v=0'), weight(frame, 'v>0')]).toEqual([0.25, expect.closeTo(0.75, 14) as number]);
    const still = run(problem(), '0', [0, 5]);
    expect(still.frames.map(({ mean, variance }) => [mean, variance])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(still.frames[1].relativeEntropy).toBeNull();
  });
});

describe('the stochastic logistic equation', () => {
  it('has E[1/v] relax to 1/(1 − 3T) at the rate 4(1 − 3T)', () => {
    // Inputs ±1 at T = 0.1: d(1/v) = [4 − 4(1 − 3T)/v]dt + noise.
    const { axis, frames } = run(labelNoise(0.1), 'lognormal(0.4, 0.2)', [0, 0.1, 0.5, 2]);
    const means = frames.map(({ mass }) => mass.reduce((sum, m, i) => sum + m / axis.centres[i], 0));
    const limit = 1 / 0.7;
    frames.forEach(({ time }, k) => {
      const exact = limit + (Math.exp(-0.4 + 0.02) - limit) * Math.exp(-2.8 * time);
      expect(Math.abs(means[k] / exact - 1)).toBeLessThan(2e-5);
    });
  });
});

describe('collapse', () => {
  it('follows ln v with its exact mean and spread: no end of the grid is a trap', () => {
    // Far below all scales ln v is Brownian motion with drift 4(1 − 3T) − 12T and D = 24T.
    const p = problem({ temperature: 0.5 });
    const [a, d] = [4 * (1 - 0.5 * 3), 8 * 0.5 * 3];
    const { axis, frames, warnings } = run(p, '1e-40', [0, 1, 4]);
    for (const { mass, time } of frames) {
      const mean = mass.reduce((sum, m, i) => sum + m * Math.log(axis.centres[i]), 0);
      const spread = mass.reduce((sum, m, i) => sum + m * (Math.log(axis.centres[i]) - mean) ** 2, 0);
      expect(mean).toBeCloseTo(Math.log(1e-40) + a * time, 3);
      expect(spread).toBeCloseTo(2 * d * time, 1);
    }
    expect(warnings).toEqual([]);
  });

  it('says so where v underflows', () => {
    const { warnings, frames } = run(problem({ temperature: 0.5 }), '0.5', [0, 1000]);
    expect(warnings.join()).toMatch(
      /1\.00 of the probability at t = 1000 is within the last cell before v = 0, .* which keeps what enters it\./,
    );
    expect(frames[1].mean).toBeLessThan(1e-30);
  });

  it('reaches either point of y = x above T_c', () => {
    const { axis, frames } = run(interpolation(0.75), '0.4', [0, 60]);
    const near = frames[1].mass.reduce((sum, m, i) => (axis.centres[i] > 0.5 ? sum + m : sum), 0);
    expect(near).toBeCloseTo(0.899267003, 4);
  });

  it('crosses a point of no noise by drift', () => {
    const { frames } = run(interpolation(0.1, 0.2), 'uniform(0.9, 1.1)', [0, 0.05, 20]);
    expect(weight(frames[0], 'v>1')).toBeCloseTo(0.5, 14);
    expect(weight(frames[1], 'v>1')).toBeLessThan(0.4);
    expect(weight(frames[2], '0<v<1')).toBeCloseTo(1, 12);
  });
});

describe('schedules', () => {
  const stage = (until: number, temperature: number) => {
    const lines = reducedLines(problem({ temperature }));
    return { until, ramp: false, linesAt: () => lines };
  };

  it('are products of exponentials', () => {
    const both = evolveLines([stage(1, 0.2), stage(20, 0.05)], law('normal(1, 0.2)'), [0.5, 1, 1.5, 20], {
      grid: 'auto',
    });
    const only = run(problem({ temperature: 0.2 }), 'normal(1, 0.2)', [0.5, 1]);
    expect(both.frames[1].mean).toBeCloseTo(only.frames[1].mean, 5);
    const steady = stationaryOnLines(reducedLines(problem({ temperature: 0.05 })), 'auto').components[0];
    expect(both.frames[3].mean).toBeCloseTo(steady.mean, 6);
  });

  it('may ramp: as many small steps do', () => {
    const grid = { kind: 'log' as const, from: 1e-6, to: 1e3, cells: 300 };
    const ramp = {
      until: 1,
      ramp: true,
      linesAt: (t: number) => reducedLines(problem({ temperature: 0.02 + 0.18 * t })),
    };
    const smooth = evolveLines([ramp, stage(2, 0.2)], law('lognormal(0, 0.3)'), [0, 0.5, 1, 2], { grid });
    const steps = Array.from({ length: 40 }, (_, k) => stage((k + 1) / 40, 0.02 + (0.18 * (k + 0.5)) / 40));
    const rough = evolveLines([...steps, stage(2, 0.2)], law('lognormal(0, 0.3)'), [0, 0.5, 1, 2], { grid });
    smooth.frames.forEach((frame, k) => {
      expect(frame.time).toBe([0, 0.5, 1, 2][k]);
      expect(frame.mean).toBeCloseTo(rough.frames[k].mean, 3);
      expect(frame.variance).toBeCloseTo(rough.frames[k].variance, 3);
    });
  });
});

describe('the initial law', () => {
  it('of samples is spread over their cells', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => 0.5 + i / 1000);
    const { frames } = evolveLines(forever(problem()), samplesAt(values, 'values'), [0, 1], { grid: 'auto' });
    expect(frames[0].mean).toBeCloseTo(0.9995, 3);
    expect(frames[1].mean).toBeCloseTo(run(problem(), 'uniform(0.5, 1.5)', [1]).frames[0].mean, 3);
  });

  it('outside a grid is refused, or told and left out', () => {
    const grid = { kind: 'log' as const, from: 0.1, to: 10, cells: 200 };
    const p = forever(problem());
    expect(() => evolveLines(p, law('normal(0.5, 0.3)'), [1], { grid })).toThrow(
      'grid.v: a grid that holds the initial density, got 0.0912 of it outside. Widen the grid, use grid: auto, or add --allow-outside',
    );
    const { frames, warnings } = evolveLines(p, law('normal(0.5, 0.3)'), [0], { grid, allowOutside: true });
    expect(weight(frames[0], 'v>0')).toBeCloseTo(1, 14);
    expect(warnings.join()).toMatch(/0\.0912 of the initial density lies outside/);
    expect(() => evolveLines(p, law('-1'), [1], { grid, allowOutside: true })).toThrow(/1\.00 of it outside/);
    const tight = evolveLines(p, law('normal(0.5, 0.01)'), [0, 5], { grid });
    expect(tight.warnings.join()).toMatch(/v>0: the grid ends at v = 0\.1 like a wall/);
  });
});
