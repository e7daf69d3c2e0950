import { describe, expect, it } from 'vitest';
import { AXIS_KINDS, axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { grid } from '../../src/grid/grid.js';

const specs: Record<AxisSpec['kind'], AxisSpec> = {
  uniform: { kind: 'uniform', from: -3, to: 3, cells: 240 },
  log: { kind: 'log', from: 1e-6, to: 1e3, cells: 100 },
  'signed-log': { kind: 'signed-log', from: 1e-6, to: 1e3, cells: 100 },
  sinh: { kind: 'sinh', from: -50, to: 80, cells: 99, centre: 1, scale: 0.5 },
  algebraic: { kind: 'algebraic', cells: 64, centre: 2, scale: 3 },
};

describe('axis', () => {
  for (const kind of Object.keys(AXIS_KINDS) as AxisSpec['kind'][]) {
    it(`${kind}: every node lies inside its cell and the cells tile the range`, () => {
      const a = axis('v', specs[kind]);
      expect(a.centres.length).toBe(a.cells);
      for (let i = 0; i < a.cells; i++) {
        expect(a.centres[i]).toBeGreaterThan(a.edges[i]);
        expect(a.centres[i]).toBeLessThan(a.edges[i + 1]);
        expect(a.widths[i]).toBe(a.edges[i + 1] - a.edges[i]);
      }
    });
  }

  it('log keeps a constant ratio; a negative one mirrors it', () => {
    const a = axis('v', specs.log);
    expect(a.centres[51] / a.centres[50]).toBeCloseTo(a.centres[11] / a.centres[10], 12);
    expect(a.edges[100]).toBeCloseTo(1e3, 9);
    const b = axis('v', { kind: 'log', from: -1e3, to: -1e-6, cells: 100 });
    expect(b.centres[99]).toBeCloseTo(-a.centres[0], 15);
  });

  it('signed-log is odd, and 0 is an edge and never a node', () => {
    const a = axis('v', specs['signed-log']);
    expect(a.edges[50]).toBe(0);
    for (let i = 0; i < 50; i++) expect(a.centres[i] / a.centres[99 - i]).toBeCloseTo(-1, 12);
    expect(a.edges[100]).toBeCloseTo(1e3, 9);
  });

  it('algebraic reaches to infinity', () => {
    const a = axis('v', specs.algebraic);
    expect([a.edges[0], a.edges[64]]).toEqual([-Infinity, Infinity]);
    expect(a.edges[32]).toBe(2);
  });

  const wrong: [Partial<AxisSpec>, RegExp][] = [
    [{ cells: 1 }, /grid\.v\.cells: a whole number of at least 2, got 1\./],
    [{ cells: 2.5 }, /grid\.v\.cells: a whole number/],
    [{ from: undefined }, /grid\.v\.from: a finite number, got undefined\./],
    [{ to: NaN }, /grid\.v\.to: a finite number, got NaN\./],
    [{ from: 3, to: -3 }, /grid\.v: from < to, got \[3, -3\]\./],
    [{ kind: 'log', from: 0 }, /grid\.v: ends of one sign, neither 0, got \[0, 3\]\./],
    [{ kind: 'signed-log', from: -1 }, /grid\.v\.from: a positive number, got -1\./],
    [{ kind: 'signed-log', from: 1, cells: 5 }, /grid\.v\.cells: an even number, got 5\./],
    [{ kind: 'sinh', scale: 0 }, /grid\.v\.scale: a positive number, got 0\./],
    [{ kind: 'algebraic', scale: -1 }, /grid\.v\.scale: a positive number, got -1\./],
    [{ kind: 'sinh', periodic: true }, /grid\.v\.periodic: periodic on a uniform axis only, got kind sinh\./],
  ];
  for (const [change, message] of wrong) {
    it(`refuses ${JSON.stringify(change)}`, () => {
      expect(() => axis('v', { ...specs.uniform, ...change } as AxisSpec)).toThrow(message);
    });
  }
});

describe('absorbing ends', () => {
  it('are kept with the axis, and need a finite end that is there', () => {
    const axisWith = (change: object) =>
      axis('v', { kind: 'uniform', from: 0, to: 1, cells: 4, ...change } as AxisSpec);
    expect(axisWith({ absorbing: [false, true] }).absorbing).toEqual([false, true]);
    expect(axisWith({})).not.toHaveProperty('absorbing');
    expect(axisWith({ periodic: true, absorbing: [false, false] })).not.toHaveProperty('absorbing');
    expect(() => axisWith({ periodic: true, absorbing: [true, false] })).toThrow(
      'grid.v.absorbing: finite ends to absorb at, got a periodic axis. Use kind: uniform with from and to.',
    );
    expect(() => axisWith({ kind: 'algebraic', absorbing: [false, true] })).toThrow(/got an axis without end/);
  });
});

describe('grid', () => {
  it('takes one to three axes, in short or in full', () => {
    const g = grid({ u: [-3, 3, 4], w: { kind: 'log', from: 1, to: 10, cells: 5 } });
    expect(g.size).toBe(20);
    expect([...g.axes[0].edges]).toEqual([-3, -1.5, 0, 1.5, 3]);
    expect(() => grid({})).toThrow(/grid: one to three axes, got 0\./);
    expect(() => grid({ a: [0, 1, 2], b: [0, 1, 2], c: [0, 1, 2], d: [0, 1, 2] })).toThrow(/got 4\. Use particles/);
  });
});
