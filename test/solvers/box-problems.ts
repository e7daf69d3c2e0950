import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import { grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';

export const BOTH = [true, true] as const;

/** Equal cells on [−1, 1] between absorbing ends. */
export const box = (cells: number, more: Partial<AxisSpec> = {}): AxisSpec => ({
  kind: 'uniform',
  from: -1,
  to: 1,
  cells,
  absorbing: BOTH,
  ...more,
});

/** A constant drift under constant noise, in one to three dimensions. */
export function steadyDrift(drift: readonly number[], diffusion: readonly number[]): Sde {
  return {
    names: ['u', 'w', 'z'].slice(0, drift.length),
    drift: (_, out) => void out.set(drift),
    diffusion: (_, out) => void out.set(diffusion),
  };
}

/** An SDE on the box [−1, 1]ᵈ whose ends absorb. */
export function onBox(sde: Sde, cells: readonly number[]): DiscretisedSde {
  return discretise(sde, grid(Object.fromEntries(sde.names.map((name, k) => [name, box(cells[k])]))));
}

export const free2 = steadyDrift([0, 0], [1, 0, 0, 1]);
export const free3 = steadyDrift([0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 0, 1]);

/** D = ((1, 0.6), (0.6, 0.5)): Selling's jumps are longer than a cell. */
export const LEANING = [1, 0.6, 0.6, 0.5];
