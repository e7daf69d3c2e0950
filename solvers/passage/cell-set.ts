import { InputError } from '../../src/num/input-error.js';

/** A set of cells, by their numbers. */
export type CellSet = ArrayLike<number>;

/** 1 in the cells of a set, 0 elsewhere. Throws InputError (told as from `where`) for an empty set or a cell outside the grid. */
export function markCells(where: string, size: number, set: CellSet): Uint8Array {
  const marked = new Uint8Array(size);
  if (set.length === 0) throw new InputError(where, 'at least one cell', 'an empty set', 'Name the cells to reach.');
  for (let k = 0; k < set.length; k++) {
    const cell = set[k];
    if (!(Number.isInteger(cell) && cell >= 0 && cell < size)) {
      throw new InputError(where, `cells from 0 to ${size - 1}`, String(cell), 'Count the cells from 0.');
    }
    marked[cell] = 1;
  }
  return marked;
}
