import { InputError } from '../num/input-error.js';
import type { Polynomial } from '../num/polynomial.js';
import { degreeIn } from '../num/polynomial.js';
import type { Distribution } from './distributions/distribution.js';
import type { Moments } from './law.js';
import { triangularFactor } from './triangular-factor.js';

/** An independent column with a law of its own. */
export interface BaseColumn {
  readonly name: string;
  readonly law: Distribution;
}

/**
 * Exact moments of polynomials in the standardised base variables ξ. A polynomial is written in products of the monic orthogonal
 * polynomials Pₙ of each law, f = Σ cₙ Pₙ. Then E f = c₀ and Cov(f, f′) = Σ_{n≠0} cₙ c′ₙ ‖Pₙ‖²: no mean is subtracted, variances
 * are sums of squares, and a function that is constant on the atoms of a law (x² for x = ±1) has variance 0 exactly.
 * Throws InputError at `data.NAME` where the order a law must provide does not exist.
 */
export function polynomialMoments(polynomials: readonly Polynomial[], base: readonly BaseColumn[]): Moments {
  const m = polynomials.length;
  base.forEach(({ name, law }, i) => {
    const degree = polynomials.reduce((most, p) => Math.max(most, degreeIn(p, i)), 0);
    demandMoments(name, law, 2 * degree);
  });
  const basis = new Map<string, number>();
  const norms: number[] = [];
  const expansions = polynomials.map((p) => expand(p, base, basis, norms));
  const mean = Float64Array.from(expansions, (c) => c.get(0) ?? 0);
  const covariance = new Float64Array(m * m);
  const rows = norms.length;
  const coefficients = new Float64Array(rows * m);
  expansions.forEach((c, j) => {
    for (const [n, value] of c) {
      if (n === 0) continue;
      coefficients[j * rows + n] = value * Math.sqrt(norms[n]);
      for (let i = 0; i <= j; i++) covariance[i * m + j] += value * (expansions[i].get(n) ?? 0) * norms[n];
    }
    for (let i = 0; i < j; i++) covariance[j * m + i] = covariance[i * m + j];
  });
  const factor = triangularFactor(m);
  factor.add(coefficients, rows);
  return { mean, covariance, factor: factor.finish(), warnings: [] };
}

/** Throws InputError at `data.NAME` unless E|ξ|^order is finite. */
export function demandMoments(name: string, law: Distribution, order: number): void {
  if (order < law.momentsBelow || order === 0) return;
  const cure = `Use more than ${order} degrees of freedom, a law with lighter tails, or rows of data.`;
  const got = `${law.text}, which has moments below order ${law.momentsBelow} only`;
  throw new InputError(`data.${name}`, `a law with a moment of order ${order}`, got, cure);
}

/** E (column − centre)^k = scale^k · E ξ^k. Throws InputError where it does not exist. */
export function centralMoment(name: string, law: Distribution, k: number): number {
  demandMoments(name, law, k);
  return law.scale ** k * powerExpansion(law, k)[0];
}

/** Coefficients of one polynomial by number of basis function; new basis functions are numbered, with their squared norms. */
function expand(
  p: Polynomial,
  base: readonly BaseColumn[],
  basis: Map<string, number>,
  norms: number[],
): Map<number, number> {
  if (norms.length === 0) {
    basis.set(base.map(() => 0).join(), 0);
    norms.push(1);
  }
  const coefficients = new Map<number, number>();
  for (const term of p.terms) {
    let products: { degrees: number[]; value: number }[] = [{ degrees: [], value: term.coefficient }];
    base.forEach(({ law }, i) => {
      const factors = powerExpansion(law, term.exponents[i]);
      products = products.flatMap(({ degrees, value }) =>
        factors.flatMap((c, n) => (c === 0 ? [] : [{ degrees: [...degrees, n], value: value * c }])),
      );
    });
    for (const { degrees, value } of products) {
      const key = degrees.join();
      const known = basis.get(key);
      const index = known ?? norms.length;
      if (known === undefined) {
        basis.set(key, index);
        norms.push(degrees.reduce((norm, n, i) => norm * squaredNorm(base[i].law, n), 1));
      }
      coefficients.set(index, (coefficients.get(index) ?? 0) + value);
    }
  }
  return coefficients;
}

/** ξ^k in monic orthogonal polynomials, by k uses of ξ·Pₙ = Pₙ₊₁ + aₙPₙ + bₙPₙ₋₁; P_N is 0 on a law with N atoms. */
function powerExpansion(law: Distribution, k: number): number[] {
  const { recurrence, atoms } = law;
  let c = [1];
  for (let power = 0; power < k; power++) {
    const next = new Array<number>(Math.min(c.length + 1, atoms)).fill(0);
    c.forEach((value, n) => {
      if (n + 1 < next.length) next[n + 1] += value;
      next[n] += recurrence.a(n) * value;
      if (n > 0) next[n - 1] += recurrence.b(n) * value;
    });
    c = next;
  }
  return c;
}

function squaredNorm(law: Distribution, n: number): number {
  let norm = 1;
  for (let k = 1; k <= n; k++) norm *= law.recurrence.b(k);
  return norm;
}
