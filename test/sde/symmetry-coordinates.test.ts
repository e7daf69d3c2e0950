import { describe, expect, it } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { model } from '../../src/model/symbolic-loss.js';
import { changeOfVariables } from '../../src/sde/change-of-variables.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { sgdThrough } from '../../src/sde/sgd-through.js';
import { symmetryCoordinates } from '../../src/sde/symmetry-coordinates.js';
import { uniforms } from './random-points.js';

// x ~ N(0, 1), y = 1.2 x + e, e ~ N(0, ½²): moments by hand.
const DATA = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });
const [ALPHA1, ALPHA2, ALPHA3] = [2, 2.4, 2 * 1.44 + 0.25];
const [BETA1, BETA2] = [1, 1.2];
const r = (v: number) => BETA1 * v - BETA2;
const g = (v: number) => ALPHA1 * v * v - 2 * ALPHA2 * v + ALPHA3;

const GAMMA = 0.03;
const OPTIONS = { learningRate: 0.1, batchSize: 4, weightDecay: GAMMA };
const T = 0.025;
const PRODUCT = model({ parameters: ['u', 'w'], prediction: 'u*w*x' });

describe('symmetryCoordinates', () => {
  it('of u·w·x are the hand-derived ones to 1e-12 at 1000 points', () => {
    const sde = symmetryCoordinates(PRODUCT, DATA, OPTIONS);
    expect(sde.names).toEqual(['xi', 'zeta']);
    expect(sde.symmetry.kind).toBe('symbolic');
    const random = uniforms(1);
    const [a, D] = [new Float64Array(2), new Float64Array(4)];
    for (let k = 0; k < 1000; k++) {
      const xi = 8 * random() - 4;
      const zeta = 6 * random() - 4;
      const v = 2 * Math.exp(zeta) * Math.sinh(xi);
      sde.drift([xi, zeta], a);
      sde.diffusion([xi, zeta], D);
      // The drift of ξ is compared to the size of its two terms, which cancel near the minimum.
      expect(Math.abs(a[0]! + 4 * r(v))).toBeLessThan(1e-12 * 4 * (BETA1 * Math.abs(v) + BETA2));
      expect(Math.abs(a[1]! / (-4 * (T * g(v) + GAMMA)) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(D[0]! / (8 * T * g(v)) - 1)).toBeLessThan(1e-12);
      // ζ has no noise at all.
      expect([D[1], D[2], D[3]]).toEqual([0, 0, 0]);
    }
  });

  it('agrees with the numerical change of variables from (u, w)', () => {
    const direct = symmetryCoordinates(PRODUCT, DATA, OPTIONS);
    const numerical = changeOfVariables(sgd(PRODUCT, DATA, OPTIONS), {
      coordinates: { xi: 'log(abs(u+w)) - log(abs(u-w))', zeta: 'log(abs(u^2-w^2)/4)' },
      section: { u: 'exp((zeta+xi)/2)+exp((zeta-xi)/2)', w: 'exp((zeta+xi)/2)-exp((zeta-xi)/2)' },
    });
    expectSame(direct, numerical, 1e-10);
  });

  it('of a general two-factor loss are −2ḡ, 2√(TC) and −(TC + 4γ)', () => {
    const logistic = model({ parameters: ['u', 'w'], loss: 'log(1+exp(-y*u*w*x))' });
    const data = law({ x: 'discrete([-1, 0.5, 2], [0.3, 0.3, 0.4])', y: 'rademacher()' });
    const sde = symmetryCoordinates(logistic, data, OPTIONS);
    const inner = sgd(model({ parameters: ['v'], loss: 'log(1+exp(-y*v*x))' }), data, { temperature: T });
    const [a, D, slope, C] = [new Float64Array(2), new Float64Array(4), new Float64Array(1), new Float64Array(1)];
    for (const [xi, zeta] of [
      [0.3, -0.5],
      [-2, 0.4],
      [1.5, 1],
    ] as const) {
      const v = 2 * Math.exp(zeta) * Math.sinh(xi);
      inner.drift([v], slope);
      inner.diffusion([v], C);
      const TC = 2 * C[0]!;
      sde.drift([xi, zeta], a);
      sde.diffusion([xi, zeta], D);
      expect(a[0]!).toBeCloseTo(2 * slope[0]!, 14);
      expect(a[1]!).toBeCloseTo(-(TC + 4 * GAMMA), 14);
      expect(D[0]!).toBeCloseTo(2 * TC, 14);
      expect([D[1], D[3]]).toEqual([0, 0]);
    }
  });

  it('keeps further parameters, and avoids names in use', () => {
    const biased = model({ parameters: ['u', 'v', 'c'], prediction: 'u*v*x + c' });
    const direct = symmetryCoordinates(biased, DATA, OPTIONS, ['v', 'u']);
    expect(direct.names).toEqual(['xi', 'zeta', 'c']);
    const numerical = changeOfVariables(sgd(biased, DATA, OPTIONS), {
      coordinates: { xi: 'log(abs(u+v)) - log(abs(u-v))', zeta: 'log(abs(u^2-v^2)/4)', c: 'c' },
      section: { u: 'exp((zeta+xi)/2)+exp((zeta-xi)/2)', v: 'exp((zeta+xi)/2)-exp((zeta-xi)/2)', c: 'c' },
    });
    expectSame(direct, numerical, 1e-10);
  });

  it('falls back to the numerical change of variables for the modified loss', () => {
    const options = { ...OPTIONS, modifiedLoss: true };
    const sde = symmetryCoordinates(PRODUCT, DATA, options);
    expect(sde.names).toEqual(['xi', 'zeta']);
    const [xi, zeta] = [0.4, -0.3];
    const [p, q] = [Math.exp((zeta + xi) / 2), Math.exp((zeta - xi) / 2)];
    const [a, inner] = [new Float64Array(2), new Float64Array(2)];
    sde.drift([xi, zeta], a);
    sgd(PRODUCT, DATA, { ...options, weightDecay: GAMMA }).drift([p + q, p - q], inner);
    // dζ = 2(u du − w dw)/(u² − w²) − T·C: only the first part is touched by the modification.
    const v = p * p - q * q;
    const gradient = ((p + q) * inner[0]! - (p - q) * inner[1]!) / (2 * p * q);
    expect(a[1]!).toBeCloseTo(gradient - 4 * T * g(v), 12);
  });

  it('refuses losses without the symmetry, unknown pairs and taken names', () => {
    const tanh = model({ parameters: ['u', 'w'], prediction: 'w*tanh(u*x)' });
    expect(() => symmetryCoordinates(tanh, DATA, OPTIONS)).toThrow(/symmetry of two parameters, got none/);
    expect(() => symmetryCoordinates(PRODUCT, DATA, OPTIONS, ['u', 'q'])).toThrow(/symmetry of u and q, got u and w/);
    const named = model({ parameters: ['u', 'w', 'xi'], prediction: 'u*w*x + xi' });
    expect(() => symmetryCoordinates(named, DATA, OPTIONS)).toThrow(/names other than xi and zeta/);
  });
});

describe('sgdThrough', () => {
  it.each([
    [1, 1],
    [1, 3],
    [2, 1],
    [2, 2],
    [3, 2],
  ])('gives the balanced reduced coordinate at depth %i, width %i', (depth, width) => {
    const chains = Array.from({ length: width }, (_, i) => Array.from({ length: depth + 1 }, (_, k) => `u${i}_${k}`));
    const parameters = chains.flat();
    const sum = chains.map((chain) => chain.join('*')).join(' + ');
    const sde = sgdThrough(model({ parameters: ['v'], prediction: 'v*x' }), DATA, OPTIONS, {
      parameters,
      through: { v: sum },
      coordinates: { v: sum },
      section: Object.fromEntries(parameters.map((name) => [name, `(v/${width})^(1/${depth + 1})`])),
    });
    const [a, D] = [new Float64Array(1), new Float64Array(1)];
    const n = depth + 1;
    for (const v of [1e-3, 0.2, 1.1, 7]) {
      sde.drift([v], a);
      sde.diffusion([v], D);
      const B = 2 * n * width ** (2 / n - 1) * v ** ((2 * depth) / n);
      const noise = 2 * depth * n * width ** (4 / n - 2) * v ** (3 - 4 / n) * T * g(v);
      const terms = [-B * r(v), noise, -2 * n * GAMMA * v];
      const size = terms.reduce((s, t) => s + Math.abs(t), 0);
      expect(Math.abs(a[0]! - terms.reduce((s, t) => s + t, 0))).toBeLessThan(1e-12 * size);
      expect(Math.abs(D[0]! / (0.5 * B * B * T * g(v)) - 1)).toBeLessThan(1e-12);
    }
  });

  it('gives the same symmetry coordinates at width 2, off balance', () => {
    const [a, b] = ['((u0+w0)^2+(u1+w1)^2)/4', '((u0-w0)^2+(u1-w1)^2)/4'];
    const wide = sgdThrough(model({ parameters: ['v'], prediction: 'v*x' }), DATA, OPTIONS, {
      parameters: ['u0', 'w0', 'u1', 'w1'],
      through: { v: 'u0*w0 + u1*w1' },
      coordinates: { xi: `log((${a})/(${b}))/2`, zeta: `log((${a})*(${b}))/2` },
      section: {
        u0: '0.6*exp((zeta+xi)/2)+0.8*exp((zeta-xi)/2)',
        w0: '0.6*exp((zeta+xi)/2)-0.8*exp((zeta-xi)/2)',
        u1: '0.8*exp((zeta+xi)/2)+0.6*exp((zeta-xi)/2)',
        w1: '0.8*exp((zeta+xi)/2)-0.6*exp((zeta-xi)/2)',
      },
    });
    expectSame(wide, symmetryCoordinates(PRODUCT, DATA, OPTIONS), 1e-12);
  });

  it('refuses the modified loss and missing pieces', () => {
    const inner = model({ parameters: ['v'], prediction: 'v*x' });
    const map = {
      parameters: ['u', 'w'],
      through: { v: 'u*w' },
      coordinates: { s: 'u*w' },
      section: { u: 'sqrt(s)', w: 'sqrt(s)' },
    };
    expect(() => sgdThrough(inner, DATA, { ...OPTIONS, modifiedLoss: 'paper' }, map)).toThrow(
      /sgd\.modifiedLoss: false/,
    );
    expect(() => sgdThrough(inner, DATA, OPTIONS, { ...map, through: {} })).toThrow(/through\.v: its expression/);
    expect(() => sgdThrough(inner, DATA, OPTIONS, { ...map, section: { u: '1' } })).toThrow(/section\.w: w in terms/);
    const crooked = { ...map, section: { u: 's', w: 's' } };
    expect(() => sgdThrough(inner, DATA, OPTIONS, crooked)).toThrow(
      /section\.s: a section that the coordinates lead back/,
    );
    const foreign = { ...map, coordinates: { s: 'u*q' } };
    expect(() => sgdThrough(inner, DATA, OPTIONS, foreign)).toThrow(/coordinates\.s: an expression in u, w, got "q"/);
  });
});

interface TwoDimensional {
  readonly names: readonly string[];
  drift(x: ArrayLike<number>, out: Float64Array): void;
  diffusion(x: ArrayLike<number>, out: Float64Array): void;
}

function expectSame(left: TwoDimensional, right: TwoDimensional, tolerance: number): void {
  const d = left.names.length;
  const random = uniforms(7);
  const arrays = [d, d, d * d, d * d].map((n) => new Float64Array(n));
  const [a, b, A, B] = arrays as [Float64Array, Float64Array, Float64Array, Float64Array];
  for (let k = 0; k < 50; k++) {
    const x = Array.from({ length: d }, () => 2 * random() - 1);
    left.drift(x, a);
    right.drift(x, b);
    left.diffusion(x, A);
    right.diffusion(x, B);
    const size = Math.max(...a.map(Math.abs), ...A.map(Math.abs));
    a.forEach((value, i) => expect(Math.abs(value - b[i]!)).toBeLessThan(tolerance * size));
    A.forEach((value, i) => expect(Math.abs(value - B[i]!)).toBeLessThan(tolerance * size));
  }
}
