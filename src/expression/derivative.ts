import { derivative as mathjsDerivative } from 'mathjs/number';
import { fromMathjs, toMathjs } from './mathjs-tree.js';
import type { CallNode, FunctionName, Node } from './node.js';
import { children, namesOf, withChildren } from './node.js';
import type { Expression } from './parse.js';
import { expressionOf } from './parse.js';
import { add, call, multiply, name, negate, number, simplify, subtract } from './simplify.js';

/**
 * Partial derivatives of the functions mathjs cannot differentiate (and of `abs`, where its abs(u)/u is NaN at 0), one per
 * argument. At a kink the value is one of the one-sided derivatives or, for abs, their mean 0.
 */
const RULES: Readonly<Partial<Record<FunctionName, readonly ((...args: Node[]) => Node)[]>>> = {
  abs: [(x) => call('sign', x!)],
  sign: [() => number(0)],
  step: [() => number(0)],
  relu: [(x) => call('step', x!)],
  // sigmoid(−x) in place of 1 − sigmoid(x) keeps relative accuracy for large x.
  sigmoid: [(x) => multiply(call('sigmoid', x!), call('sigmoid', negate(x!)))],
  softplus: [(x) => call('sigmoid', x!)],
  min: [(x, y) => subtract(number(1), call('step', subtract(x!, y!))), (x, y) => call('step', subtract(x!, y!))],
  max: [(x, y) => subtract(number(1), call('step', subtract(y!, x!))), (x, y) => call('step', subtract(y!, x!))],
};

/**
 * The partial derivative ∂e/∂variable, simplified. mathjs differentiates; calls it has no rule for are handed to it as opaque names
 * qₖ, and the chain rule ∂e/∂x = ∂ₓe + Σₖ ∂e/∂qₖ · ∂qₖ/∂x with the rules above does the rest.
 */
export function derivative(e: Expression, variable: string): Expression {
  return expressionOf(derivativeOf(simplify(e.node), variable));
}

function derivativeOf(node: Node, variable: string): Node {
  if (!namesOf(node).has(variable)) return number(0);
  const opaque: CallNode[] = [];
  const plain = hideCalls(node, variable, opaque);
  const mathjs = toMathjs(plain);
  const partial = (symbol: string) =>
    showCalls(fromMathjs(mathjsDerivative(mathjs, symbol, { simplify: false })), opaque);
  let total = partial(MANGLED + variable);
  opaque.forEach((inner, k) => {
    if (!namesOf(inner).has(variable)) return;
    const rules = RULES[inner.callee]!;
    const own = inner.arguments.reduce(
      (sum: Node, arg, i) => add(sum, multiply(rules[i]!(...inner.arguments), derivativeOf(arg, variable))),
      number(0),
    );
    total = add(total, multiply(partial(opaqueName(k)), own));
  });
  return total;
}

// Every name is mangled on the way to mathjs, where some (e, pi, i) are constants, and restored on the way back.
const MANGLED = 'v_';
const opaqueName = (k: number) => `q_${k}`;

/** The tree with mangled names, and with calls that need an own rule and depend on the variable replaced by opaque names. */
function hideCalls(node: Node, variable: string, opaque: CallNode[]): Node {
  if (node.kind === 'name') return name(MANGLED + node.name);
  if (node.kind === 'call' && RULES[node.callee]) {
    opaque.push(node);
    return name(opaqueName(opaque.length - 1));
  }
  return withChildren(
    node,
    children(node).map((child) => hideCalls(child, variable, opaque)),
  );
}

/** The inverse of `hideCalls` on a derivative. */
function showCalls(node: Node, opaque: readonly CallNode[]): Node {
  if (node.kind === 'name' && node.name.startsWith(MANGLED)) return name(node.name.slice(MANGLED.length));
  if (node.kind === 'name' && node.name.startsWith('q_')) return opaque[Number(node.name.slice(2))]!;
  return withChildren(
    node,
    children(node).map((child) => showCalls(child, opaque)),
  );
}
