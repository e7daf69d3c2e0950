import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { law } from '../../../src/data/analytic.js';
import { model, type ModelText } from '../../../src/model/symbolic-loss.js';
import type { ParameterDomain } from '../../../src/sde/domain.js';
import { sgd } from '../../../src/sde/gradient-noise.js';
import type { SgdOptions } from '../../../src/sde/hyper-parameters.js';
import { stationaryOfParameter } from '../../../solvers/steady/parameter-state.js';

interface Reference {
  readonly points: readonly [number, number][];
  readonly mean: number;
  readonly variance: number;
}
/** Written by test/reference/parameter.py with quadratures of its own. */
const references = JSON.parse(
  readFileSync(new URL('../../reference/parameter.json', import.meta.url), 'utf8'),
) as Record<string, Reference>;

const loss = (parameter: string, text: string): ModelText => ({ parameters: [parameter], loss: text });
const prediction = (parameter: string, text: string): ModelText => ({ parameters: [parameter], prediction: text });
const noisy = { x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' };

function solve(text: ModelText, data: Record<string, string>, options: SgdOptions, domain?: ParameterDomain) {
  const sde = sgd(model(text), law(data), options);
  return stationaryOfParameter(sde, { tabulate: sde.averages.kind !== 'moments', ...(domain && { domain }) });
}

describe('densities of one parameter against independent quadrature', () => {
  const problems: Record<string, [ModelText, Record<string, string>, SgdOptions]> = {
    'tanh, normal input': [
      prediction('v', 'tanh(v*x)'),
      { x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e' },
      { temperature: 0.1 },
    ],
    'tanh, discrete input': [
      prediction('v', 'tanh(v*x)'),
      { x: 'discrete([-2, -1, 1, 2])', e: 'normal(0, 1)', y: '0.3*x + e' },
      { temperature: 0.5, weightDecay: 0.05 },
    ],
    logistic: [
      loss('v', 'softplus(-y*v*x)'),
      { x: 'uniform(-2, 2)', f: 'bernoulli(0.1)', y: 'sign(x)*(1 - 2*f)' },
      { temperature: 0.25, weightDecay: 0.02 },
    ],
    'two wells': [loss('theta', '(theta^2 - 1)^2 + z*theta'), { z: 'normal(0.0005, 1)' }, { temperature: 0.008 }],
    'two wells, multiplicative noise': [
      loss('theta', '(theta^2 - 1)^2*(1 + 0.5*z) + w*theta'),
      { z: 'normal(0, 1)', w: 'normal(0, 0.3)' },
      { temperature: 0.1 },
    ],
  };
  it('covers every reference', () => expect(Object.keys(problems)).toEqual(Object.keys(references)));
  for (const [name, problem] of Object.entries(problems)) {
    it(name, () => {
      const state = solve(...problem);
      const { points, mean, variance } = references[name];
      for (const [theta, logDensity] of points) {
        expect(Math.abs(state.logDensityAt(theta) - logDensity)).toBeLessThan(1e-11);
      }
      const [component] = state.components;
      expect(component).toMatchObject({ name: 'class-1', kind: 'density', weight: 1 });
      expect(component.mean).toBeCloseTo(mean, 11);
      expect(component.variance).toBeCloseTo(variance, 11);
      expect(state.generator).toMatchObject({ recurrentClasses: 1 });
      expect(state.generator!.steadyStateDefect).toBeLessThan(1e-11);
      expect(state.density!.mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    });
  }

  it('weighs wells that no coarse scan would tell apart, far from 0', () => {
    const state = solve(loss('t', '((t - 100)*(t - 101))^2 + z*t'), { z: 'normal(0, 1)' }, { temperature: 0.001 });
    const [component] = state.components;
    // Symmetric about 100.5, with 250 nats between the wells.
    expect(component.mean).toBeCloseTo(100.5, 10);
    expect(state.logDensityAt(100) - state.logDensityAt(101)).toBeCloseTo(0, 9);
    expect(state.logDensityAt(100.5) - state.logDensityAt(100)).toBeCloseTo(-0.0625 / 0.0005, 8);
  });
});

describe('points without noise', () => {
  it('splits where samples agree, with the exponents of the two sides', () => {
    const data = { x: 'normal(0, 1)', y: '1.2*x' };
    const state = solve(prediction('v', 'v*x'), data, { temperature: 0.1 });
    expect(state.components.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'v<1.2 point',
      'v>1.2 point',
      'v=1.2 point',
    ]);
    // f = a/D = −2u/(0.1·4·u²·2/2…): p ~ |v − 1.2|^(−2 − β₁/(Tα₁)).
    expect(state.components[0].originExponent).toBeCloseTo(-2 - 1 / (0.1 * 2), 9);
  });
  it('keeps the density between them where weight decay pulls away', () => {
    const data = { x: 'normal(0, 1)', y: '1.2*x' };
    const state = solve(prediction('v', 'v*x'), data, { temperature: 0.1, weightDecay: 0.2 });
    expect(state.components.map(({ name, kind }) => `${name} ${kind}`)).toEqual(['v<1.2 density']);
    // From the moment equations: E v = β₂/(β₁ + γ) and E v² by Itô.
    expect(state.components[0].mean).toBeCloseTo(1, 11);
    expect(state.components[0].variance).toBeCloseTo(0.008, 11);
    expect(state.warnings.join()).toMatch(/left for good/);
  });
  it('separates the signs of u in u²x and finds the powers at 0', () => {
    const state = solve(prediction('u', 'u^2*x'), noisy, { temperature: 0.05 });
    expect(state.components.map(({ name }) => name)).toEqual(['u<0', 'u>0', 'u=0']);
    // D ~ (T/2)·16·α₃u²/4·…: p ~ u^(4/3) at T = 0.05, α₃ = 3.
    expect(state.components[1].originExponent).toBeCloseTo(4 / 3, 10);
  });
  it('lets a dead zone absorb', () => {
    const state = solve(prediction('u', 'relu(u)*x'), noisy, { temperature: 0.05 });
    expect(state.components).toMatchObject([{ name: 'u=0', kind: 'point', weight: 1, normalisable: false }]);
    expect(state.density).toBeNull();
  });
  it('sends separable logistic regression to infinity', () => {
    const state = solve(loss('v', 'softplus(-v*x)'), { x: 'uniform(1, 2)' }, { temperature: 0.5 });
    expect(state.components).toMatchObject([{ kind: 'point', mean: Infinity, normalisable: false }]);
    expect(state.components[0].reason).toMatch(/exp\(\|v\|\)\) at ∞/);
  });
});

describe('losses with corners', () => {
  it('have the density of Laplace about |θ − 1|', () => {
    // Drift −sign(θ − 1), noise C = ¼ on both sides: p ∝ exp(−8|θ − 1|/T).
    const state = solve(loss('theta', 'abs(theta - 1)*(1 + 0.5*e)'), { e: 'rademacher()' }, { temperature: 0.4 });
    const [component] = state.components;
    expect(component.mean).toBeCloseTo(1, 10);
    expect(component.variance! / (2 * 0.05 ** 2)).toBeCloseTo(1, 9);
    for (const theta of [0.6, 0.999, 1.001, 1.3]) {
      expect(state.logDensityAt(theta)).toBeCloseTo(Math.log(10) - 20 * Math.abs(theta - 1), 9);
    }
  });

  it('keep three digits where every row has a corner, and say so', () => {
    // ∂ℓ = sign(θ − y) + 2e with e = ±1 apart: between rows drift and noise are constant, and so is the slope of ln p.
    const n = 100;
    const rows = Array.from({ length: n }, (_, i) => Math.sin(i) + 0.3 * Math.cos(5 * i)).sort((a, b) => a - b);
    const state = solve(
      loss('theta', 'abs(theta - y) + 2*e*theta'),
      { y: `discrete([${rows.join(', ')}])`, e: 'rademacher()' },
      { temperature: 0.2 },
    );
    expect(state.warnings.join()).toMatch(/many kinks/);
    let [mass, mean] = [0, 0];
    let logQ = 0;
    const edges = [rows[0] - 8, ...rows, rows[n - 1] + 8];
    for (let k = 0; k <= n; k++) {
      const a = 1 - (2 * k) / n;
      const D = 0.1 * (5 - a * a);
      const cuts = 50;
      for (let j = 0; j < cuts; j++) {
        const h = (edges[k + 1] - edges[k]) / cuts;
        const theta = edges[k] + (j + 0.5) * h;
        const p = (Math.exp(logQ + (a / D) * (theta - edges[k])) / D) * h;
        mass += p;
        mean += p * theta;
      }
      logQ += (a / D) * (edges[k + 1] - edges[k]);
    }
    expect(state.components[0].mean).toBeCloseTo(mean / mass, 2);
  });
});

describe('domains', () => {
  const interval = (from: number, to: number, lower: 'natural' | 'reflecting' | 'absorbing', upper: typeof lower) =>
    ({ kind: 'interval', from, to, lower, upper }) as const;
  const line = prediction('v', 'v*x');
  const whole = solve(line, noisy, { temperature: 0.1 });

  it('cut out of the density of the whole line where they reflect', () => {
    for (const domain of [
      interval(0, 1, 'reflecting', 'reflecting'),
      interval(0.5, Infinity, 'reflecting', 'natural'),
    ]) {
      const state = solve(line, noisy, { temperature: 0.1 }, domain);
      const differences = [0.6, 0.75, 0.9].map((v) => state.logDensityAt(v) - whole.logDensityAt(v));
      for (const difference of differences) expect(difference).toBeCloseTo(differences[0], 11);
      expect(state.logDensityAt(0.4) === -Infinity).toBe(domain.from === 0.5);
      expect(state.components[0].boundary?.lower).toBe('regular');
      expect(state.density!.mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
    }
  });
  it('lose all mass through absorbing ends, and say so', () => {
    const both = solve(line, noisy, { temperature: 0.1 }, interval(0, 2, 'absorbing', 'absorbing'));
    expect(both.components.map(({ name, kind, weight }) => ({ name, kind, weight }))).toEqual([
      { name: 'v=0', kind: 'point', weight: null },
      { name: 'v=2', kind: 'point', weight: null },
    ]);
    expect(both.warnings.join()).toMatch(/no steady density.*evolve, ergodic and passage say/);
    const mixed = solve(line, noisy, { temperature: 0.1 }, interval(0, 2, 'reflecting', 'absorbing'));
    expect(mixed.components).toMatchObject([{ name: 'v=2', weight: 1 }]);
  });
  it('are asked for where a periodic loss has none', () => {
    expect(() => solve(loss('t', 'cos(t) + z*t'), { z: 'normal(0, 1)' }, { temperature: 0.1 })).toThrow(
      /t → −∞, got coefficients that neither settle nor confine it.*periodic\(a, b\)/,
    );
  });
  it('need noise', () => {
    expect(() => solve(loss('t', 't^2 + z'), { z: 'normal(0, 1)' }, { temperature: 0.1 })).toThrow(
      /gradient noise somewhere/,
    );
  });
});
