import { describe, expect, test } from 'vitest';
import { landmarks, logIntegral } from '../../../validation/closed-forms/mass.js';

const integral = (h: (x: number) => number, nodes: number[] = []): number => logIntegral(h, landmarks(h, nodes));

describe('integrals over the real line', () => {
  test.each([1e-9, 1e-3, 1, 1e3])('a Gaussian of width %d', (width) => {
    const h = (x: number): number => -((x / width) ** 2) / 2;
    expect(integral(h)).toBeCloseTo(Math.log(width * Math.sqrt(2 * Math.PI)), 12);
  });

  test('a tail that falls ever so slowly', () => {
    // ∫ exp(s x − eˣ) dx = Γ(s) = 1/s − γ_E + …
    const s = 1e-8;
    expect(integral((x) => s * x - Math.exp(x))).toBeCloseTo(Math.log(1 / s - 0.5772156649015329), 12);
  });

  test('two peaks of very different widths far apart', () => {
    const normal = (x: number, m: number, w: number): number => Math.exp(-(((x - m) / w) ** 2) / 2) / w;
    const h = (x: number): number => Math.max(Math.log(normal(x, 0, 1e-4) + 3 * normal(x, 30, 2)), -Math.abs(x) - 800);
    expect(integral(h)).toBeCloseTo(Math.log(4 * Math.sqrt(2 * Math.PI)), 11);
  });

  test('a narrow peak that only its node gives away', () => {
    const w = 1e-4;
    const lorentz = (y: number): number => (w * Math.exp(-y * y)) / (y * y + w * w);
    const h = (x: number): number => Math.log(Math.exp(-x * x) + lorentz(x - 0.6));
    // ∫ w exp(−y²)/(y² + w²) dy = π exp(w²) erfc(w)
    const spike = Math.PI * Math.exp(w * w) * (1 - (2 / Math.sqrt(Math.PI)) * (w - w ** 3 / 3));
    expect(integral(h, [0.6])).toBeCloseTo(Math.log(Math.sqrt(Math.PI) + spike), 11);
  });

  test('what has no peak or is not smooth is refused', () => {
    expect(() => landmarks((x) => x, [])).toThrow('no peak');
    expect(() => integral((x) => -x * x + (x > 0.7 ? 0.1 : 0))).toThrow('does not settle');
  });
});
