import { expect, test } from 'vitest';
import { readColumns } from '../../src/data/columns.js';
import { tensorEvaluation } from '../../src/data/tensor-rule.js';

const columns = readColumns({ y: 'a/b', a: 'normal(0, 1)', b: 'normal(0, 1)' });

test('all combinations with products of weights, in the order asked for; weightless nodes are left out', () => {
  const evaluate = tensorEvaluation(columns, ['y', 'b']);
  const {
    columns: values,
    count,
    weights,
  } = evaluate([
    { nodes: Float64Array.of(1, 2), weights: Float64Array.of(0.25, 0.75) },
    { nodes: Float64Array.of(4, 0, 8), weights: Float64Array.of(0.5, 0, 0.5) },
  ]);
  expect([count, [...values[0]], [...values[1]]]).toEqual([4, [0.25, 0.125, 0.5, 0.25], [4, 8, 4, 8]]);
  expect([...weights!]).toEqual([0.125, 0.125, 0.375, 0.375]);
});

test('a value that is not finite is told with the place', () => {
  const one = { nodes: Float64Array.of(1), weights: Float64Array.of(1) };
  const zero = { nodes: Float64Array.of(0), weights: Float64Array.of(1) };
  expect(() => tensorEvaluation(columns, ['y'])([one, zero])).toThrow(
    'data.y: an expression that is finite for every sample, got Infinity at a = 1, b = 0.',
  );
});
