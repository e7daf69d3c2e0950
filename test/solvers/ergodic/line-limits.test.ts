import { describe, expect, it } from 'vitest';
import { compiled, incbet } from 'cephes';
import { cumulativeOf, samplesAt } from '../../../src/data/cumulative.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { lineLimits } from '../../../solvers/ergodic/line-limits.js';
import { lineSplitting } from '../../../solvers/ergodic/line-splitting.js';
import { interpolation, lineNamed, problem } from '../reduced-problems.js';

const law = (text: string) => cumulativeOf(text, 'initial.v');
const limitsOf = (p: ReturnType<typeof problem>, text: string) => {
  const { densities, points, warnings } = lineLimits(reducedLines(p), law(text));
  const at = (value: number): number =>
    points.reduce((sum, { at: place, weight }) => (place === value ? sum + weight : sum), 0);
  return { densities: Object.fromEntries([...densities].map(([{ name }, weight]) => [name, weight])), at, warnings };
};

await compiled;

describe('the chance to end at either end of y = x above T_c', () => {
  // P(v → 1) = I_v(½ − κ, 1 + κ), κ = β₁/(2α₁T).
  const chance = (temperature: number, v: number): number =>
    incbet(0.5 - 1 / (4 * temperature), 1 + 1 / (4 * temperature), v);

  it.each([0.55, 0.75, 3, 40])('is the incomplete beta function for points, T = %d', (temperature) => {
    const line = lineNamed(interpolation(temperature), '0<v<1');
    for (const v of [1e-6, 0.01, 0.4, 0.9, 0.999]) {
      const { lower, upper } = lineSplitting(line, law(String(v)));
      expect(Math.abs(upper - chance(temperature, v))).toBeLessThan(1e-10);
      expect(Math.abs(lower + upper - 1)).toBeLessThan(1e-14);
    }
  });

  it('is its average for densities and samples', () => {
    const line = lineNamed(interpolation(0.75), '0<v<1');
    // mpmath, 30 digits.
    expect(lineSplitting(line, law('uniform(0.2, 0.6)')).upper).toBeCloseTo(0.893194965878795005, 12);
    expect(lineSplitting(line, law('normal(0.4, 0.05)')).upper).toBeCloseTo(0.898180940940632505, 12);
    expect(lineSplitting(line, law('normal(0.4, 1e-7)')).upper).toBeCloseTo(chance(0.75, 0.4), 10);
    const values = [0.1, 0.4, 0.4, 0.8];
    const mean = values.reduce((sum, v) => sum + chance(0.75, v) / 4, 0);
    expect(lineSplitting(line, samplesAt(values, 'four')).upper).toBeCloseTo(mean, 12);
  });
});

describe('lineLimits', () => {
  it('keeps the memory of the start: each side its own weight', () => {
    const { densities, at } = limitsOf(problem(), 'uniform(-1, 3)');
    expect(densities).toEqual({ 'v>0': 0.75 });
    expect(at(0)).toBe(0.25);
    expect(limitsOf(problem(), '0').at(0)).toBe(1);
  });

  it('collapses both sides above T_c', () => {
    const { densities, at } = limitsOf(problem({ temperature: 0.4 }), 'normal(0.5, 1)');
    expect(densities).toEqual({});
    expect(at(0)).toBeCloseTo(1, 15);
  });

  it('shares the middle between two points, and adds what comes from outside', () => {
    const { at } = limitsOf(interpolation(0.75), 'discrete([-1, 0.4, 3], [1, 2, 1])');
    expect(at(0) + at(1)).toBeCloseTo(1, 14);
    expect(at(1)).toBeCloseTo(0.25 + 0.5 * 0.89926700311285054326, 12);
  });

  it('follows drift across a point of no noise', () => {
    const { densities, at } = limitsOf(interpolation(0.1, 0.2), 'uniform(0.5, 1.5)');
    expect(densities).toEqual({ '0<v<1': 1 });
    expect(at(0)).toBe(0);
  });

  it('mirrors for negative correlation', () => {
    const { densities } = limitsOf(problem({ alpha: [2, -2, 3], beta: [1, -1] }), 'uniform(-1, 3)');
    expect(densities).toEqual({ 'v<0': 0.25 });
  });
});
