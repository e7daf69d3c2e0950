import type { FunctionNode as MathFunction, MathNode, OperatorNode as MathOperator } from 'mathjs/number';
import { ConstantNode, FunctionNode, OperatorNode, SymbolNode } from 'mathjs/number';
import type { BinaryOperator, FunctionName, Node } from './node.js';
import { add, call, divide, multiply, name, negate, number, power, subtract } from './simplify.js';

const TO_MATHJS = { '+': 'add', '-': 'subtract', '*': 'multiply', '/': 'divide', '^': 'pow' } as const;
const FROM_MATHJS = { '+': add, '-': subtract, '*': multiply, '/': divide, '^': power } as const;

/** Our tree as a mathjs tree. */
export function toMathjs(node: Node): MathNode {
  switch (node.kind) {
    case 'number':
      return new ConstantNode(node.value);
    case 'name':
      return new SymbolNode(node.name);
    case 'negate':
      return new OperatorNode('-', 'unaryMinus', [toMathjs(node.argument)]);
    case 'binary':
      return new OperatorNode(node.operator, TO_MATHJS[node.operator], [toMathjs(node.left), toMathjs(node.right)]);
    case 'call':
      return new FunctionNode(node.callee, node.arguments.map(toMathjs));
  }
}

/** A mathjs tree as ours, folded on the way. Only what `toMathjs` and mathjs' derivative produce is understood. */
export function fromMathjs(tree: MathNode): Node {
  if (tree.type === 'ConstantNode') return number(Number((tree as unknown as { value: unknown }).value));
  if (tree.type === 'SymbolNode') return name((tree as unknown as { name: string }).name);
  if (tree.type === 'ParenthesisNode') return fromMathjs((tree as unknown as { content: MathNode }).content);
  const args = (tree as MathOperator | MathFunction).args.map(fromMathjs);
  if (tree.type === 'FunctionNode') return call((tree as MathFunction).fn.name as FunctionName, ...args);
  const { op } = tree as MathOperator;
  if (args.length === 1) return op === '-' ? negate(args[0]!) : args[0]!;
  return FROM_MATHJS[op as BinaryOperator](args[0]!, args[1]!);
}
