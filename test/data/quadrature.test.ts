import { describe, expect, test } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { regressionMoments } from '../../src/data/moments.js';

const relative = (value: number, exact: number): number => Math.abs(value / exact - 1);

describe('moments of columns that are no polynomials', () => {
  test('y = tanh(x) + e agrees with 40-digit values', () => {
    const { alpha, beta, delta, meanSquareOutput, warnings } = regressionMoments(
      law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: 'tanh(x) + e' }),
    );
    const found = [...alpha, ...beta, delta, meanSquareOutput];
    const exact = [
      2, 0.8478156429233435, 0.6410107023164044, 1, 0.6057055096021589, 0.5632300402472865, 0.6442944903978411,
    ];
    exact.forEach((value, i) => expect(relative(found[i], value)).toBeLessThan(5e-14));
    expect(warnings).toEqual([]);
  });

  test('a law that enters polynomially is exact, however heavy its tail', () => {
    const base = { x: 'normal(0, 1)', y: 'tanh(x) + e' };
    const heavy = regressionMoments(law({ ...base, e: 'student(2.5)' }));
    expect(relative(heavy.alpha[2], 0.6410107023164044 - 0.25 + 5)).toBeLessThan(5e-14);
    expect(heavy.warnings).toEqual([]);
    const wide = regressionMoments(law({ ...base, e: 'lognormal(0, 1)' }));
    expect(relative(wide.meanSquareOutput, 0.3942944903978412 + Math.exp(2))).toBeLessThan(5e-14);
    expect(() => regressionMoments(law({ ...base, e: 'student(2)' }))).toThrow(
      'data.e: a law with a moment of order 2',
    );
  });

  test.each([
    ['abs(x) + e', 0, 1.25],
    ['relu(x) + e', 0.5, 0.75],
    ['sign(x) + e', Math.sqrt(2 / Math.PI), 1.25],
    ['max(x, e)', 0.5, 0.625],
  ])('kinks and jumps at the centre: %s', (y, beta2, square) => {
    const found = regressionMoments(law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y }));
    // The kink of max(x, e) lies across the axes, and that is told.
    const tolerance = y.startsWith('max') ? 1e-2 : 1e-13;
    expect(Math.abs(found.beta[1] - beta2)).toBeLessThan(tolerance);
    expect(Math.abs(found.meanSquareOutput - square)).toBeLessThan(tolerance);
    expect(found.warnings.length > 0).toBe(y.startsWith('max'));
  });

  test('a constant product has no noise', () => {
    const found = regressionMoments(law({ x: 'uniform(1, 2)', y: '1/x' }));
    expect([found.alpha[1], found.alpha[2], found.delta, found.warnings]).toEqual([0, 0, 0, []]);
    expect(relative(found.alpha[0], 34 / 45)).toBeLessThan(1e-14);
    expect(relative(found.meanSquareOutput, 0.5)).toBeLessThan(1e-14);
  });

  test('discrete laws are summed', () => {
    const { mean, warnings } = law({ x: 'discrete([1, 2, 4])', y: '1/x' }).monomialMoments([[0, 1]]);
    expect(relative(mean[0], 7 / 12)).toBeLessThan(1e-15);
    expect(warnings).toEqual([]);
  });

  test('accuracy that is not reached is told with its size', () => {
    const { warnings } = law({ x: 'normal(0, 1)', y: '1/x' }).monomialMoments([[0, 2]]);
    expect(warnings[0]).toMatch(
      /^data: the moments of y\^2 have a relative error of about \de[+-]\d+ with 512 nodes in x; they may not/,
    );
    const six = Object.fromEntries(['a', 'b', 'c', 'd', 'f', 'g'].map((name) => [name, 'normal(0, 1)']));
    const many = law({ ...six, y: 'tanh(a + b + c + d + f + g)' }).monomialMoments([[0, 0, 0, 0, 0, 0, 2]]);
    expect(many.warnings[0]).toContain('of unknown size with');
    expect(many.mean[0]).toBeGreaterThan(0.5);
  }, 20_000);

  test('columns that are not asked for are not evaluated', () => {
    const found = law({ x: 'normal(0, 1)', z: 'log(x)', y: 'tanh(x)' });
    expect(relative(found.monomialMoments([[0, 0, 2]]).mean[0], 0.3942944903978412)).toBeLessThan(1e-13);
    expect(() => found.monomialMoments([[0, 1, 0]])).toThrow('data.z: an expression that is finite for every sample');
  });

  test('very large polynomials are averaged as functions', () => {
    const found = law({ a: 'uniform(-1, 1)', b: 'uniform(-1, 1)', c: 'uniform(-1, 1)', y: '(a + b + c + 1)^18' });
    const { mean, warnings } = found.monomialMoments([[0, 0, 0, 1]]);
    expect(warnings).toEqual([]);
    // E (a + b + c + 1)^18 = (4²¹ − 3·2²¹ + 3·0²¹ − (−2)²¹)/(19·20·21·8)
    const exact = (4 ** 21 - 2 * 2 ** 21) / (19 * 20 * 21 * 8);
    expect(relative(mean[0], exact)).toBeLessThan(1e-13);
  });
});
