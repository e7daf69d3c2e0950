import type { Expression } from './parse.js';
import { substitute } from './parse.js';
import { namesOf } from './node.js';

const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);

/**
 * The expression with `pi` and `e` replaced by their values, unless `declared` has a name of its own for them: a data column
 * called `e` (the usual name for noise) wins over Euler's number. Offsets and text stay.
 *
 * @param path where the expression stands; told if a constant that is not finite comes about, such as 1/(pi-pi)
 */
export function bindConstants(expression: Expression, declared: Iterable<string>, path: string): Expression {
  const own = new Set(declared);
  const replacement = (name: string) => {
    const value = own.has(name) ? undefined : CONSTANTS.get(name);
    return value === undefined ? undefined : ({ kind: 'number', value, offset: 0 } as const);
  };
  const node = substitute(expression.node, expression.text, path, replacement);
  return { text: expression.text, node, names: namesOf(node) };
}
