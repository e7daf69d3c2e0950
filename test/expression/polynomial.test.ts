import { describe, expect, it } from 'vitest';
import { compile } from '../../src/expression/compile.js';
import { parseExpression } from '../../src/expression/parse.js';
import { expandIn } from '../../src/expression/polynomial.js';

const expand = (text: string, variables: string[]) => expandIn(parseExpression(text, 'p'), variables);

describe('expandIn', () => {
  it('multiplies out in the data and keeps the structure of coefficients', () => {
    const terms = expand('2*(u*w*x - y)*(w*x)', ['x', 'y'])!;
    expect(terms.map((t) => t.exponents)).toEqual([
      [2, 0],
      [1, 1],
    ]);
    expect(expand('(u - 1)^4*x', ['x'])!.map((t) => t.coefficient.text)).toEqual(['(u - 1)^4']);
  });

  it('agrees with the expression at points', () => {
    for (const text of [
      '(u*x + w*y + 1)^3',
      '(x - y)^2*(x + y)/tanh(u) - x',
      '-(x*y)^2*u + 3',
      '(x + u)^5 - (x - u)^5',
    ]) {
      const e = parseExpression(text, 'p');
      const terms = expandIn(e, ['x', 'y'])!;
      const coefficients = compile(
        terms.map((t) => t.coefficient),
        ['u', 'w'],
      );
      const direct = compile([e], ['u', 'w', 'x', 'y']);
      const [c, d] = [new Float64Array(terms.length), new Float64Array(1)];
      for (const [u, w, x, y] of [
        [0.3, -1.2, 0.7, 2.1],
        [-2, 0.5, -1.5, 0.25],
      ] as const) {
        coefficients([u, w], c);
        direct([u, w, x, y], d);
        const sum = terms.reduce((s, { exponents: [p, q] }, k) => s + c[k]! * x ** p! * y ** q!, 0);
        expect(sum).toBeCloseTo(d[0]!, 10);
      }
    }
  });

  it('drops what cancels, and knows constants and zero', () => {
    expect(expand('x*u - x*u', ['x'])).toEqual([]);
    expect(expand('(x - x)^3 + u', ['x'])!.map((t) => t.exponents)).toEqual([[0]]);
    expect(expand('u + 1', [])!).toHaveLength(1);
  });

  it('says null where there is no polynomial', () => {
    for (const text of ['tanh(u*x)', 'u/x', 'x^u', 'x^-1', 'x^0.5', 'abs(x)', '2^x', '(1 + x)^41', '(x*y)^30']) {
      expect(expand(text, ['x', 'y']), text).toBeNull();
    }
    const many = ['a', 'b', 'c', 'd', 'f', 'g', 'h'];
    expect(expand(`(${many.join('+')})^12`, many)).toBeNull();
  });
});
