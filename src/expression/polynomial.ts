import type { Node } from './node.js';
import { children } from './node.js';
import type { Expression } from './parse.js';
import { expressionOf } from './parse.js';
import { add, divide, isNumber, multiply, negate, number, simplify } from './simplify.js';

/** One term: coefficient · Π variable^exponent, with one exponent per variable and a coefficient free of the variables. */
export interface Term {
  readonly exponents: readonly number[];
  readonly coefficient: Expression;
}

/** More terms or a higher degree than this, and the expression counts as not polynomial: moments would be useless anyway. */
const MOST_TERMS = 2000;
const HIGHEST_DEGREE = 40;

/** Coefficients by exponents joined with commas. */
type Polynomial = Map<string, Node>;

/**
 * The expression multiplied out in `variables`, terms in order of total degree; null when it is not polynomial in them.
 * Coefficients keep the structure they had: (u − 1)⁴x gives (u − 1)⁴, so nothing is lost to cancellation. The zero polynomial
 * has no terms.
 */
export function expandIn(e: Expression, variables: readonly string[]): Term[] | null {
  const polynomial = expand(simplify(e.node), variables);
  if (!polynomial) return null;
  const terms = [...polynomial].map(([key, node]) => ({
    exponents: variables.length === 0 ? [] : key.split(',').map(Number),
    coefficient: expressionOf(simplify(node)),
  }));
  const degree = (exponents: readonly number[]) => exponents.reduce((sum, n) => sum + n, 0);
  return terms
    .filter(({ coefficient }) => !isNumber(coefficient.node, 0))
    .sort((a, b) => degree(a.exponents) - degree(b.exponents) || compareExponents(b.exponents, a.exponents));
}

function compareExponents(a: readonly number[], b: readonly number[]): number {
  const k = a.findIndex((n, i) => n !== b[i]);
  return k < 0 ? 0 : a[k]! - b[k]!;
}

function expand(node: Node, variables: readonly string[]): Polynomial | null {
  const constant = variables.map(() => 0).join(',');
  if (node.kind === 'name' && variables.includes(node.name)) {
    return new Map([[variables.map((v) => (v === node.name ? 1 : 0)).join(','), number(1)]]);
  }
  if (isFree(node, variables)) return new Map([[constant, node]]);
  if (node.kind === 'negate') return mapped(expand(node.argument, variables), negate);
  if (node.kind !== 'binary') return null;
  const left = expand(node.left, variables);
  if (!left) return null;
  switch (node.operator) {
    case '+':
    case '-': {
      const right = expand(node.right, variables);
      return right && sum(left, node.operator === '-' ? mapped(right, negate)! : right);
    }
    case '*': {
      const right = expand(node.right, variables);
      return right && product(left, right);
    }
    case '/':
      return isFree(node.right, variables) ? mapped(left, (coefficient) => divide(coefficient, node.right)) : null;
    case '^':
      return node.right.kind === 'number' ? wholePower(left, node.right.value) : null;
  }
}

function isFree(node: Node, variables: readonly string[]): boolean {
  if (node.kind === 'name') return !variables.includes(node.name);
  return children(node).every((child) => isFree(child, variables));
}

function mapped(polynomial: Polynomial | null, f: (coefficient: Node) => Node): Polynomial | null {
  return polynomial && new Map([...polynomial].map(([key, coefficient]) => [key, f(coefficient)]));
}

function sum(a: Polynomial, b: Polynomial): Polynomial {
  const total = new Map(a);
  for (const [key, coefficient] of b) {
    const known = total.get(key);
    total.set(key, known ? add(known, coefficient) : coefficient);
  }
  return total;
}

function product(a: Polynomial, b: Polynomial): Polynomial | null {
  const total: Polynomial = new Map();
  for (const [left, x] of a) {
    const powers = left.split(',').map(Number);
    for (const [right, y] of b) {
      const exponents = right.split(',').map((n, i) => Number(n) + powers[i]!);
      if (exponents.reduce((s, n) => s + n, 0) > HIGHEST_DEGREE) return null;
      const key = exponents.join(',');
      const known = total.get(key);
      total.set(key, known ? add(known, multiply(x, y)) : multiply(x, y));
    }
    if (total.size > MOST_TERMS) return null;
  }
  return total;
}

function wholePower(base: Polynomial, n: number): Polynomial | null {
  if (!Number.isInteger(n) || n < 1 || n > HIGHEST_DEGREE) return null;
  if (n === 1) return base;
  const half = wholePower(base, n >> 1);
  const square = half && product(half, half);
  return square && (n % 2 === 1 ? product(square, base) : square);
}
