import type { Node } from './node.js';

/** Binding strength, weakest first; a negative number binds like unary minus. */
const STRENGTH = { '+': 1, '-': 1, '*': 2, '/': 2, '^': 4 } as const;
const UNARY = 3;
const ATOM = 5;

/** The tree as text that `parseExpression` reads back to the same tree (numbers keep every digit). */
export function print(node: Node): string {
  switch (node.kind) {
    case 'number':
      return String(node.value);
    case 'name':
      return node.name;
    case 'negate':
      return `-${operand(node.argument, UNARY)}`;
    case 'call':
      return `${node.callee}(${node.arguments.map(print).join(', ')})`;
    case 'binary': {
      const strength = STRENGTH[node.operator];
      // + and * are printed flat on the left; the right side of every operator keeps its parentheses, and so does the base of a power.
      const left = operand(node.left, node.operator === '^' ? strength + 1 : strength);
      const right = operand(node.right, strength + 1);
      return strength === 1 ? `${left} ${node.operator} ${right}` : `${left}${node.operator}${right}`;
    }
  }
}

function operand(node: Node, least: number): string {
  const text = print(node);
  return strengthOf(node) < least ? `(${text})` : text;
}

function strengthOf(node: Node): number {
  if (node.kind === 'binary') return STRENGTH[node.operator];
  if (node.kind === 'negate') return UNARY;
  return node.kind === 'number' && (node.value < 0 || Object.is(node.value, -0)) ? UNARY : ATOM;
}
