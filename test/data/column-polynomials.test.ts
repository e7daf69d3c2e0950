import { describe, expect, test } from 'vitest';
import { columnDegrees, columnPolynomials, power } from '../../src/data/column-polynomials.js';
import { readColumns } from '../../src/data/columns.js';
import { linearPolynomial } from '../../src/num/polynomial.js';

const read = (y: string): { terms: [string, number][] | undefined; degrees: readonly number[] } => {
  const columns = readColumns({ a: 'normal(1, 2)', b: 'uniform(-1, 1)', c: 3, y });
  const base = columns.filter((column) => column.kind === 'base');
  const names = base.map((column) => column.name);
  const polynomial = columnPolynomials(columns, base).get('y');
  const terms = polynomial?.terms.map(({ exponents, coefficient }): [string, number] => [
    exponents.map((n, i) => (n ? names[i] + n : '')).join(''),
    coefficient,
  ]);
  const order = ['a', 'b'].map((name) => names.indexOf(name));
  const degrees = columnDegrees(columns, base).get('y')!;
  return { terms: terms?.sort(), degrees: order.map((i) => (i < 0 ? 0 : degrees[i])) };
};

describe('columns as polynomials in the standardised variables', () => {
  // a = 1 + 2ξ
  test.each([
    [
      'a',
      [
        ['', 1],
        ['a1', 2],
      ],
      [1, 0],
    ],
    ['-(a - 1)/4*b', [['a1b1', -0.5]], [1, 1]],
    [
      'a^2 - 2*a',
      [
        ['', -1],
        ['a2', 4],
      ],
      [2, 0],
    ],
    ['(a - a)^3 + c^b*0 + 2', undefined, [3, Infinity]],
    ['(a - 1)^(c - 1)', [['a2', 4]], [Infinity, 0]],
    [
      'exp(c - 3)*b + max(c, 1)',
      [
        ['', 3],
        ['b1', 1],
      ],
      [0, 1],
    ],
    [
      'a^0 + b^1',
      [
        ['', 1],
        ['b1', 1],
      ],
      [Infinity, 1],
    ],
    ['tanh(a) + b', undefined, [Infinity, 1]],
    ['b^2*abs(a)', undefined, [Infinity, 2]],
    ['1/a', undefined, [Infinity, 0]],
    ['b/(c - 3)', undefined, [0, 1]],
    ['a^0.5', undefined, [Infinity, 0]],
    ['a^-1', undefined, [Infinity, 0]],
    ['2^b', undefined, [0, Infinity]],
    ['log(c - 4)*b', undefined, [0, 1]],
  ] as [string, [string, number][] | undefined, number[]][])('%s', (y, terms, degrees) => {
    const found = read(y);
    expect(found.terms).toEqual(terms);
    // Degrees are bounds: a power that is no written number counts as unknown.
    expect(found.degrees).toEqual(degrees);
  });

  test('powers that would be too large are refused', () => {
    const p = linearPolynomial(1, 0, 1, 1);
    expect([power(p, 3)?.terms.length, power(p, 101), power(p, 0.5), power(p, -1)]).toEqual([4, null, null, null]);
  });
});
