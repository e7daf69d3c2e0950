import { describe, expect, it } from 'vitest';
import { markCells } from '../../../solvers/passage/cell-set.js';

describe('markCells', () => {
  it('marks the cells of a set', () => {
    expect([...markCells('f', 4, [3, 1, 1])]).toEqual([0, 1, 0, 1]);
  });

  it('refuses an empty set and cells outside the grid', () => {
    expect(() => markCells('f', 4, [])).toThrow(/f: at least one cell, got an empty set/);
    for (const cell of [-1, 4, 0.5, NaN]) expect(() => markCells('f', 4, [cell])).toThrow(/f: cells from 0 to 3, got/);
  });
});
