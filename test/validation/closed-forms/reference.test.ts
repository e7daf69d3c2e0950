import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { closedForms, type LinearProblem, normalised } from '../../../validation/closed-forms/index.js';

/** A case of test/reference, made by mpmath at 45 digits from the SDE alone. */
interface Case extends Omit<LinearProblem, 'depth'> {
  readonly depth: number | 'infinity';
  readonly name?: string;
  readonly law?: string;
  readonly share?: number | null;
  readonly points: readonly (readonly [number, number])[];
}

function load(file: string): Case[] {
  const plain = { weightDecay: 0, learningRate: null, modifiedLoss: false };
  const text = readFileSync(new URL(`../../reference/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: Case[] }).cases.map((c) => ({ ...plain, ...c }));
}

const cases = [...load('stationary.json'), ...load('variants.json')];
const problem = (c: Case): LinearProblem => ({ ...c, depth: c.depth === 'infinity' ? Infinity : c.depth });

/** Largest error of the normalised log density; Infinity where a point has no piece. */
function worst(c: Case, form: (typeof closedForms)[number]): number {
  const pieces = normalised(form, problem(c));
  const errors = c.points.map(([v, expected]) => {
    const piece = pieces.find(({ support }) => v > support[0] && v < support[1]);
    return piece === undefined ? Infinity : Math.abs(piece.logDensity(v) - expected);
  });
  return Math.max(...errors);
}

describe('closed forms against densities of 20 digits', () => {
  test('the files hold what they promise', () => {
    expect(cases).toHaveLength(84 + 50);
    expect(new Set(cases.flatMap((c) => closedForms.filter((f) => f.applies(problem(c)))))).toEqual(
      new Set(closedForms),
    );
  });

  test.each(closedForms)('$name is right to 1e-11 wherever it applies', (form) => {
    for (const c of cases.filter((c) => form.applies(problem(c)))) {
      const label = `${c.name ?? c.law} depth ${c.depth} width ${c.width} T ${c.temperature}`;
      expect(worst(c, form), label).toBeLessThan(1e-11);
    }
  });

  test('every case has one piece, and every case has a form', () => {
    for (const c of cases) {
      const forms = closedForms.filter((f) => f.applies(problem(c)));
      expect(forms.length).toBeGreaterThan(0);
      for (const form of forms) expect(form.logDensity(problem(c))).toHaveLength(1);
    }
  });
});
