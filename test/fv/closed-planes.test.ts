import { describe, expect, it } from 'vitest';
import { discretise } from '../../src/fv/discretise.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { grid } from '../../src/grid/grid.js';
import { closedClasses } from '../../src/num/components.js';
import type { Sde } from '../../src/sde/sde.js';

type Field = (u: number, w: number) => readonly number[];

const sde = (drift: Field, diffusion: Field): Sde => ({
  names: ['u', 'w'],
  drift: (theta, out) => void out.set(drift(theta[0], theta[1])),
  diffusion: (theta, out) => void out.set(diffusion(theta[0], theta[1])),
});
const along = (from: number, to: number, cells: number): AxisSpec => ({ kind: 'uniform', from, to, cells });
const w = along(-1, 1, 7);
/** Jumps between u < at and u > at. */
function crossings(process: Sde, u: AxisSpec, at: number): number {
  const { rates, grid: cells } = discretise(process, grid({ u, w }));
  const side = (cell: number): boolean => cells.axes[0].centres[Math.floor(cell / 7)] > at;
  let count = 0;
  for (let to = 0; to < rates.rows; to++) {
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      if (rates.value[k] > 0 && side(to) !== side(rates.column[k])) count += 1;
    }
  }
  return count;
}

describe('closedPlanes', () => {
  const alone: Field = (u, v) => [0.3 * u * u, 0, 0, 1 + v * v];
  const joined: Field = (u) => [0.3 * u * u, 0.4 * u, 0.4 * u, 1];
  const inward: Field = (u, v) => [u - u ** 3 + u * v, -v];

  it('keeps two halves apart where noise and drift across vanish, wherever between the nodes', () => {
    // In the middle of a face, off it, near a node; on uneven cells; jumps of several cells under a full tensor.
    const axes: AxisSpec[] = [
      along(-2, 2, 24),
      along(-2, 2.07, 24),
      along(-1.03, 1.2, 16),
      { kind: 'sinh', from: -2, to: 1.7, cells: 24, centre: 0.1 },
    ];
    for (const u of axes) {
      for (const noise of [alone, joined]) {
        const { rates } = discretise(sde(inward, noise), grid({ u, w }));
        expect([closedClasses(rates).count, crossings(sde(inward, noise), u, 0)]).toEqual([2, 0]);
      }
    }
  });

  it('lets drift carry paths across where the noise vanishes, and noise where it only falls low', () => {
    const u = along(-2, 2, 24);
    expect(
      crossings(
        sde(() => [0.5, 0], alone),
        u,
        0,
      ),
    ).toBeGreaterThan(0);
    expect(
      crossings(
        sde(inward, (x, v) => [0.3 * x * x + 1e-6, 0, 0, 1 + v * v]),
        u,
        0,
      ),
    ).toBeGreaterThan(0);
  });

  it('does not close a slanted line of such places: paths move along it', () => {
    const slanted = sde(
      (x, v) => [v - x, -v],
      (x, v) => [(x - v) ** 2, 0, 0, 1],
    );
    expect(closedClasses(discretise(slanted, grid({ u: along(-2, 2, 24), w })).rates).count).toBe(1);
  });

  it('closes planes around a circle, also where it is closed', () => {
    const turns = sde(
      (x) => [-Math.sin(2 * x), 0],
      (x) => [Math.sin(x) ** 2, 0.1 * Math.sin(x), 0.1 * Math.sin(x), 1],
    );
    for (const from of [-1, 0]) {
      const u = { ...along(from, from + 2 * Math.PI, 20), periodic: true };
      expect(closedClasses(discretise(turns, grid({ u, w })).rates).count).toBe(2);
    }
  });
});
