import { describe, expect, it } from 'vitest';
import { changeOfVariables, congruence } from '../../src/sde/change-of-variables.js';
import type { Sde } from '../../src/sde/sde.js';

/** dv = −v dt + √2·v dW: geometric Brownian motion. */
const GEOMETRIC: Sde = {
  names: ['v'],
  drift: (theta, out) => void (out[0] = -theta[0]!),
  diffusion: (theta, out) => void (out[0] = theta[0]! ** 2),
};

/** A plane Ornstein–Uhlenbeck process with unit diffusion. */
const PLANE: Sde = {
  names: ['p', 'q'],
  drift: (theta, out) => {
    out[0] = -theta[0]!;
    out[1] = -theta[1]!;
  },
  diffusion: (_, out) => out.set([1, 0, 0, 1]),
};

describe('changeOfVariables', () => {
  it('makes ln v of geometric Brownian motion a drifting one', () => {
    const sde = changeOfVariables(GEOMETRIC, { coordinates: { x: 'log(v)' }, section: { v: 'exp(x)' } });
    const [a, D] = [new Float64Array(1), new Float64Array(1)];
    for (const x of [-3, 0, 2.5]) {
      sde.drift([x], a);
      sde.diffusion([x], D);
      expect(a[0]).toBeCloseTo(-2, 12);
      expect(D[0]).toBeCloseTo(1, 12);
    }
  });

  it('gives the radius of the plane process, one coordinate for two', () => {
    const sde = changeOfVariables(PLANE, {
      coordinates: { r: 'sqrt(p^2 + q^2)' },
      section: { p: '0.6*r', q: '0.8*r' },
    });
    const [a, D] = [new Float64Array(1), new Float64Array(1)];
    sde.drift([2], a);
    sde.diffusion([2], D);
    // dr = (−r + 1/r) dt + √2 dW.
    expect(a[0]).toBeCloseTo(-2 + 0.5, 12);
    expect(D[0]).toBeCloseTo(1, 12);
  });

  it('leaves everything as it is under the identity, and comes back from a round trip', () => {
    const there = changeOfVariables(PLANE, {
      coordinates: { s: 'p + q^3', t: 'q' },
      section: { p: 's - t^3', q: 't' },
    });
    const back = changeOfVariables(there, {
      coordinates: { p: 's - t^3', q: 't' },
      section: { s: 'p + q^3', t: 'q' },
    });
    const [a, D] = [new Float64Array(2), new Float64Array(4)];
    back.drift([0.7, -1.1], a);
    back.diffusion([0.7, -1.1], D);
    [-0.7, 1.1].forEach((value, i) => expect(a[i]).toBeCloseTo(value, 12));
    [1, 0, 0, 1].forEach((value, i) => expect(D[i]).toBeCloseTo(value, 12));
  });

  it('refuses a section that does not lead back', () => {
    const crooked = { coordinates: { x: 'log(v)' }, section: { v: '2*exp(x)' } };
    expect(() => changeOfVariables(GEOMETRIC, crooked)).toThrow(
      /section\.x: a section that the coordinates lead back from/,
    );
    const absent = { coordinates: { x: 'log(v)' }, section: {} };
    expect(() => changeOfVariables(GEOMETRIC, absent)).toThrow(
      /section\.v: v in terms of the coordinates, got nothing/,
    );
    const foreign = { coordinates: { x: 'log(z)' }, section: { v: 'x' } };
    expect(() => changeOfVariables(GEOMETRIC, foreign)).toThrow(/coordinates\.x: an expression in v, got "z"/);
  });
});

describe('congruence', () => {
  it('writes J·D·Jᵀ, symmetric to the last bit', () => {
    const J = Float64Array.of(0.1, 0.7, -0.3, 1 / 3, 0.2, 1.1);
    const out = new Float64Array(9);
    congruence(J, Float64Array.of(0.3, 0.1, 0.1, 0.7), out);
    expect(out[1]).toBe(out[3]);
    expect(out[0]).toBeCloseTo(0.1 * 0.1 * 0.3 + 2 * 0.1 * 0.7 * 0.1 + 0.7 * 0.7 * 0.7, 15);
  });
});
