import { describe, expect, it } from 'vitest';
import { cumulativeOf, pointAt } from '../../../src/data/cumulative.js';
import { grid } from '../../../src/grid/grid.js';
import { cellAt, startOnGrid, startReach } from '../../../solvers/evolve/tensor-start.js';

const plane = grid({ u: [-1, 1, 4], w: [0, 3, 3] });
const law = (text: string) => cumulativeOf(text, 'initial.u');

describe('startOnGrid', () => {
  it('gives cells the probabilities of independent laws, and says what lies outside', () => {
    const laws = [law('uniform(-1, 1)'), law('uniform(1, 5)')];
    const { mass, outside } = startOnGrid({ kind: 'product', text: '', laws }, plane);
    expect(outside).toBeCloseTo(0.5, 14);
    expect([...mass]).toEqual([0, 1, 2, 3].flatMap(() => [0, 0.0625, 0.0625]).map((m) => expect.closeTo(m, 15)));
  });

  it('shares a point between the nodes around it, keeping its mean; atoms of several go to their cells', () => {
    const { mass } = startOnGrid(
      { kind: 'product', text: '', laws: [pointAt(0.35), law('discrete([0.2, 2.9])')] },
      plane,
    );
    // Nodes of u at ±0.25 and ±0.75.
    expect([...mass]).toEqual([0, 0, 0, 0, 0, 0, 0.4, 0, 0.4, 0.1, 0, 0.1].map((m) => expect.closeTo(m, 14)));
  });

  it('counts samples, row by row', () => {
    const points = Float64Array.of(-0.9, 0.5, -0.6, 0.1, 1, 3, 0.2, 7);
    const start = { kind: 'samples', text: '', points, dimension: 2 } as const;
    const { mass, outside } = startOnGrid(start, plane);
    expect([mass[0], mass[11], outside]).toEqual([0.5, 0.25, 0.25]);
    expect([startReach(start, 0, 0), startReach(start, 1, 0)]).toEqual([1, 7]);
  });

  it('moves masses from other cells by what they have in common', () => {
    const old = [Float64Array.of(-1, 0, 1), Float64Array.of(0, 1.5, 3)];
    const start = { kind: 'cells', text: '', edges: old, mass: Float64Array.of(0.1, 0.2, 0.3, 0.4) } as const;
    const { mass, outside } = startOnGrid(start, plane);
    expect(outside).toBe(0);
    const rows = [0.1, 0.2, 0.3, 0.4];
    const each = (a: number, b: number): number[] => [a / 3, (a + b) / 6, b / 3];
    expect([...mass]).toEqual(
      [each(rows[0], rows[1]), each(rows[0], rows[1]), each(rows[2], rows[3]), each(rows[2], rows[3])]
        .flat()
        .map((m) => expect.closeTo(m, 14)),
    );
    const same = startOnGrid({ ...start, edges: plane.axes.map(({ edges }) => edges), mass }, plane);
    same.mass.forEach((m, i) => expect(m).toBeCloseTo(mass[i], 16));
    expect(startReach(start, 1, 0)).toBe(3);
  });
});

describe('cellAt', () => {
  it('finds the cell of a value, both ends included', () => {
    const edges = Float64Array.of(0, 1, 2);
    expect([-0.1, 0, 0.5, 1, 2, 2.1].map((x) => cellAt(edges, x))).toEqual([-1, 0, 0, 1, 1, -1]);
  });
});

describe('startReach', () => {
  it('leaves out no more of a law than it is told to', () => {
    const start = { kind: 'product', text: '', laws: [law('normal(1, 0.5)'), pointAt(-3)] } as const;
    const reach = startReach(start, 0, 1e-9);
    expect(reach).toBeGreaterThan(3.9);
    expect(reach).toBeLessThan(4.6);
    expect(startReach(start, 1, 1e-9)).toBe(3);
  });

  it('is measured from where it is asked to be', () => {
    const start = { kind: 'product', text: '', laws: [law('normal(1, 0.5)'), pointAt(-3)] } as const;
    const reach = startReach(start, 0, 1e-9, 1);
    expect(reach).toBeGreaterThan(2.9);
    expect(reach).toBeLessThan(3.5);
    expect(startReach(start, 1, 0, -5)).toBe(2);
    const samples = { kind: 'samples', text: '', points: Float64Array.of(1, 4, 2), dimension: 1 } as const;
    expect(startReach(samples, 0, 0, 3)).toBe(2);
  });
});
