import { describe, expect, test } from 'vitest';
import { mirrored } from '../../../validation/closed-forms/closed-form.js';
import { closedForms, type LinearProblem } from '../../../validation/closed-forms/index.js';
import { derivative, plain, reducedSde, uniform, zeroFluxSlope } from './problems.js';

const random = uniform(20240611);
const between = (lo: number, hi: number): number => lo + (hi - lo) * random();

/** A random problem; `kind` picks the noise: generic, the same everywhere, or zero at k. */
function draw(depth: number, kind: 'generic' | 'label' | 'touching'): LinearProblem {
  const a1 = kind === 'label' ? 0 : between(0.5, 2);
  const k = between(0.3, 1.5) * (random() < 0.3 ? -1 : 1);
  const delta = kind === 'generic' ? between(0.1, 1) : 0;
  const a3 = kind === 'label' ? between(0.5, 2) : a1 * k * k + delta / a1;
  const beta: [number, number] = [between(0.5, 2), between(0.3, 1) * (random() < 0.3 ? -1 : 1)];
  const modified = ([false, true, 'paper'] as const)[Math.floor(3 * random())]!;
  return {
    depth,
    width: 1 + Math.floor(4 * random()),
    alpha: [a1, a1 * k, a3],
    beta,
    delta,
    temperature: between(0.05, 0.5) * (Math.abs(beta[1]) / a3),
    weightDecay: random() < 0.4 ? between(0.01, 0.1) : 0,
    learningRate: between(0.01, 0.2),
    modifiedLoss: modified,
  };
}

describe('zero flux: (ln p)′ = (a − D′)/D at random points of random problems', () => {
  const finite = closedForms.filter((form) => form.name !== 'infinite-depth');
  test.each(finite)('$name', (form) => {
    let checked = 0;
    for (let i = 0; i < 400; i++) {
      const kind = (['generic', 'label', 'touching'] as const)[i % 3]!;
      const p = draw([0, 1, 1, 2, 3, 5][Math.floor(6 * random())]!, kind);
      if (!form.applies(p)) continue;
      for (const piece of form.logDensity(p)) {
        const v = between(0.2, 1.8) * (piece.support[1] <= 0 || (p.depth === 0 && random() < 0.5) ? -1 : 1);
        if (!(v > piece.support[0] + 0.05 && v < piece.support[1] - 0.05)) continue;
        const expected = p.depth > 0 && v < 0 ? -zeroFluxSlope(mirrored(p), -v) : zeroFluxSlope(p, v);
        const slope = derivative((u) => piece.logDensity(u), v);
        // The stencil's own error grows near a zero of the noise.
        const tolerance = kind === 'touching' ? 1e-4 : 1e-6;
        expect(Math.abs(slope - expected) / (1 + Math.abs(expected)), JSON.stringify({ p, v })).toBeLessThan(tolerance);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(8);
  });

  test('infinite depth is the limit of finite depths at the same d/(D + 1), with an error of order ln D / D', () => {
    const limit: LinearProblem = { ...plain, depth: Infinity, width: 0.5, temperature: 0.2 };
    const [exact] = closedForms.find((f) => f.name === 'infinite-depth')!.logDensity(limit);
    const error = (depth: number): number => {
      const p = { ...limit, depth, width: 0.5 * (depth + 1) };
      const [piece] = closedForms.find((f) => f.name === 'any-depth')!.logDensity(p);
      const shape = (v: number): number => piece!.logDensity(v) - piece!.logDensity(0.5);
      return Math.max(...[0.2, 1, 2].map((v) => Math.abs(shape(v) - (exact!.logDensity(v) - exact!.logDensity(0.5)))));
    };
    expect(error(1e4)).toBeLessThan(6e-3);
    expect(error(1e3) / error(1e4)).toBeCloseTo((10 * Math.log(500)) / Math.log(5000), 0);
  });

  test('the modified drift of depth 1 is −4εvr(3β₁v − β₂), not the printed −4εβ₁²vr(3β₁v − β₂)', () => {
    const p: LinearProblem = { ...plain, beta: [1.3, 0.8], modifiedLoss: true, learningRate: 0.1 };
    const v = 0.4;
    const r = 1.3 * v - 0.8;
    const extra = reducedSde(p, v).a - reducedSde({ ...p, modifiedLoss: false }, v).a;
    const right = -4 * 0.1 * v * r * (3 * 1.3 * v - 0.8);
    expect(extra / right).toBeCloseTo(1, 9);
    expect(Math.abs(extra / (1.3 * 1.3 * right) - 1)).toBeGreaterThan(0.1);
  });
});
