import { describe, expect, it } from 'vitest';
import { law } from '../../src/data/analytic.js';
import { rows } from '../../src/data/rows.js';
import { compile } from '../../src/expression/compile.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { LOSSES } from '../expression/losses.js';
import { uniforms } from './random-points.js';

const DATA = law({ x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' });
const PRODUCT = model({ parameters: ['u', 'w'], prediction: 'u*w*x' });
const at = (sde: ReturnType<typeof sgd>, theta: readonly number[]) => {
  const d = sde.names.length;
  const [a, D] = [new Float64Array(d), new Float64Array(d * d)];
  sde.drift(theta, a);
  sde.diffusion(theta, D);
  return { a, D };
};

// Mean and half covariance of ∇ℓ for w·tanh(u x) at u = 0.7, w = −1.3, by adaptive quadrature with 30 digits (mpmath).
const REFERENCE = {
  drift: [-2.04850510965834, 1.928773663724686],
  diffusion: [1.349019911172543, -1.439735477936106, -1.439735477936106, 2.19471302887382],
};

/** Rows without any structure, and the same loss averaged over them by the plain formulas. */
function sample(count: number): { x: Float64Array; y: Float64Array } {
  const random = uniforms(3);
  const x = Float64Array.from({ length: count }, () => 3 * random() - 1.2);
  return { x, y: x.map((t) => 0.8 * t + random() - 0.5) };
}

describe('sgd', () => {
  it('of u·w·x is the hand-derived SDE', () => {
    const gamma = 0.02;
    const sde = sgd(PRODUCT, DATA, { learningRate: 0.1, batchSize: 4, weightDecay: gamma });
    expect(sde.averages).toEqual({ kind: 'moments', monomials: 2 });
    expect(sde.hyperParameters).toEqual({ temperature: 0.025, weightDecay: gamma, modification: 0 });
    const random = uniforms(2);
    for (let k = 0; k < 1000; k++) {
      const [u, w] = [6 * random() - 3, 6 * random() - 3];
      const [v, { a, D }] = [u * w, at(sde, [u, w])];
      const g = 2 * v * v - 4.8 * v + 2 * 1.44 + 0.25;
      const size = 2 * (Math.abs(v) + 1.2);
      expect(Math.abs(a[0]! + 2 * w * (v - 1.2) + 2 * gamma * u)).toBeLessThan(1e-14 * (size * Math.abs(w) + 1));
      expect(Math.abs(a[1]! + 2 * u * (v - 1.2) + 2 * gamma * w)).toBeLessThan(1e-14 * (size * Math.abs(u) + 1));
      [w * w, u * w, u * w, u * u].forEach((uv, i) =>
        expect(Math.abs(D[i]! / (0.05 * g * uv) - 1)).toBeLessThan(1e-12),
      );
    }
  });

  it.each(LOSSES)('of %s is the sample mean and covariance of the gradient over rows', (text) => {
    const { x, y } = sample(37);
    const loss = model({ parameters: ['u', 'w'], loss: `${text} + 0*u*w` });
    const sde = sgd(loss, rows({ x, y }), { temperature: 0.5 });
    const slope = compile(loss.gradient, ['u', 'w', 'x', 'y']);
    const gradients = (theta: readonly number[]) =>
      Array.from(x, (t, k) => {
        const out = new Float64Array(2);
        slope([...theta, t, y[k]!], out);
        return out;
      });
    for (const theta of [
      [0.7, -0.4],
      [1.3, 0.9],
    ]) {
      const { a, D } = at(sde, theta);
      const all = gradients(theta);
      const mean = [0, 1].map((i) => all.reduce((s, f) => s + f[i]! / 37, 0));
      const trace = D[0]! + D[3]! + 1e-300;
      for (const i of [0, 1]) {
        expect(Math.abs(a[i]! + mean[i]!)).toBeLessThan(1e-12 * (Math.abs(mean[i]!) + Math.sqrt(trace)));
        for (const j of [0, 1]) {
          const C = all.reduce((s, f) => s + ((f[i]! - mean[i]!) * (f[j]! - mean[j]!)) / 37, 0);
          expect(Math.abs(D[2 * i + j]! - C / 4)).toBeLessThan(1e-12 * trace);
        }
      }
    }
  });

  it('has a symmetric, positive semi-definite diffusion everywhere', () => {
    const random = uniforms(5);
    const laws = [rows(sample(20)), law({ x: 'rademacher()', y: '2*x' }), law({ x: 'uniform(-1, 1)', y: 'x' })];
    for (const text of LOSSES) {
      for (const data of laws) {
        // Where a Gauss rule would be long, the rows and the two atoms say as much.
        if (data === laws[2] && !text.startsWith('(u*w*x')) continue;
        const sde = sgd(model({ parameters: ['u', 'w'], loss: `${text} + u*w*y*1e-3` }), data, { temperature: 1 });
        for (let k = 0; k < 40; k++) {
          const scale = 10 ** (6 * random() - 3);
          const { D } = at(sde, [scale * (random() - 0.5), scale * (random() - 0.5)]);
          if (!D.every(Number.isFinite)) continue;
          expect(D[1]).toBe(D[2]);
          expect(Math.min(D[0]!, D[3]!)).toBeGreaterThanOrEqual(0);
          expect(D[1]! * D[2]!).toBeLessThanOrEqual(D[0]! * D[3]! * (1 + 1e-12) + 1e-300);
        }
      }
    }
  });

  it('keeps the noise of interpolation exactly at zero where the data are fitted', () => {
    const sde = sgd(PRODUCT, law({ x: 'normal(0, 1)', y: '2*x' }), { temperature: 1 });
    expect([...at(sde, [1, 2]).D]).toEqual([0, 0, 0, 0]);
    const near = at(sde, [1 + 1e-9, 2]).D[0]!;
    // g(v) = α₁(v − 2)², here with v − 2 = 2e-9: sixteen orders below its terms.
    expect(near / (2 * 4 * 2 * (2 * 1e-9) ** 2)).toBeCloseTo(1, 6);
  });

  it('averages over nodes where the loss is no polynomial, grouped by what it is no polynomial in', () => {
    const sde = sgd(model({ parameters: ['u', 'w'], prediction: 'w*tanh(u*x)' }), DATA, { temperature: 1 });
    expect(sde.warnings).toEqual([]);
    const { averages } = sde;
    if (averages.kind !== 'quadrature') throw new Error(averages.kind);
    // One group per value of x: y enters as a polynomial.
    expect(averages.groups).toBeLessThanOrEqual(averages.order);
    expect(averages.change).toBeLessThan(1e-10);
    const { a, D } = at(sde, [0.7, -1.3]);
    expect([...a]).toEqual(REFERENCE.drift.map((t) => expect.closeTo(t, 11)));
    expect([...D]).toEqual(REFERENCE.diffusion.map((t) => expect.closeTo(t, 10)));
  });

  it('sums discrete laws exactly', () => {
    const logistic = model({ parameters: ['u'], loss: 'log(1 + exp(-y*u))' });
    const sde = sgd(logistic, law({ y: 'rademacher()' }), { temperature: 1 });
    expect(sde.averages).toEqual({ kind: 'sum', groups: 2 });
    expect(at(sde, [2]).a[0]).toBeCloseTo(0.5 / (1 + Math.exp(2)) - 0.5 / (1 + Math.exp(-2)), 15);
  });

  it('warns where the averages do not settle', () => {
    const kinked = model({ parameters: ['u'], loss: 'abs(u - x)' });
    const sde = sgd(kinked, law({ x: 'normal(0, 1)' }), { temperature: 1 });
    expect(sde.warnings).toHaveLength(1);
    expect(sde.warnings[0]).toMatch(/Gauss rules of order 1024: the last doubling still changed them by .* at u = /);
  });

  it('uses pi and e as constants unless the data have them', () => {
    const loss = model({ parameters: ['u'], loss: 'u^2*e*pi' });
    expect(at(sgd(loss, law({ x: 'normal(0, 1)' }), { temperature: 1 }), [1]).a[0]).toBeCloseTo(
      -2 * Math.E * Math.PI,
      13,
    );
    expect(at(sgd(loss, law({ e: 'constant(3)' }), { temperature: 1 }), [1]).a[0]).toBeCloseTo(-6 * Math.PI, 13);
  });

  it('takes any number of parameters', () => {
    const parameters = Array.from({ length: 12 }, (_, i) => `u${i}`);
    const deep = model({
      parameters,
      prediction: `${parameters.slice(0, 6).join('*')}*x + ${parameters.slice(6).join('*')}*x`,
    });
    const { a, D } = at(
      sgd(deep, DATA, { temperature: 1 }),
      parameters.map(() => 1),
    );
    // v = 2: −2(β₁v − β₂) and (T/2)·4g for every one.
    a.forEach((value) => expect(value).toBeCloseTo(-2 * (2 - 1.2), 12));
    D.forEach((value) => expect(value).toBeCloseTo(2 * (8 - 9.6 + 2 * 1.44 + 0.25), 11));
  });

  it('with the modified loss follows −∇(L + (h/4)‖∇L‖²)', () => {
    const gamma = 0.1;
    const loss = model({ parameters: ['u', 'w'], prediction: 'u*w*x + u^2' });
    const settings = { learningRate: 0.2, batchSize: 4, weightDecay: gamma };
    const plain = sgd(loss, DATA, settings);
    const squared = (theta: readonly number[]) => at(plain, theta).a.reduce((s, t) => s + t * t, 0);
    for (const [modifiedLoss, h] of [
      [true, 0.2],
      ['paper', 0.05],
    ] as const) {
      const sde = sgd(loss, DATA, { ...settings, modifiedLoss });
      expect(sde.hyperParameters.modification).toBe(h);
      const theta = [0.6, -0.8];
      const [base, changed] = [at(plain, theta), at(sde, theta)];
      for (const i of [0, 1]) {
        const step = (s: number) => squared(theta.map((t, j) => (j === i ? t + s : t)));
        const slope = (step(-2e-3) - 8 * step(-1e-3) + 8 * step(1e-3) - step(2e-3)) / 12e-3;
        expect(changed.a[i]! - base.a[i]!).toBeCloseTo((-h / 4) * slope, 8);
      }
      expect(changed.D).toEqual(base.D);
    }
  });

  it('refuses unknown names and settings out of range', () => {
    const unknown = model({ parameters: ['u'], loss: 'u*q' });
    expect(() => sgd(unknown, DATA, { temperature: 1 })).toThrow(
      /model\.loss: a parameter or a column of the data, got "q"/,
    );
    expect(() => sgd(PRODUCT, DATA, {})).toThrow(/sgd: a temperature/);
  });
});
