import { describe, expect, it } from 'vitest';
import { cumulativeOf } from '../../../src/data/cumulative.js';
import { axis as buildAxis } from '../../../src/grid/axis.js';
import type { AxisSpec } from '../../../src/grid/axis-spec.js';
import { evolveLines } from '../../../solvers/evolve/lines-evolution.js';
import { methodOfLines } from '../../../solvers/evolve/method-of-lines.js';
import { forever, interpolation, labelNoise, lineNamed, problem } from '../reduced-problems.js';
import type { DiagonalLinearProblem } from '../../../src/model/diagonal-linear.js';

/** Σ|difference| of finite volumes and method of lines at a time. */
function difference(p: DiagonalLinearProblem, name: string, start: string, time: number, grid: AxisSpec): number {
  const [first, last] = evolveLines(forever(p), cumulativeOf(start, 'v'), [0, time], { grid }).frames;
  const mass = methodOfLines(lineNamed(p, name), buildAxis('v', grid), first.mass, { time });
  expect(mass.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 10);
  return mass.reduce((sum, m, i) => sum + Math.abs(m - last.mass[i]), 0);
}

describe('methodOfLines', () => {
  it.each([
    ['learning', problem(), 'v>0', 'lognormal(-1, 0.3)', { kind: 'log', from: 1e-3, to: 6 }],
    ['label noise', labelNoise(0.2), 'v>0', 'lognormal(0, 0.5)', { kind: 'log', from: 1e-3, to: 15 }],
    ['the wrong side', problem(), 'v<0', 'uniform(-1.5, -0.5)', { kind: 'log', from: -6, to: -1e-3 }],
  ] as const)('%s: agrees with the finite volumes to second order', (_, p, name, start, grid) => {
    const [coarse, fine] = [60, 120].map((cells) => difference(p, name, start, 0.2, { ...grid, cells }));
    expect(fine).toBeLessThan(1e-2);
    expect(coarse / fine).toBeGreaterThan(3);
  });

  it('refuses uneven axes and work without end', () => {
    const p = interpolation(0.1);
    const run = (name: string, grid: AxisSpec) => () =>
      methodOfLines(lineNamed(p, name), buildAxis('v', grid), new Float64Array(grid.cells), { time: 1 });
    const log = { kind: 'log' as const, from: 2, to: 90 };
    expect(run('v>1', { kind: 'uniform', from: 2, to: 9, cells: 20 })).toThrow(
      /an axis that is even in y, got 20 cells/,
    );
    expect(run('v<0', { ...log, from: -90, to: -2, cells: 20_000 })).toThrow(/4 D t\/h² ≤ 2000000, got .* Use wider/);
  });
});
