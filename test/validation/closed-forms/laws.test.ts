import { describe, expect, test } from 'vitest';
import { closedFormFor, type LinearProblem, normalised, type Piece } from '../../../validation/closed-forms/index.js';
import { plain } from './problems.js';

/** Mean, variance and mass of a piece on v > 0 by the trapezoidal rule in ln v. */
function moments(piece: Piece): { mass: number; mean: number; variance: number } {
  const sum = [0, 0, 0];
  for (let x = -600; x < 140; x += 0.01) {
    for (let m = 0; m < 3; m++) sum[m]! += 0.01 * Math.exp(piece.logDensity(Math.exp(x)) + (m + 1) * x);
  }
  return { mass: sum[0]!, mean: sum[1]!, variance: sum[2]! - sum[1]! ** 2 };
}

function only(p: LinearProblem): Piece {
  const pieces = normalised(closedFormFor(p)!, p);
  expect(pieces).toHaveLength(1);
  return pieces[0]!;
}

/** ln Γ by Stirling's series, x > 0. */
function logGamma(x: number): number {
  if (x < 20) return logGamma(x + 1) - Math.log(x);
  const y = 1 / (x * x);
  return (
    (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y / 1680))) / x
  );
}

describe('values for x ~ N(0, 1), y = x + e', () => {
  test.each([
    [1, 1, 0.05, 0.937631, 0.119802],
    [1, 1, 0.1, 0.844936, 0.251273],
    [1, 1, 0.2, 0.580905, 0.372097],
    [1, 1, 0.25, 0.4037205, 0.33701],
    [1, 1, 0.3, 0.182092, 0.194207],
    [2, 1, 0.05, 0.870143, 0.154699],
    [2, 1, 0.2, 0.460592, 0.236235],
    [2, 3, 0.5, 0.239993, 0.15703],
    [3, 1, 0.2, 0.369372, 0.174987],
    [5, 2, 0.3, 0.28015, 0.118024],
  ])('depth %d, width %d, T = %d', (depth, width, temperature, mean, variance) => {
    const found = moments(only({ ...plain, depth, width, temperature }));
    expect(found.mass).toBeCloseTo(1, 11);
    expect(found.mean).toBeCloseTo(mean, 6);
    expect(found.variance).toBeCloseTo(variance, 5);
  });

  test('the mode of depth 1 at T = 0.05 is √(11/14)', () => {
    const piece = only({ ...plain, temperature: 0.05 });
    const mode = Math.sqrt(11 / 14);
    for (const v of [mode - 1e-4, mode + 1e-4]) expect(piece.logDensity(v)).toBeLessThan(piece.logDensity(mode));
  });
});

describe('label noise gives textbook laws', () => {
  const [b1, b2, a3, T] = [1.25, 0.75, 1.5, 0.1];
  const label: LinearProblem = { ...plain, alpha: [0, 0, a3], beta: [b1, b2], delta: 0, temperature: T };

  test('depth 0 is Gaussian', () => {
    const variance = (T * a3) / b1;
    for (const v of [-2, 0.6, 3]) {
      const expected = -((v - b2 / b1) ** 2) / (2 * variance) - Math.log(2 * Math.PI * variance) / 2;
      expect(only({ ...label, depth: 0 }).logDensity(v)).toBeCloseTo(expected, 12);
    }
  });

  test.each([0.1, 0.4, 0.4999, 0.49999999])('depth 1 is a Gamma law, T = %d (T_c = 0.5)', (temperature) => {
    const shape = b2 / (2 * temperature * a3) - 0.5;
    const rate = b1 / (2 * temperature * a3);
    const piece = only({ ...label, temperature });
    // Near T_c the mass 1/Γ(shape) hangs on shape itself, which cancels.
    const digits = shape < 1e-6 ? 7 : 11;
    for (const v of [1e-200, 1e-3, 0.5, 7]) {
      const expected = (shape - 1) * Math.log(v) - rate * v + shape * Math.log(rate) - logGamma(shape);
      expect(piece.logDensity(v)).toBeCloseTo(expected, digits);
    }
  });

  test('depth 3 is a generalised inverse Gaussian law in √v with λ = −5/2', () => {
    const width = 3;
    const a = (Math.sqrt(width) * b1) / (T * a3);
    const b = (Math.sqrt(width) * b2) / (T * a3);
    const z = Math.sqrt(a * b);
    const bessel = Math.sqrt(Math.PI / (2 * z)) * Math.exp(-z) * (1 + 3 / z + 3 / (z * z)); // K_{5/2}
    for (const v of [0.05, 0.6, 4]) {
      const u = Math.sqrt(v);
      const law = -1.25 * Math.log(a / b) - Math.log(2 * bessel) - 3.5 * Math.log(u) - (a * u + b / u) / 2;
      expect(only({ ...label, depth: 3, width }).logDensity(v)).toBeCloseTo(law - Math.log(2 * u), 11);
    }
  });

  test('infinite depth is an inverse Gamma law', () => {
    const c = 0.5 / (T * a3);
    const shape = 2 + c * b1;
    for (const v of [0.1, 0.6, 4]) {
      const expected = shape * Math.log(c * b2) - logGamma(shape) - (shape + 1) * Math.log(v) - (c * b2) / v;
      expect(only({ ...label, depth: Infinity, width: 0.5 }).logDensity(v)).toBeCloseTo(expected, 11);
    }
  });
});
