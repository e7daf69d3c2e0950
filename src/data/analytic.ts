import type { Polynomial } from '../num/polynomial.js';
import { constantPolynomial } from '../num/polynomial.js';
import { InputError } from '../num/input-error.js';
import { columnPolynomials, power, product } from './column-polynomials.js';
import type { Column } from './columns.js';
import { readColumns } from './columns.js';
import type { DataLaw, DataNodes } from './law.js';
import { demandFinite, demandOrder } from './law.js';
import { polynomialMoments } from './orthogonal-expansion.js';
import { quadratureMoments } from './quadrature.js';
import { tensorEvaluation } from './tensor-rule.js';

const MOST_NODES = 2 ** 24;

/**
 * A data law from named columns: `law({x: 'normal(0, 1)', e: 'normal(0, 0.5)', y: '1.2*x + e'})`. A column is a law (see
 * `distributions/`; different columns are independent), an expression in other columns in any order, or a number.
 * Moments of polynomial columns are exact up to rounding; others are found by adaptive quadrature, with the accuracy reached in
 * the moments' `warnings`. Throws InputError at `data.NAME` for wrong columns.
 */
export function law(definition: Readonly<Record<string, string | number>>): DataLaw {
  const order = Object.keys(definition);
  const columns = readColumns(definition);
  const base = columns.filter((column) => column.kind === 'base');
  const polynomials = columnPolynomials(columns, base);
  const evaluate = tensorEvaluation(columns, order);
  return {
    kind: 'analytic',
    columns: order,
    description: describe(columns, order),
    monomialMoments(exponents) {
      const monomials = exponents.map((powers) => monomialOf(powers, order, { polynomials, variables: base.length }));
      const exact = monomials.filter((p) => p !== null);
      const moments =
        exact.length === monomials.length
          ? polynomialMoments(exact, base)
          : quadratureMoments(columns, order, exponents);
      return demandFinite(moments, 'data');
    },
    nodes(n): DataNodes {
      demandOrder(n);
      const rules = base.map((column) => column.law.rule(n));
      const count = rules.reduce((product_, rule) => product_ * rule.nodes.length, 1);
      if (count > MOST_NODES) {
        const cure = `Use fewer columns with laws of their own, or rows of data.`;
        throw new InputError('data', `at most ${MOST_NODES} nodes`, `${count} for order ${n}`, cure);
      }
      const at = evaluate(rules);
      const points = new Float64Array(at.count * order.length);
      at.columns.forEach((column, j) => column.forEach((value, i) => (points[i * order.length + j] = value)));
      return { points, weights: at.weights!, exact: base.every((column) => Number.isFinite(column.law.atoms)) };
    },
  };
}

function monomialOf(
  powers: readonly number[],
  order: readonly string[],
  known: { readonly polynomials: ReadonlyMap<string, Polynomial | null>; readonly variables: number },
): Polynomial | null {
  let result: Polynomial | null = constantPolynomial(known.variables, 1);
  for (const [c, n] of powers.entries()) {
    if (n === 0) continue;
    const column = known.polynomials.get(order[c]) ?? null;
    const factor = column && power(column, n);
    result = result && factor && product(result, factor);
  }
  return result;
}

/** 'x ~ normal(0, 1), y = 2*x'. */
function describe(columns: readonly Column[], order: readonly string[]): string {
  const text = (column: Column): string => {
    if (column.kind === 'derived') return `${column.name} = ${column.expression.text}`;
    const {
      name,
      law: { text: call },
    } = column;
    return `${name} ${/^[A-Za-z]/.test(call) ? '~' : '='} ${call}`;
  };
  return order.map((name) => text(columns.find((column) => column.name === name)!)).join(', ');
}
