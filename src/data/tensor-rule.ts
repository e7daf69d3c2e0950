import type { Compiled } from '../expression/compile.js';
import { compile } from '../expression/compile.js';
import type { Rule } from '../num/gauss.js';
import { InputError } from '../num/input-error.js';
import type { Column } from './columns.js';
import type { WeightedPoints } from './point-moments.js';

/** Every column at every node of a tensor product, given the rules of the base columns (in the order of the base columns). */
export type TensorEvaluation = (rules: readonly Rule[]) => WeightedPoints;

/**
 * Prepares the evaluation of columns, which stand in an order in which each can be computed from those before it.
 * `columns` of the points follow `order`; nodes whose weight underflows to 0 are left out. The evaluation throws InputError at
 * `data.NAME` where a derived column is not finite at a node.
 */
export function tensorEvaluation(columns: readonly Column[], order: readonly string[]): TensorEvaluation {
  const names = columns.map((column) => column.name);
  const programs = columns.map((column) => (column.kind === 'derived' ? compile([column.expression], names) : null));
  const slots = order.map((name) => names.indexOf(name));
  return (rules) => {
    const capacity = rules.reduce((count, rule) => count * rule.nodes.length, 1);
    const values = order.map(() => new Float64Array(capacity));
    const weights = new Float64Array(capacity);
    const row = new Float64Array(columns.length);
    let count = 0;
    forNodes(rules, (index, weight) => {
      if (weight === 0) return;
      fill(row, columns, programs, (i) => rules[i].nodes[index[i]]);
      weights[count] = weight;
      slots.forEach((slot, j) => (values[j][count] = row[slot]));
      count++;
    });
    const kept = values.map((column) => column.subarray(0, count));
    return { columns: kept, count, weights: weights.subarray(0, count) };
  };
}

/** Visits all index tuples, the last index fastest, with the product of the weights. */
function forNodes(rules: readonly Rule[], visit: (index: readonly number[], weight: number) => void): void {
  const index = rules.map(() => 0);
  for (;;) {
    let weight = 1;
    for (let i = 0; i < rules.length; i++) weight *= rules[i].weights[index[i]];
    visit(index, weight);
    let axis = rules.length - 1;
    while (axis >= 0 && ++index[axis] === rules[axis].nodes.length) index[axis--] = 0;
    if (axis < 0) return;
  }
}

/** Computes one row, base columns from `base(number of the base column)`. */
function fill(
  row: Float64Array,
  columns: readonly Column[],
  programs: readonly (Compiled | null)[],
  base: (i: number) => number,
): void {
  const value = new Float64Array(1);
  let i = 0;
  for (let c = 0; c < columns.length; c++) {
    const program = programs[c];
    if (program === null) {
      row[c] = base(i++);
      continue;
    }
    program(row, value);
    row[c] = value[0];
    if (!Number.isFinite(value[0])) throw notFinite(columns, c, row);
  }
}

function notFinite(columns: readonly Column[], c: number, row: Float64Array): InputError {
  const place = columns.flatMap(({ kind, name }, k) =>
    kind === 'base' ? [`${name} = ${Number(row[k].toPrecision(6))}`] : [],
  );
  const cure = 'Choose laws for which the expression is defined everywhere.';
  const got = `${row[c]} at ${place.join(', ')}`;
  return new InputError(`data.${columns[c].name}`, 'an expression that is finite for every sample', got, cure);
}
