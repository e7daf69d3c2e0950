import { describe, expect, it } from 'vitest';
import { logAdd, marcher } from '../../src/num/panel.js';

/** a/D = f with D = d. */
const coefficients = (f: (y: number) => number, d: (y: number) => number) => (y: number, out: Float64Array) => {
  out[0] = f(y) * d(y);
  out[1] = d(y);
};

describe('marcher', () => {
  it('integrates a constant slope exactly, upwards and downwards, over 3000 nats', () => {
    const { march } = marcher(
      coefficients(
        () => 3,
        () => 2,
      ),
    );
    for (const sign of [1, -1]) {
      const { phi, logVolume, logResistance } = march(0, sign * 1000);
      expect(phi).toBeCloseTo(sign * 3000, 8);
      // ∫e^{3y}/2 = (e^{3000} − 1)/6 upwards and (1 − e^{−3000})/6 downwards; the resistance swaps them.
      expect(logVolume).toBeCloseTo(sign > 0 ? 3000 - Math.log(6) : -Math.log(6), 8);
      expect(logResistance).toBeCloseTo(sign > 0 ? -Math.log(3) : 3000 - Math.log(3), 8);
    }
  });

  it('agrees with the error function for an Ornstein–Uhlenbeck profile', () => {
    const { march } = marcher(
      coefficients(
        (y) => -y,
        () => 1,
      ),
    );
    const { phi, logVolume } = march(0, 6);
    expect(phi).toBeCloseTo(-18, 12);
    // √(π/2) erf(6/√2), to 17 digits by mpmath.
    expect(Math.exp(logVolume)).toBeCloseTo(1.25331413484249, 13);
  });

  it('resolves a narrow feature in a wide interval', () => {
    const { march } = marcher(
      coefficients(
        (y) => (-2 * y) / (y * y + 1e-8),
        () => 1,
      ),
    );
    // ψ = −ln((y² + 10⁻⁸)/10⁻⁸) from 0
    expect(march(0, 1).phi).toBeCloseTo(-Math.log((1 + 1e-8) / 1e-8), 11);
  });

  it('gives the potential alone on steep slopes in few panels', () => {
    let calls = 0;
    const { potential } = marcher((_y, out) => {
      calls++;
      out[0] = 1e9;
      out[1] = 1;
    });
    expect(potential(0, 10)).toBeCloseTo(1e10, 2);
    expect(calls).toBeLessThan(100);
  });

  it('visits the panels it accepts, in order', () => {
    const { march } = marcher(
      coefficients(
        () => 1,
        () => 1,
      ),
    );
    const ends: number[] = [];
    march(0, 16, (panel) => ends.push(panel.to));
    expect(ends.at(-1)).toBe(16);
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
  });

  it('refuses coefficients that are not finite', () => {
    const { march } = marcher(
      coefficients(
        () => NaN,
        () => 1,
      ),
    );
    expect(() => march(0, 1)).toThrow(/march: finite coefficients, got a\/D = NaN/);
    expect(() =>
      marcher(
        coefficients(
          () => 1,
          (y) => Math.max(0, y),
        ),
      ).march(-1, 0),
    ).toThrow(RangeError);
  });
});

describe('logAdd', () => {
  it('adds in logarithms without overflow', () => {
    expect(logAdd(1000, 1000)).toBeCloseTo(1000 + Math.LN2, 12);
    expect(logAdd(-Infinity, 3)).toBe(3);
    expect(logAdd(-Infinity, -Infinity)).toBe(-Infinity);
  });
});
