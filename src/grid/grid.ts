import { InputError } from '../num/input-error.js';
import { axis, type Axis } from './axis.js';
import type { AxisSpec } from './axis-spec.js';

/** A tensor grid of one to three axes; cells are numbered row-major, the last axis fastest. */
export interface Grid {
  readonly axes: readonly Axis[];
  /** Number of cells in all. */
  readonly size: number;
}

/** An axis in short: [from, to, cells] of equal cells. */
export type AxisShorthand = readonly [number, number, number];

/**
 * `grid({ u: [-3, 3, 240], w: { kind: 'sinh', from: -50, to: 50, cells: 400 } })`.
 * Throws InputError for no axes, more than three, or an axis that makes no sense.
 */
export function grid(specs: Readonly<Record<string, AxisSpec | AxisShorthand>>): Grid {
  const names = Object.keys(specs);
  if (names.length < 1 || names.length > 3) {
    throw new InputError('grid', 'one to three axes', String(names.length), 'Use particles for more parameters.');
  }
  return gridOf(names.map((name) => axis(name, fullSpec(specs[name]))));
}

/** A grid of axes that are already built. */
export function gridOf(axes: readonly Axis[]): Grid {
  return { axes, size: axes.reduce((n, a) => n * a.cells, 1) };
}

function fullSpec(spec: AxisSpec | AxisShorthand): AxisSpec {
  if (!('length' in spec)) return spec;
  const [from, to, cells] = spec;
  return { kind: 'uniform', from, to, cells };
}
