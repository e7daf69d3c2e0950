import { FUNCTIONS, evaluateBinary } from '../expression/functions.js';
import type { Node } from '../expression/node.js';
import type { Polynomial } from '../num/polynomial.js';
import { addPolynomials, constantPolynomial, linearPolynomial, multiplyPolynomials } from '../num/polynomial.js';
import type { Column } from './columns.js';

/** Larger than this, a polynomial is treated as any other function: exact moments would cost more than quadrature. */
const MOST_TERMS = 1000;

/**
 * Each column as a polynomial in the standardised variables of the base columns, or null where it is none. Arithmetic runs
 * bottom-up in the centred variables, so (x − 1000)² for x ~ normal(1000, 1) becomes ξ² and not a difference of millions.
 */
export function columnPolynomials(columns: readonly Column[], base: readonly Column[]): Map<string, Polynomial | null> {
  const known = new Map<string, Polynomial | null>();
  for (const column of columns) {
    const polynomial =
      column.kind === 'base'
        ? linearPolynomial(base.length, base.indexOf(column), column.law.centre, column.law.scale)
        : polynomialOf(column.expression.node, base.length, known);
    known.set(column.name, polynomial);
  }
  return known;
}

function polynomialOf(node: Node, variables: number, known: ReadonlyMap<string, Polynomial | null>): Polynomial | null {
  const of = (child: Node): Polynomial | null => polynomialOf(child, variables, known);
  const constant = (value: number): Polynomial | null =>
    Number.isFinite(value) ? constantPolynomial(variables, value) : null;
  switch (node.kind) {
    case 'number':
      return constant(node.value);
    case 'name':
      return known.get(node.name) ?? null;
    case 'negate':
      return scaled(of(node.argument), (coefficient) => -coefficient);
    case 'call': {
      const [x, y = 0] = node.arguments.map((argument) => constantValue(of(argument)));
      return x === null || y === null ? null : constant(FUNCTIONS[node.callee].evaluate(x, y));
    }
    case 'binary': {
      const [left, right] = [of(node.left), of(node.right)];
      if (left === null || right === null) return null;
      const [p, q] = [constantValue(left), constantValue(right)];
      if (p !== null && q !== null) return constant(evaluateBinary(node.operator, p, q));
      if (node.operator === '+') return addPolynomials(left, right);
      if (node.operator === '-')
        return addPolynomials(
          left,
          scaled(right, (coefficient) => -coefficient)!,
        );
      if (node.operator === '*') return product(left, right);
      if (q === null) return null;
      return node.operator === '/' ? (q === 0 ? null : scaled(left, (c) => c / q)) : power(left, q);
    }
  }
}

function scaled(p: Polynomial | null, f: (coefficient: number) => number): Polynomial | null {
  return p && { ...p, terms: p.terms.map((term) => ({ ...term, coefficient: f(term.coefficient) })) };
}

/** The number a polynomial is, or null where it depends on a variable. */
function constantValue(p: Polynomial | null): number | null {
  if (p === null || p.terms.some((term) => term.exponents.some((power) => power > 0))) return null;
  return p.terms[0]?.coefficient ?? 0;
}

/** p·q, or null where it would be too large. */
export function product(p: Polynomial, q: Polynomial): Polynomial | null {
  if (p.terms.length * q.terms.length > 100 * MOST_TERMS) return null;
  const result = multiplyPolynomials(p, q);
  return result.terms.length > MOST_TERMS ? null : result;
}

/** p^n, or null where n is no whole number ≥ 0 or the result would be too large. */
export function power(p: Polynomial, n: number): Polynomial | null {
  if (!Number.isInteger(n) || n < 0 || n > 100) return null;
  let result: Polynomial | null = constantPolynomial(p.variables, 1);
  for (let k = 0; k < n && result; k++) result = product(result, p);
  return result;
}

/** Bounds of the degree of each column in each base variable; Infinity where the dependence is not polynomial. */
export function columnDegrees(columns: readonly Column[], base: readonly Column[]): Map<string, readonly number[]> {
  const known = new Map<string, readonly number[]>();
  for (const column of columns) {
    const degrees = base.map((variable, i) =>
      column.kind === 'base' ? Number(column === variable) : degreeOf(column.expression.node, i, known),
    );
    known.set(column.name, degrees);
  }
  return known;
}

function degreeOf(node: Node, i: number, known: ReadonlyMap<string, readonly number[]>): number {
  const of = (child: Node): number => degreeOf(child, i, known);
  switch (node.kind) {
    case 'number':
      return 0;
    case 'name':
      return known.get(node.name)![i];
    case 'negate':
      return of(node.argument);
    case 'call':
      return node.arguments.every((argument) => of(argument) === 0) ? 0 : Infinity;
    case 'binary': {
      const [left, right] = [of(node.left), of(node.right)];
      if (node.operator === '+' || node.operator === '-') return Math.max(left, right);
      if (node.operator === '*') return left + right;
      if (left === 0 && right === 0) return 0;
      if (right > 0) return Infinity;
      if (node.operator === '/') return left;
      const n = node.right.kind === 'number' ? node.right.value : NaN;
      return Number.isInteger(n) && n > 0 ? left * n : Infinity;
    }
  }
}
