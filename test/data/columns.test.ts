import { describe, expect, test } from 'vitest';
import { readColumns } from '../../src/data/columns.js';

describe('readColumns', () => {
  test('puts columns after those they need', () => {
    const columns = readColumns({ y: 'a + b', a: '2*b', b: 'normal(0, 1)', c: 3, d: '4' });
    expect(columns.map((column) => column.name)).toEqual(['b', 'a', 'y', 'c', 'd']);
    expect(columns.map((column) => column.kind)).toEqual(['base', 'derived', 'derived', 'base', 'derived']);
  });

  test('a long chain', () => {
    const chain = Object.fromEntries(
      Array.from({ length: 300 }, (_, i) => [`c${i}`, i < 299 ? `c${i + 1} + 1` : 'normal(0, 1)']),
    );
    expect(readColumns(chain)[299].name).toBe('c0');
  });

  test.each([
    [{}, 'data: at least one column, got none'],
    [{ y: 'y + 1' }, 'data.y: columns that do not depend on themselves, got y → y. Break the circle.'],
    [{ x: 'y', y: 'z', z: 'y' }, 'data.y: columns that do not depend on themselves, got y → z → y.'],
    [{ x: 'normal(0, 1)', y: '2*q' }, 'data.y: names of columns (x, y), got "q". Add a column q or correct the name.'],
    [{ y: 'tanh(constructor)' }, 'data.y: '],
    [{ constructor: 1 }, 'data.constructor: a name for a column, got "constructor"'],
    [{ '2x': 1 }, 'data.2x: a name for a column, got "2x"'],
    [{ 'a b': 1 }, 'a name for a column'],
    [JSON.parse('{"__proto__": 1}') as Record<string, number>, 'data.__proto__: a name for a column'],
    [{ y: NaN }, 'data.y: a law or an expression, got NaN'],
    [{ y: null as unknown as string }, 'data.y: a law or an expression, got null'],
    [{ y: '' }, 'data.y: '],
    [{ y: '1 +' }, 'data.y: '],
    [{ y: 'gauss(0, 1)' }, 'data.y: a known function, got "gauss"'],
    [{ y: '1/0' }, 'data.y: '],
    [{ x: 'normal(0, 1) + 1' }, 'data.x: either one law or an expression in other columns'],
  ])('refuses %j', (definition, message) => {
    expect(() => readColumns(definition)).toThrow(message);
  });

  test('an unknown name is told with its place', () => {
    expect(() => readColumns({ x: 'normal(0, 1)', y: 'x + 2*tanh(q)' })).toThrow(
      expect.objectContaining({ name: 'InputError', path: 'data.y', offset: 11 }),
    );
  });
});
