import { expect, it, vi } from 'vitest';
import { parseExpression } from '../../src/expression/parse.js';

vi.mock('mathjs/number', () => ({
  parse: (text: string) => {
    throw text === 'u' ? new RangeError('Maximum call stack size exceeded') : 'a thrown string';
  },
}));

it('turns any failure of the parser underneath into wrong input', () => {
  expect(() => parseExpression('u', 'p')).toThrow(/p: an expression that mathjs can read, got Maximum call stack/);
  expect(() => parseExpression('w', 'p')).toThrow(/got a thrown string/);
});
