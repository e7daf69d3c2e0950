import { describe, expect, it } from 'vitest';
import { absorbingEnds, stateOf } from '../../src/fv/absorbing-end.js';
import { discretise } from '../../src/fv/discretise.js';
import { throughEnd } from '../../src/fv/lattice.js';
import { grid } from '../../src/grid/grid.js';
import { linearSde } from '../solvers/plane-problems.js';

const box = grid({
  u: { kind: 'uniform', from: -1, to: 2, cells: 5, absorbing: [true, false] },
  w: { kind: 'sinh', from: -1, to: 1 / 3, cells: 4, absorbing: [true, true] },
});

describe('absorbingEnds', () => {
  it('numbers the ends after the cells, named by where they are', () => {
    const ends = absorbingEnds(box);
    expect(ends.map(({ name, state }) => [name, state])).toEqual([
      ['u=-1', 20],
      ['w=-1', 21],
      ['w=0.333333', 22],
    ]);
    expect(ends[2]).toMatchObject({ axis: 'w', side: 'upper' });
    expect(ends[2].at).toBeCloseTo(1 / 3, 14);
    expect([7, throughEnd(0, 0), throughEnd(1, 0), throughEnd(1, 1)].map((to) => stateOf(to, box.axes, ends))).toEqual([
      7, 20, 21, 22,
    ]);
    expect(absorbingEnds(grid({ u: [0, 1, 4] }))).toEqual([]);
  });

  it('become states that nothing leaves, so that no mass is lost, whatever the tensor and the order of the axes', () => {
    for (const D of [
      [1, 0, 0, 2],
      [1, 0.9, 0.9, 1],
    ]) {
      const sde = linearSde(
        [
          [-1, -3],
          [2, -1],
        ],
        D,
        ['w', 'u'],
      );
      const { rates, facts, ends, grid: ordered } = discretise(sde, box);
      expect(ordered.axes.map(({ name }) => name)).toEqual(['w', 'u']);
      expect([rates.rows, facts.recurrentClasses, ends!.map(({ name }) => name).join()]).toEqual([
        23,
        3,
        'w=-1,w=0.333333,u=-1',
      ]);
      expect(facts.columnDefect).toBeLessThan(1e-14);
      expect(facts.smallestRate).toBeGreaterThan(0);
      for (const { state } of ends!) {
        const into = rates.column.subarray(rates.rowStart[state], rates.rowStart[state + 1]);
        expect(into.length).toBeGreaterThan(4);
        expect(rates.column.filter((from) => from === state)).toHaveLength(1);
      }
    }
    expect(discretise(linearSde([[-1]], [1], ['u']), grid({ u: [0, 1, 4] }))).not.toHaveProperty('ends');
  });
});
