import { expect, it } from 'vitest';
import { isLine } from '../../../solvers/passage/line.js';
import { generatorOf, lineGenerator } from '../hand-built.js';

it('tells lines from rings and other graphs', () => {
  expect(isLine(lineGenerator([1, 2, 0], [0, 1, 0]).rates)).toBe(true);
  expect(isLine(lineGenerator([1, 2, 3], [0, 1, 0]).rates)).toBe(false);
  expect(isLine(generatorOf(4, { from: [0], to: [2], rate: [1] }).rates)).toBe(false);
  expect(isLine(generatorOf(4, { from: [0], to: [2], rate: [0] }).rates)).toBe(true);
});
