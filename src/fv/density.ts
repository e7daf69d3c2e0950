import type { Grid } from '../grid/grid.js';

/** A probability law on the cells of a grid: mass[i] is the probability of cell i, and the masses sum to 1. */
export interface Density {
  readonly grid: Grid;
  readonly mass: Float64Array;
  /** ln mass, kept where masses underflow. */
  readonly logMass?: Float64Array;
}
