import { InputError } from '../num/input-error.js';
import type { DataLaw } from './law.js';
import { demandFinite, demandOrder } from './law.js';
import { pointMoments } from './point-moments.js';

/**
 * The empirical law of rows of data: every row equally likely. `columns` maps names to equally long lists of at least two finite
 * numbers; a Float64Array is kept, not copied, and must not change afterwards. The cost of moments is three passes over the rows.
 * Throws InputError at `data.rows` or `data.rows.NAME`, for a cell with its row counted from 1.
 */
export function rows(columns: Readonly<Record<string, ArrayLike<number>>>, description?: string): DataLaw {
  const names = Object.keys(columns);
  if (names.length === 0)
    throw new InputError('data.rows', 'at least one column', 'none', 'Write rows: {x: [...], y: [...]}.');
  const values = names.map((name) => readColumn(name, columns[name]));
  const count = values[0].length;
  values.forEach((column, j) => {
    if (column.length === count) return;
    const got = `${column.length} rows where ${names[0]} has ${count}`;
    throw new InputError(`data.rows.${names[j]}`, 'columns of equal length', got, 'Add or remove values.');
  });
  if (count < 2) {
    throw new InputError(
      'data.rows',
      'at least 2 rows',
      String(count),
      'One sample has no gradient noise; give more rows.',
    );
  }
  return {
    kind: 'rows',
    columns: names,
    rows: count,
    description: description ?? `${count} rows`,
    monomialMoments: (exponents) =>
      demandFinite(pointMoments({ columns: values, count, weights: null }, exponents), 'data'),
    nodes(order) {
      demandOrder(order);
      const points = new Float64Array(count * names.length);
      values.forEach((column, j) => column.forEach((value, i) => (points[i * names.length + j] = value)));
      return { points, weights: new Float64Array(count).fill(1 / count), exact: true };
    },
  };
}

function readColumn(name: string, column: ArrayLike<number> | null): Float64Array {
  const path = `data.rows.${name}`;
  if (typeof column !== 'object' || column === null || !(column.length >= 0)) {
    throw new InputError(path, 'a list of numbers', String(column), 'Write [1.5, 2, ...].');
  }
  for (let i = 0; i < column.length; i++) {
    // Not only for NaN: an untyped caller may hand over strings, which a typed array would convert in silence.
    if (Number.isFinite(column[i])) continue;
    throw new InputError(
      path,
      `a finite number in row ${i + 1}`,
      String(column[i]),
      'Correct the cell or remove the row.',
    );
  }
  return column instanceof Float64Array ? column : Float64Array.from(column);
}
