import { expect, it } from 'vitest';
import { cellsFor } from '../../../solvers/evolve/initial-axis.js';
import type { LineRange } from '../../../solvers/evolve/initial-range.js';

const range = (width: number, weight: number) => ({ low: -10, high: 90, width, weight }) as LineRange;

it('takes cells by the width of a density, within bounds, and fewer on a ramp', () => {
  expect(cellsFor(range(0.5, 1), false)).toBe(6000);
  expect(cellsFor(range(5, 1), false)).toBe(4000);
  expect(cellsFor(range(0.5, 1e-5), false)).toBe(4000);
  expect(cellsFor(range(1e-3, 1), false)).toBe(12_000);
  expect(cellsFor(range(0.5, 1), true)).toBe(2000);
});
