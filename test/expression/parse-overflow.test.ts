import { afterAll, expect, it, vi } from 'vitest';

// Test files share their modules: this one loads its own, and leaves none behind.
afterAll(() => {
  vi.doUnmock('mathjs/number');
  vi.resetModules();
});

it('turns any failure of the parser underneath into wrong input', async () => {
  vi.resetModules();
  vi.doMock('mathjs/number', () => ({
    parse: (text: string) => {
      throw text === 'u' ? new RangeError('Maximum call stack size exceeded') : 'a thrown string';
    },
  }));
  const { parseExpression } = await import('../../src/expression/parse.js');
  expect(() => parseExpression('u', 'p')).toThrow(/p: an expression that mathjs can read, got Maximum call stack/);
  expect(() => parseExpression('w', 'p')).toThrow(/got a thrown string/);
});
