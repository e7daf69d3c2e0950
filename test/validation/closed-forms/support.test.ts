import { describe, expect, test } from 'vitest';
import { closedFormFor, type LinearProblem } from '../../../validation/closed-forms/index.js';
import { plain } from './problems.js';

const supports = (change: Partial<LinearProblem>): (readonly [number, number])[] => {
  const p = { ...plain, ...change };
  return closedFormFor(p)!
    .logDensity(p)
    .map((piece) => piece.support);
};

const positive = [[0, Infinity]];
const none: unknown[] = [];

describe('what can be normalised', () => {
  test('depth 0 always lives on the whole line', () => {
    expect(supports({ depth: 0, temperature: 1e3 })).toEqual([[-Infinity, Infinity]]);
  });

  test('depth 1: v > 0 exactly below T_c = (β₂ − γ)/α₃, v < 0 never when β₂ > 0', () => {
    expect(supports({ temperature: 0.3333 })).toEqual(positive);
    expect(supports({ temperature: 0.3334 })).toEqual(none);
    expect(supports({ temperature: 0.2999, weightDecay: 0.1 })).toEqual(positive);
    expect(supports({ temperature: 0.3001, weightDecay: 0.1 })).toEqual(none);
    expect(supports({ beta: [1, -1] })).toEqual([[-Infinity, -0]]);
    expect(supports({ beta: [1, 0] })).toEqual(none);
  });

  test('the modified loss moves T_c to (β₂ − εβ₂²)/α₃', () => {
    const modified = { modifiedLoss: true, learningRate: 0.1 } as const;
    expect(supports({ ...modified, temperature: 0.2999 })).toEqual(positive);
    expect(supports({ ...modified, temperature: 0.3001 })).toEqual(none);
    expect(supports({ modifiedLoss: 'paper', temperature: 0.2499 })).toEqual(positive);
    expect(supports({ modifiedLoss: 'paper', temperature: 0.2501 })).toEqual(none);
  });

  test('depth ≥ 2: every temperature without decay, none with it', () => {
    expect(supports({ depth: 2, temperature: 1e3 })).toEqual(positive);
    expect(supports({ depth: 2, weightDecay: 1e-6 })).toEqual(none);
    expect(supports({ depth: 3, beta: [1, 0] })).toEqual(none);
    expect(supports({ depth: Infinity, width: 1 })).toEqual(positive);
  });

  test('y = kx: v = k absorbs everything, and with decay a density on v < k or (0, k) appears', () => {
    const line = { alpha: [2, 2.5, 3.125], beta: [1, 1.25], delta: 0 } as const;
    expect(supports({ ...line, depth: 0 })).toEqual(none);
    expect(supports(line)).toEqual(none);
    expect(supports({ ...line, depth: 2 })).toEqual(none);
    expect(supports({ ...line, depth: 0, weightDecay: 0.1 })).toEqual([[-Infinity, 1.25]]);
    expect(supports({ ...line, weightDecay: 0.1 })).toEqual([[0, 1.25]]);
    expect(supports({ ...line, weightDecay: 0.1, temperature: 0.37 })).toEqual(none);
  });

  test('y = kx − c/x: the drift at k decides the side; a residue of rounding is no drift', () => {
    const line = { alpha: [2, 2.5, 3.125], delta: 0 } as const;
    expect(supports({ ...line, beta: [1, 1] })).toEqual([[0, 1.25]]);
    expect(supports({ ...line, beta: [1, 1.5] })).toEqual([[1.25, Infinity]]);
    expect(supports({ ...line, beta: [1, 1.5], depth: 0 })).toEqual([[1.25, Infinity]]);
    expect(supports({ ...line, beta: [1, 1.5], depth: 2 })).toEqual([[1.25, Infinity]]);
    expect(supports({ ...line, beta: [1, 1.25 * (1 - 2 ** -52)] })).toEqual(none);
  });

  test('xy constant (α₂ = α₃ = 0): no critical temperature', () => {
    expect(supports({ alpha: [2, 0, 0], delta: 0, temperature: 1e3 })).toEqual(positive);
    expect(supports({ alpha: [2, 0, 0], delta: 0, beta: [1, -1] })).toEqual([[-Infinity, -0]]);
  });
});
