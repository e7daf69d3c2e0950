import { describe, expect, test } from 'vitest';
import { readLaw } from '../../src/data/law-call.js';

describe('readLaw', () => {
  test.each([
    ['normal(0,1)', 0, 1],
    ['  normal ( -1e-3 , +.5 )  ', -1e-3, 0.5],
    ['normal(2., 3E2)', 2, 300],
    ['uniform(\n-1,\t1)', 0, 1],
  ])('%j', (text, centre, scale) => {
    expect(readLaw(text, 'data.x')).toMatchObject({ centre, scale, text: text.trim() });
  });

  test.each(['x', '2*x', 'tanh(x)', 'normally(0, 1)', 'normal', 'normal_1 + 2', '', '(normal)', 'gauss(0, 1)'])(
    '%j is no law',
    (text) => {
      expect(readLaw(text, 'data.x')).toBeNull();
    },
  );

  test.each([
    ['normal(0, a)', 'a finite number, got "a)"', 10],
    ['normal(0, 1', '"," or ")", got the end', 11],
    ['normal(0 1)', '"," or ")", got "1)"', 9],
    ['normal(', 'a finite number, got the end', 7],
    ['normal(0,)', 'a finite number, got ")"', 9],
    ['normal(1e999, 1)', 'a finite number, got "1e999, 1)"', 7],
    ['normal(0x10, 1)', 'a finite number', 7],
    ['normal(1.2.3, 1)', 'a finite number', 7],
    ['normal(NaN, 1)', 'a finite number', 7],
    ['normal(1/2, 1)', '"," or ")"', 8],
    ['discrete([1, 2', '"," or "]", got the end', 14],
    ['discrete([[1]])', 'a finite number', 10],
    ['normal(0, 1) + 1', 'either one law or an expression in other columns, got a law inside an expression', 13],
    ['x + normal(0, 1)', 'either one law', 4],
    ['2*(uniform (0, 1))', 'either one law', 3],
    ['normal(0, 1))', 'either one law', 12],
  ])('%j is refused at its place', (text, message, offset) => {
    let error: unknown;
    try {
      readLaw(text, 'data.x');
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({ name: 'InputError', path: 'data.x', offset });
    expect(String(error)).toContain(message);
  });

  test('long hostile texts are refused quickly', () => {
    expect(() => readLaw(`normal(${'9'.repeat(100_000)}, 1)`, 'data.x')).toThrow('a finite number');
    expect(() => readLaw(`discrete([${'1,'.repeat(10_000)}])`, 'data.x')).toThrow('a finite number');
    expect(readLaw('a'.repeat(100_000), 'data.x')).toBeNull();
  });
});
