import { describe, expect, test } from 'vitest';
import { closedFormFor, closedForms, type LinearProblem } from '../../../validation/closed-forms/index.js';
import { plain } from './problems.js';

const name = (change: Partial<LinearProblem>): string | null => closedFormFor({ ...plain, ...change })?.name ?? null;

describe('closedFormFor', () => {
  test('picks the most specific form', () => {
    expect(name({ depth: 0 })).toBe('depth-0');
    expect(name({})).toBe('depth-1');
    expect(name({ depth: 2 })).toBe('any-depth');
    expect(name({ depth: Infinity, width: 1 })).toBe('infinite-depth');
    const label = { alpha: [0, 0, 1], delta: 0 } as const;
    expect([0, 1, 2].map((depth) => name({ ...label, depth }))).toEqual(['label-noise', 'label-noise', 'label-noise']);
    const touching = { alpha: [2, 2, 2], delta: 0 } as const;
    expect(name({ ...touching, depth: 0 })).toBe('interpolation-depth-0');
    expect(name(touching)).toBe('interpolation-depth-1');
    expect(name({ ...touching, modifiedLoss: 'paper' })).toBe('any-depth');
  });

  test('is null where there is no answer', () => {
    expect(name({ temperature: 0 })).toBeNull();
    expect(name({ temperature: NaN })).toBeNull();
    expect(name({ beta: [0, 0] })).toBeNull();
    expect(name({ alpha: [0, 0, 0], delta: 0 })).toBeNull();
    expect(name({ modifiedLoss: true })).toBeNull();
    expect(name({ depth: Infinity, modifiedLoss: 'paper' })).toBeNull();
  });

  test('names are unique and every form says where it comes from', () => {
    expect(new Set(closedForms.map((form) => form.name)).size).toBe(closedForms.length);
    for (const form of closedForms) expect(form.reference).toContain('[NB]');
  });

  test('outside its support a density is 0, and NaN stays NaN', () => {
    const [piece] = closedFormFor(plain)!.logDensity(plain);
    expect(piece!.logDensity(-1)).toBe(-Infinity);
    expect(piece!.logDensity(0)).toBe(-Infinity);
    expect(piece!.logDensity(NaN)).toBeNaN();
  });
});
