import { describe, expect, test } from 'vitest';
import { mirrored } from '../../../validation/closed-forms/closed-form.js';
import type { LinearProblem } from '../../../validation/closed-forms/index.js';
import { derivative, plain, zeroFluxSlope } from './problems.js';

/** Relative difference between the slope of a formula for ln p and the slope that zero flux asks for. */
function defect(p: LinearProblem, v: number, logDensity: (v: number) => number): number {
  const expected = zeroFluxSlope(p, v);
  return Math.abs(derivative(logDensity, v) - expected) / (1 + Math.abs(expected));
}

/** Δ = 0 data with the zero of the noise at k and the pull κ = r(k). */
function touching(depth: number, k: number, kappa: number, weightDecay: number): LinearProblem {
  const [a1, b1] = [1.5, 1.4];
  return { ...plain, depth, alpha: [a1, a1 * k, a1 * k * k], beta: [b1, b1 * k - kappa], delta: 0, weightDecay };
}

describe('formulas as printed fail the zero-flux test and as corrected pass it', () => {
  const T = plain.temperature;
  const k = 1.2;
  const a1 = 1.5;
  const b1 = 1.4;

  test('Eq. (107): exp(−γ/(2Tα₁k(k − v))) without the factor β₁', () => {
    const decay = 0.2;
    const p = touching(1, k, 0, decay);
    const theta = (b1 * k - decay) / (2 * T * a1 * k * k);
    const form = (factor: number) => (v: number) =>
      (theta - 1.5) * Math.log(v) - (theta + 2) * Math.log(k - v) - (factor * decay) / (2 * T * a1 * k * (k - v));
    expect(defect(p, 0.7, form(1))).toBeLessThan(1e-7);
    expect(defect(p, 0.7, form(b1))).toBeGreaterThan(1e-2);
  });

  test('Table 1, one layer with decay: the factor exp(−γk/(Tα₁(k − v))) is needed', () => {
    const decay = 0.2;
    const p = touching(0, k, 0, decay);
    const form = (factor: number) => (v: number) =>
      -(2 + (b1 + decay) / (T * a1)) * Math.log(k - v) - (factor * decay * k) / (T * a1 * (k - v));
    expect(defect(p, 0.7, form(1))).toBeLessThan(1e-7);
    expect(defect(p, 0.7, form(0))).toBeGreaterThan(1e-2);
  });

  test('Eq. (109), v < 0 with y = kx − kc/x: exp(c/(2Tα₁(k + |v|))) without a further 1/k', () => {
    const c = 0.3;
    const p = mirrored(touching(1, k, k * c, 0));
    const theta = p.beta[1] / (2 * T * a1 * k * k);
    const form = (denominator: number) => (v: number) =>
      (theta - 1.5) * Math.log(v) - (theta + 2) * Math.log(k + v) + c / (2 * T * a1 * denominator * (k + v));
    expect(defect(p, 0.7, form(1))).toBeLessThan(1e-7);
    expect(defect(p, 0.7, form(k))).toBeGreaterThan(1e-3);
  });

  test('Eq. (99): the integrand is (β₁v − β₂)/(v g), with the 1/v', () => {
    const p = { ...plain, beta: [1.4, 0.9] as const };
    const g = (v: number): number => 2 * v * v - 4 * v + 3;
    const root = Math.sqrt(2);
    const angle = (v: number): number => Math.atan((2 * v - 2) / root) / root;
    const base = (v: number): number => -1.5 * Math.log(v) - Math.log(g(v));
    const right = (v: number): number => {
      const inverse = (Math.log(v) - Math.log(g(v)) / 2 + 2 * angle(v)) / 3; // ∫ dv/(v g)
      return base(v) - (1.4 * angle(v) - 0.9 * inverse) / (2 * T);
    };
    const printed = (v: number): number => {
      const linear = Math.log(g(v)) / 4 + angle(v); // ∫ v dv/g
      return base(v) - (1.4 * linear - 0.9 * angle(v)) / (2 * T);
    };
    expect(defect(p, 0.7, right)).toBeLessThan(1e-7);
    expect(defect(p, 0.7, printed)).toBeGreaterThan(1e-2);
  });
});
