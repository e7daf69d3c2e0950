import { describe, expect, it } from 'vitest';
import { chebyshevAt, chebyshevFit } from '../../src/num/chebyshev.js';

describe('Chebyshev fits', () => {
  it('reproduce polynomials and analytic functions to rounding', () => {
    const cubic = chebyshevFit((x) => x ** 3 - 2 * x + 1, -1, 3, 4);
    const exponential = chebyshevFit(Math.exp, 0, 1, 16);
    for (const x of [0, 0.1, 0.5, 0.99]) {
      expect(chebyshevAt(cubic, x)).toBeCloseTo(x ** 3 - 2 * x + 1, 13);
      expect(chebyshevAt(exponential, x)).toBeCloseTo(Math.exp(x), 14);
    }
    expect(exponential.tail).toBeLessThan(1e-13);
  });
  it('tell a kink by their last coefficients, and 0 by none', () => {
    expect(chebyshevFit((x) => Math.abs(x - 0.3), 0, 1, 16).tail).toBeGreaterThan(1e-4);
    expect(chebyshevFit(() => 0, 0, 1, 16).tail).toBe(0);
  });
});
