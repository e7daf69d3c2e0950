import type { Axis } from './axis.js';

/** A tensor grid of one to three axes; cells are numbered row-major, the last axis fastest. */
export interface Grid {
  readonly axes: readonly Axis[];
  /** Number of cells in all. */
  readonly size: number;
}
