import { InputError } from '../num/input-error.js';
import { FUNCTIONS } from './functions.js';
import type { BinaryOperator, FunctionName, Node } from './node.js';
import type { Expression } from './parse.js';

/**
 * Expressions as straight-line code: instruction k writes slot k from earlier slots. Equal subexpressions share one slot, so
 * what several expressions have in common is computed once.
 */
export interface Program {
  readonly instructions: readonly Instruction[];
  /** The slot of each expression's value. */
  readonly outputs: readonly number[];
}

/** `value` holds a number's value or an input's place among the arguments; `a` and `b` are operand slots. */
export interface Instruction {
  readonly operation: 'number' | 'input' | 'negate' | BinaryOperator | FunctionName;
  readonly value: number;
  readonly a: number;
  readonly b: number;
}

/** Whole powers up to this one become multiplications. */
const LARGEST_UNROLLED_POWER = 32;

/**
 * The program of `expressions` over arguments called `names`. Throws InputError where an expression has a name that is not
 * among them.
 */
export function programOf(expressions: readonly Expression[], names: readonly string[]): Program {
  const instructions: Instruction[] = [];
  const slots = new Map<string, number>();
  const emit = (operation: Instruction['operation'], value: number, a = -1, b = -1): number => {
    // a + b and b + a are the same number in IEEE arithmetic, so they share a slot.
    const swap = (operation === '+' || operation === '*') && a > b;
    const [left, right] = swap ? [b, a] : [a, b];
    const key = `${operation} ${value} ${left} ${right}`;
    let slot = slots.get(key);
    if (slot === undefined) {
      slot = instructions.push({ operation, value, a: left, b: right }) - 1;
      slots.set(key, slot);
    }
    return slot;
  };
  const wholePower = (base: number, n: number): number => {
    if (n === 1) return base;
    const half = wholePower(base, n >> 1);
    const square = emit('*', 0, half, half);
    return n % 2 === 1 ? emit('*', 0, square, base) : square;
  };
  const visit = (node: Node): number => {
    switch (node.kind) {
      case 'number':
        return emit('number', node.value);
      case 'name': {
        const place = names.indexOf(node.name);
        if (place >= 0) return emit('input', place);
        const got = JSON.stringify(node.name);
        throw new InputError('expression', `one of the names ${names.join(', ')}`, got, 'Declare it.', node.offset);
      }
      case 'negate':
        return emit('negate', 0, visit(node.argument));
      case 'call':
        return emit(node.callee, 0, ...node.arguments.map(visit));
      case 'binary': {
        if (node.operator === '^' && node.right.kind === 'number') {
          const n = node.right.value;
          if (n === 0.5) return emit('sqrt', 0, visit(node.left));
          const size = Math.abs(n);
          if (Number.isInteger(n) && size >= 1 && size <= LARGEST_UNROLLED_POWER) {
            const slot = wholePower(visit(node.left), size);
            return n > 0 ? slot : emit('/', 0, emit('number', 1), slot);
          }
        }
        return emit(node.operator === '^' ? '^' : node.operator, 0, visit(node.left), visit(node.right));
      }
    }
  };
  return { outputs: expressions.map((e) => visit(e.node)), instructions };
}

/** One JavaScript expression for an instruction, over the text of its operands. */
export function codeOf({ operation, value, a, b }: Instruction): string {
  const [x, y] = [`t${a}`, `t${b}`];
  switch (operation) {
    case 'number':
      return `(${value})`;
    case 'input':
      return `args[${value}]`;
    case 'negate':
      return `-${x}`;
    case '+':
    case '-':
    case '*':
    case '/':
      return `${x} ${operation} ${y}`;
    case '^':
      return `Math.pow(${x}, ${y})`;
    default:
      return FUNCTIONS[operation].code(x, y);
  }
}
