/**
 * Polynomials in several variables with numbers for coefficients. No two terms share their exponents and no coefficient is zero,
 * so that `degreeIn` is the true degree.
 */

/** coefficient · Π variableᵢ^exponents[i]. */
export interface PolynomialTerm {
  readonly exponents: readonly number[];
  readonly coefficient: number;
}

/** A sum of terms in a fixed number of variables; the zero polynomial has no terms. */
export interface Polynomial {
  readonly variables: number;
  readonly terms: readonly PolynomialTerm[];
}

/** The polynomial that is `value` everywhere. */
export function constantPolynomial(variables: number, value: number): Polynomial {
  return collect(variables, [{ exponents: new Array<number>(variables).fill(0), coefficient: value }]);
}

/** offset + slope·variableᵢ. */
export function linearPolynomial(variables: number, i: number, offset: number, slope: number): Polynomial {
  const exponents = new Array<number>(variables).fill(0);
  const constant = { exponents, coefficient: offset };
  return collect(variables, [constant, { exponents: exponents.with(i, 1), coefficient: slope }]);
}

/** p + q. */
export function addPolynomials(p: Polynomial, q: Polynomial): Polynomial {
  return collect(p.variables, [...p.terms, ...q.terms]);
}

/** p·q; coefficients of like terms are summed in the order of the terms of p. */
export function multiplyPolynomials(p: Polynomial, q: Polynomial): Polynomial {
  const products = p.terms.flatMap((left) =>
    q.terms.map((right) => ({
      exponents: left.exponents.map((power, i) => power + right.exponents[i]),
      coefficient: left.coefficient * right.coefficient,
    })),
  );
  return collect(p.variables, products);
}

/** The highest power of variable i; 0 for the zero polynomial. */
export function degreeIn(p: Polynomial, i: number): number {
  return p.terms.reduce((degree, term) => Math.max(degree, term.exponents[i]), 0);
}

function collect(variables: number, terms: readonly PolynomialTerm[]): Polynomial {
  const byExponents = new Map<string, PolynomialTerm>();
  for (const { exponents, coefficient } of terms) {
    const key = exponents.join();
    byExponents.set(key, { exponents, coefficient: coefficient + (byExponents.get(key)?.coefficient ?? 0) });
  }
  return { variables, terms: [...byExponents.values()].filter((term) => term.coefficient !== 0) };
}
