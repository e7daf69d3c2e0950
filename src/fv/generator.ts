import type { Grid } from '../grid/grid.js';
import type { Csr } from '../num/csr.js';
import type { AbsorbingEnd } from './absorbing-end.js';

/**
 * The generator of a continuous-time Markov chain on the cells of a grid: dm/dt = A m for the vector m of cell masses.
 * Off the diagonal A[to, from] ≥ 0 is the jump rate from one cell to another; each column sums to zero. An absorbing end is one more
 * state after the cells, which no jump leaves: A[end, from] is the rate at which a cell is left through it, and no mass is lost.
 */
export interface Generator {
  readonly grid: Grid;
  /** A by rows: row = the cell jumped to, column = the cell jumped from; the diagonal is stored. */
  readonly rates: Csr;
  /** The ends of the grid that absorb, one state each after those of the cells; none if left out. */
  readonly ends?: readonly AbsorbingEnd[];
  readonly facts: GeneratorFacts;
}

/** What was measured on the assembled matrix (not promised by the scheme). */
export interface GeneratorFacts {
  /** The smallest off-diagonal entry; 0 for an empty matrix. */
  readonly smallestRate: number;
  /** max over columns of |Σ_to A[to, from]| / |A[from, from]|. */
  readonly columnDefect: number;
  /** Number of closed communicating classes, absorbing ends among them. */
  readonly recurrentClasses: number;
}
