import { describe, expect, it } from 'vitest';
import { cumulativeOf, samplesAt } from '../../../src/data/cumulative.js';
import { axis as buildAxis, axisFromMap } from '../../../src/grid/axis.js';
import { fitLines } from '../../../src/fv/line-generator.js';
import { reducedLines } from '../../../src/sde/reduced.js';
import { fixedPoints, initialCells } from '../../../solvers/evolve/initial-cells.js';
import { interpolation, problem } from '../reduced-problems.js';

const law = (text: string) => cumulativeOf(text, 'initial.v');
const lines = reducedLines(problem());
const sum = (values: Iterable<number>): number => [...values].reduce((a, b) => a + b, 0);
const close = (value: number): number => expect.closeTo(value, 14) as number;

describe('initialCells', () => {
  it('gives each cell its exact probability', () => {
    const axis = buildAxis('v', { kind: 'signed-log', from: 1e-3, to: 10, cells: 100 });
    const { between } = law('normal(0.2, 1)');
    const { mass, outside, fixed } = initialCells(law('normal(0.2, 1)'), axis, fitLines(lines, axis));
    mass.forEach((m, i) => expect(m).toBe(between(axis.edges[i], axis.edges[i + 1])));
    expect(sum(mass) + outside).toBeCloseTo(1, 14);
    expect(fixed).toEqual([{ at: 0, weight: 0 }]);
  });

  it('splits a cell that straddles 0 between the sides', () => {
    // Edges −1.5, −0.5, 0.7, 1.9: the node of the middle cell is 0.1.
    const axis = axisFromMap('v', 'uniform', 3, (x) => [-1.5, -1, -0.5, 0.1, 0.7, 1.3, 1.9][Math.round(6 * x)]);
    const { mass } = initialCells(law('uniform(-1.5, 1.9)'), axis, fitLines(lines, axis));
    expect([...mass].map((m) => m * 3.4)).toEqual([1.5, 0.7, 1.2].map(close));
  });

  it('shares a point between two nodes so that its mean is kept, on its own line only', () => {
    const axis = buildAxis('v', { kind: 'uniform', from: -2, to: 2, cells: 8 });
    const parts = fitLines(lines, axis);
    const { mass } = initialCells(law('0.4'), axis, parts);
    expect([mass[4], mass[5]]).toEqual([0.7, 0.3].map(close));
    expect([...initialCells(law('0.1'), axis, parts).mass]).toEqual([0, 0, 0, 0, 1, 0, 0, 0]);
    expect([...initialCells(law('-0.25'), axis, parts).mass]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
    expect(initialCells(law('3'), axis, parts).outside).toBe(1);
    expect(initialCells(samplesAt([0.4, 0.45, -5, 0], 'four'), axis, parts)).toMatchObject({
      outside: 0.25,
      fixed: [{ at: 0, weight: 0.25 }],
    });
  });

  it('starts at a point that drift crosses on the side it leads to', () => {
    const decay = reducedLines(interpolation(0.1, 0.2));
    expect(fixedPoints(decay)).toEqual([0]);
    expect(fixedPoints(reducedLines(interpolation(0.1)))).toEqual([0, 1]);
    const axis = buildAxis('v', { kind: 'uniform', from: 0, to: 2, cells: 8 });
    expect([...initialCells(law('1'), axis, fitLines(decay, axis)).mass]).toEqual([0, 0, 0, 1, 0, 0, 0, 0]);
  });
});
