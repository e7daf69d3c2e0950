import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compensatedSum } from '../../../src/num/sum.js';
import type { AxisSpec } from '../../../src/grid/axis-spec.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';
import { fitLines } from '../../../src/fv/line-generator.js';
import { axis } from '../../../src/grid/axis.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { lineCells } from '../../../solvers/steady/line-grid.js';
import { logDensityOf, stationaryOnLines } from '../../../solvers/steady/stationary.js';

/** Written by stationary.py and variants.py with 40 digits, from the SDE alone. */
interface Case extends Omit<DiagonalLinearProblem, 'depth'> {
  readonly depth: number | 'infinity';
  readonly law?: string;
  readonly name?: string;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly mode?: number;
  readonly quantiles: Record<string, number>;
  readonly points: [number, number][];
}

const plain = { weightDecay: 0, learningRate: null, modifiedLoss: false };
function load(file: string): Case[] {
  const text = readFileSync(new URL(`../../reference/${file}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { cases: Case[] }).cases.map((c) => ({ ...plain, ...c }));
}
const cases = load('stationary.json');
/** Decay, modified loss, slopes below 0, label noise, interpolation, nearly vanishing noise, T from 10⁻⁶ to 10³ T_c and near T_c. */
const variants = load('variants.json').filter(({ depth }) => depth !== 'infinity');

function problemOf(c: Case): DiagonalLinearProblem {
  return { ...c, depth: Number(c.depth) };
}

/** A user's grid whose nodes include the reference points: cells bounded halfway (in the lattice) between them. */
function windowOf(c: Case, cells: number): AxisSpec {
  const points = c.points.map(([v]) => v);
  const [from, to] = [points[0], points[points.length - 1]];
  return c.depth === 0
    ? { kind: 'sinh', from, to, cells, centre: c.mode as number, scale: (to - from) / 1e3 }
    : { kind: 'log', from, to, cells };
}

/** Relative error; a reference that underflows to 0 must be met exactly. */
const relative = (value: number, reference: number): number =>
  value === reference ? 0 : Math.abs(value / reference - 1);

describe('steady states against a 40-digit reference', () => {
  it('covers the promised depths, widths, laws and temperatures', () => {
    expect(cases.length).toBeGreaterThanOrEqual(81);
    expect([...new Set(cases.map((c) => c.depth))]).toEqual([0, 1, 2, 3, 7]);
  });

  /** Log densities, moments, quantiles, the generator's own steady state and the mass on the automatic grid. */
  function hold(c: Case): void {
    const state = stationaryOnLines(reducedLines(problemOf(c)), 'auto');
    const component = state.components[0];
    expect(component.kind).toBe('density');
    for (const [v, logDensity] of c.points) {
      expect(Math.abs(logDensityOf(state, v) - logDensity)).toBeLessThan(1e-10);
    }
    if (c.mean !== null) expect(Math.abs(component.mean - c.mean)).toBeLessThan(1e-10 * Math.abs(c.mean));
    if (c.variance !== null) expect(relative(component.variance, c.variance)).toBeLessThan(1e-9);
    for (const [q, v] of Object.entries(c.quantiles)) {
      expect(relative(component.quantiles[q as '0.5'], v)).toBeLessThan(1e-9);
    }
    if (c.mode !== undefined)
      expect(Math.abs(component.mode - c.mode)).toBeLessThan(1e-9 * Math.max(1e-3, Math.abs(c.mode)));
    expect(state.generator?.steadyStateDefect).toBeLessThan(1e-9);
    expect(Math.abs(compensatedSum(state.density?.mass ?? new Float64Array()) - 1)).toBeLessThan(1e-10);
  }

  for (const c of cases) {
    it(`depth ${c.depth}, width ${c.width}, ${c.law}, T = ${c.temperature}`, () => hold(c));
  }
  variants.forEach((c, i) => it(`${c.name} ${i}: depth ${c.depth}, T = ${c.temperature}`, () => hold(c)));
});

describe('grid entries at n = 200 and n = 100 000', () => {
  // Every grid entry is held against the law at its own node, which the cases above hold against the reference.
  for (const c of cases.filter((_, i) => i % 7 === 0)) {
    for (const cells of [200, 100_000]) {
      it(`depth ${c.depth}, width ${c.width}, ${c.law}, T = ${c.temperature}, n = ${cells}`, () => {
        const lines = reducedLines(problemOf(c));
        const state = stationaryOnLines(lines, windowOf(c, cells));
        const grid = axis('v', windowOf(c, cells));
        const part = fitLines([state.laws[0].line], grid)[0];
        const { logDensity } = lineCells(state.laws[0], part, cells);
        let worst = 0;
        for (let i = 0; i < cells; i += Math.ceil(cells / 500)) {
          worst = Math.max(worst, Math.abs(logDensity[i] - logDensityOf(state, grid.centres[i])));
        }
        expect(worst).toBeLessThan(1e-10);
      });
    }
  }
});
