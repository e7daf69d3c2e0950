import { describe, expect, it } from 'vitest';
import { compile } from '../../src/expression/compile.js';
import { cancels, multipliedOut } from '../../src/expression/normal-form.js';
import { parseExpression } from '../../src/expression/parse.js';

const read = (text: string) => parseExpression(text, 'p');

describe('cancels', () => {
  it.each([
    'u*(2*(u*w*x - y)*w*x) - w*(2*(u*w*x - y)*u*x)',
    '(u + w)^2 - u^2 - 2*u*w - w^2',
    'u/(u + w) + w/(u + w) - 1',
    '1/(u - w) - 1/(u + w) - 2*w/(u^2 - w^2)',
    '(2*u + 2*w)^-1 - 0.5/(u + w)',
    'exp(u + w) - exp(u)*exp(w)',
    'exp(2*u)/exp(u) - exp(u)',
    'sqrt(u)*sqrt(u) - u',
    '(u^(1/3))^3 - u',
    'relu(u*x)*w - u*x*step(u*x)*w',
    'abs(u) - u*sign(u)',
    'exp(1) - exp(1)*u^0',
    '(u - u)^2',
    'u^w - u^w',
    'tanh(u*w) - tanh(w*u)',
    '((u + w)^2 - (u - w)^2)/(4*u*w) - 1',
  ])('%s', (text) => {
    expect(cancels(read(text))).toBe(true);
  });

  it.each([
    'u - w',
    'sqrt(u^2) - u',
    'sqrt(u*w) - sqrt(u)*sqrt(w)',
    'tanh(u*x) - tanh(w*x)',
    'u/(u + w) - w/(u + w)',
    '1/(u - u)',
    '(a + b + c + d + f + g + h)^12 - (a + b + c + d + f + g + h)^12*(1 + u)^13',
  ])('not %s', (text) => {
    expect(cancels(read(text))).toBe(false);
  });
});

describe('multipliedOut', () => {
  it('keeps the value', () => {
    const texts = [
      '(u + w)^3/(u - 2*w)^2 - exp(u/2 - w)*exp(w + 1)',
      '(2*u + 4*w)^-2*(u + w^2)^0.5',
      'exp(2*u)*(exp(-u) + exp(w))^2 - 3',
      'sigmoid(u - w)*max(u, w)^2/sqrt(1 + u^2)',
      '-(u*w - 1)*(1 - u)/(3*w)',
    ];
    for (const text of texts) {
      const [before, after] = [read(text), multipliedOut(read(text))];
      const values = new Float64Array(2);
      const both = compile([before, after], ['u', 'w']);
      for (const at of [
        [0.7, 1.3],
        [2.5, 0.3],
      ]) {
        both(at, values);
        expect(values[1]! / values[0]!, text).toBeCloseTo(1, 12);
      }
    }
  });

  it('puts exponentials together so that they cannot overflow apart', () => {
    const e = multipliedOut(read('exp(u + w) + exp(u)*exp(w)'));
    const out = new Float64Array(1);
    compile([e], ['u', 'w'])([900, -900], out);
    expect(out[0]).toBe(2);
  });

  it('leaves alone what has no form', () => {
    const e = read('1/(u - u) + 1');
    expect(multipliedOut(e)).toBe(e);
  });
});
