import type { Axis } from '../grid/axis.js';
import { throughEnd } from './lattice.js';

/** An end of a grid that absorbs: one more state of the chain, which nothing leaves. */
export interface AbsorbingEnd {
  /** `u=1`: the coordinate and where its axis ends. */
  readonly name: string;
  /** The coordinate. */
  readonly axis: string;
  readonly side: 'lower' | 'upper';
  /** Where the axis ends. */
  readonly at: number;
  /** The number of its state; those of the ends follow those of the cells. */
  readonly state: number;
}

/** The absorbing ends of a grid's axes, in their order, lower before upper. */
export function absorbingEnds({
  axes,
  size,
}: {
  readonly axes: readonly Axis[];
  readonly size: number;
}): AbsorbingEnd[] {
  const ends = axes.flatMap(({ name, absorbing, edges, cells, periodic }) =>
    (['lower', 'upper'] as const).flatMap((side, s) => {
      if (periodic || !absorbing?.[s]) return [];
      const at = edges[s === 0 ? 0 : cells];
      return [{ name: `${name}=${Number(at.toPrecision(6))}`, axis: name, side, at }];
    }),
  );
  return ends.map((end, e) => ({ ...end, state: size + e }));
}

/** The state that a jump leads to: a cell, or by the code of `throughEnd` an end. */
export function stateOf(to: number, axes: readonly Axis[], ends: readonly AbsorbingEnd[]): number {
  if (to >= 0) return to;
  const code = ({ axis, side }: AbsorbingEnd): number =>
    throughEnd(
      axes.findIndex(({ name }) => name === axis),
      side === 'lower' ? 0 : 1,
    );
  return ends.find((end) => code(end) === to)!.state;
}
