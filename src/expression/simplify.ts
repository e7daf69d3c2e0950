import { FUNCTIONS, evaluateBinary } from './functions.js';
import type { FunctionName, Node } from './node.js';
import { sameNode } from './node.js';

/*
 * Constructors that fold constants and drop neutral elements. They keep a tree small after differentiation; they do not
 * expand or collect (see normal-form.ts). 0·f is taken as 0, so a pole or a logarithm under a zero factor disappears.
 */

/** The number as a node. */
export function number(value: number): Node {
  return { kind: 'number', value, offset: 0 };
}

/** The name as a node. */
export function name(text: string): Node {
  return { kind: 'name', name: text, offset: 0 };
}

/** a + b. */
export function add(a: Node, b: Node): Node {
  if (isNumber(a, 0)) return b;
  if (isNumber(b, 0)) return a;
  if (b.kind === 'negate') return subtract(a, b.argument);
  if (a.kind === 'negate') return subtract(b, a.argument);
  return folded('+', a, b) ?? { kind: 'binary', operator: '+', left: a, right: b, offset: 0 };
}

/** a − b. */
export function subtract(a: Node, b: Node): Node {
  if (isNumber(b, 0)) return a;
  if (isNumber(a, 0)) return negate(b);
  if (b.kind === 'negate') return add(a, b.argument);
  if (sameNode(a, b)) return number(0);
  return folded('-', a, b) ?? { kind: 'binary', operator: '-', left: a, right: b, offset: 0 };
}

/** −a. */
export function negate(a: Node): Node {
  if (a.kind === 'number') return number(a.value === 0 ? 0 : -a.value);
  if (a.kind === 'negate') return a.argument;
  if (a.kind === 'binary' && a.operator === '-') return subtract(a.right, a.left);
  if (a.kind === 'binary' && a.operator === '*' && a.left.kind === 'number') return multiply(negate(a.left), a.right);
  return { kind: 'negate', argument: a, offset: 0 };
}

/** a·b; numeric factors move to the front and merge. */
export function multiply(a: Node, b: Node): Node {
  if (isNumber(a, 0) || isNumber(b, 0)) return number(0);
  if (isNumber(a, 1)) return b;
  if (isNumber(b, 1)) return a;
  if (isNumber(a, -1)) return negate(b);
  if (b.kind === 'number' && a.kind !== 'number') return multiply(b, a);
  if (a.kind === 'negate') return negate(multiply(a.argument, b));
  if (b.kind === 'negate') return negate(multiply(a, b.argument));
  const factor = leadingNumber(b);
  if (factor !== 1 && a.kind !== 'number') return multiply(number(factor), multiply(a, withoutLeadingNumber(b)));
  if (factor !== 1 && a.kind === 'number' && Number.isFinite(factor * a.value)) {
    return multiply(number(factor * a.value), withoutLeadingNumber(b));
  }
  if (a.kind === 'number' && b.kind === 'binary' && b.operator === '/' && b.left.kind === 'number') {
    return divide(multiply(a, b.left), b.right);
  }
  return folded('*', a, b) ?? { kind: 'binary', operator: '*', left: a, right: b, offset: 0 };
}

/** a / b; 1/(1 + exp z) becomes sigmoid(−z), which does not overflow to NaN when multiplied by exp z. */
export function divide(a: Node, b: Node): Node {
  if (isNumber(a, 0)) return number(0);
  if (isNumber(b, 1)) return a;
  if (sameNode(a, b)) return number(1);
  if (a.kind === 'negate') return negate(divide(a.argument, b));
  if (b.kind === 'negate') return negate(divide(a, b.argument));
  const exponent = onePlusExp(b);
  if (exponent) {
    // exp(z)/(1 + exp z) is sigmoid(z); left as a quotient it is ∞/∞ far out.
    const own = a.kind === 'call' && a.callee === 'exp' && sameNode(a.arguments[0]!, exponent);
    return own ? call('sigmoid', exponent) : multiply(a, call('sigmoid', negate(exponent)));
  }
  return folded('/', a, b) ?? { kind: 'binary', operator: '/', left: a, right: b, offset: 0 };
}

/** a^b. */
export function power(a: Node, b: Node): Node {
  if (isNumber(b, 0) || isNumber(a, 1)) return number(1);
  if (isNumber(b, 1)) return a;
  const inner = a.kind === 'binary' && a.operator === '^' ? a.right : undefined;
  if (inner?.kind === 'number' && b.kind === 'number' && Number.isInteger(inner.value) && Number.isInteger(b.value)) {
    return power((a as { left: Node }).left, number(inner.value * b.value));
  }
  return folded('^', a, b) ?? { kind: 'binary', operator: '^', left: a, right: b, offset: 0 };
}

/** A call; log(1 + exp z) becomes softplus(z), which does not overflow. */
export function call(callee: FunctionName, ...args: readonly Node[]): Node {
  const [first, second] = args;
  const exponent = callee === 'log' ? onePlusExp(first!) : undefined;
  if (exponent) return call('softplus', exponent);
  if (first?.kind === 'number' && (second === undefined || second.kind === 'number')) {
    const value = FUNCTIONS[callee].evaluate(first.value, second?.kind === 'number' ? second.value : 0);
    if (Number.isFinite(value)) return number(value);
  }
  return { kind: 'call', callee, arguments: args, offset: 0 };
}

/** The whole tree rebuilt by the constructors above. */
export function simplify(node: Node): Node {
  switch (node.kind) {
    case 'number':
    case 'name':
      return node;
    case 'negate':
      return negate(simplify(node.argument));
    case 'call':
      return call(node.callee, ...node.arguments.map(simplify));
    case 'binary':
      return BUILD[node.operator](simplify(node.left), simplify(node.right));
  }
}

/** The constructor of each operator. */
const BUILD = { '+': add, '-': subtract, '*': multiply, '/': divide, '^': power } as const;

/** Whether the node is the number `value`. */
export function isNumber(node: Node, value: number): boolean {
  return node.kind === 'number' && node.value === value;
}

/** c of a product c·x·y·… that begins with a number, else 1. */
function leadingNumber(node: Node): number {
  if (node.kind !== 'binary' || node.operator !== '*') return 1;
  return node.left.kind === 'number' ? node.left.value : leadingNumber(node.left);
}

function withoutLeadingNumber(node: Node): Node {
  if (node.kind !== 'binary') return node;
  return node.left.kind === 'number' ? node.right : multiply(withoutLeadingNumber(node.left), node.right);
}

/** The value of an operation on two numbers, if it is finite. */
function folded(operator: '+' | '-' | '*' | '/' | '^', a: Node, b: Node): Node | undefined {
  if (a.kind !== 'number' || b.kind !== 'number') return undefined;
  const value = evaluateBinary(operator, a.value, b.value);
  return Number.isFinite(value) ? number(value) : undefined;
}

/** z where the node is 1 + exp z or exp z + 1. */
function onePlusExp(node: Node): Node | undefined {
  if (node.kind !== 'binary' || node.operator !== '+') return undefined;
  const rest = isNumber(node.left, 1) ? node.right : isNumber(node.right, 1) ? node.left : undefined;
  return rest?.kind === 'call' && rest.callee === 'exp' ? rest.arguments[0] : undefined;
}
