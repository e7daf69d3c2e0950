import { bindConstants } from '../expression/constants.js';
import { faultAt } from '../expression/fault.js';
import type { Node } from '../expression/node.js';
import { children } from '../expression/node.js';
import type { Expression } from '../expression/parse.js';
import { parseExpression } from '../expression/parse.js';
import { isAllowedName } from '../expression/tokens.js';
import { InputError } from '../num/input-error.js';
import { fixedAt } from './distributions/constant.js';
import type { Distribution } from './distributions/distribution.js';
import { readLaw } from './law-call.js';

/** A column with a law of its own, or one computed from other columns. */
export type Column =
  | { readonly name: string; readonly kind: 'base'; readonly law: Distribution }
  | { readonly name: string; readonly kind: 'derived'; readonly expression: Expression };

/**
 * The columns of a definition such as {x: 'normal(0, 1)', y: '2*x'}, each after the columns it is computed from.
 * A number is a constant. Throws InputError at `data.NAME` for a name that cannot be one, a value that is neither law nor
 * expression, a name that is no column (with its offset), and columns that depend on themselves.
 */
export function readColumns(definition: Readonly<Record<string, string | number>>): Column[] {
  const names = Object.keys(definition);
  if (names.length === 0) throw new InputError('data', 'at least one column', 'none', 'Write x: normal(0, 1), y: 2*x.');
  const columns = new Map(names.map((name) => [name, readColumn(name, definition[name], names)]));
  const ordered = new Set<Column>();
  const visit = (name: string, ancestors: readonly string[]): void => {
    if (ancestors.includes(name)) {
      const circle = [...ancestors.slice(ancestors.indexOf(name)), name].join(' → ');
      throw new InputError(`data.${name}`, 'columns that do not depend on themselves', circle, 'Break the circle.');
    }
    const column = columns.get(name)!;
    if (ordered.has(column)) return;
    if (column.kind === 'derived') for (const other of column.expression.names) visit(other, [...ancestors, name]);
    ordered.add(column);
  };
  for (const name of names) visit(name, []);
  return [...ordered];
}

function readColumn(name: string, value: unknown, names: readonly string[]): Column {
  const path = `data.${name}`;
  if (!isAllowedName(name)) {
    const cure = 'Use letters, digits and _, and no word of the language.';
    throw new InputError(path, 'a name for a column', JSON.stringify(name), cure);
  }
  if (typeof value === 'number' && Number.isFinite(value))
    return { name, kind: 'base', law: fixedAt(`${value}`, value) };
  if (typeof value !== 'string') {
    const cure = 'Write a law such as normal(0, 1), an expression such as 2*x, or a finite number.';
    throw new InputError(path, 'a law or an expression', String(value), cure);
  }
  const law = readLaw(value, path);
  if (law) return { name, kind: 'base', law };
  const expression = bindConstants(parseExpression(value, path), names, path);
  for (const other of expression.names) {
    if (names.includes(other)) continue;
    throw faultAt(path, value, offsetOf(expression.node, other) ?? 0, {
      expectation: `names of columns (${names.join(', ')})`,
      got: JSON.stringify(other),
      cure: `Add a column ${other} or correct the name.`,
    });
  }
  return { name, kind: 'derived', expression };
}

function offsetOf(node: Node, name: string): number | undefined {
  if (node.kind === 'name') return node.name === name ? node.offset : undefined;
  return children(node)
    .map((child) => offsetOf(child, name))
    .find((offset) => offset !== undefined);
}
