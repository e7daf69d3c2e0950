import { expect, it } from 'vitest';
import { totalVariation } from '../../../validation/distances/total-variation.js';

it('is 0 for equal, 1 for disjoint laws, and half the difference in between, whatever the scale', () => {
  expect(totalVariation([1, 2, 1], [2, 4, 2])).toBe(0);
  expect(totalVariation([1, 0], [0, 5])).toBe(1);
  expect(totalVariation([0.5, 0.3, 0.2], [0.2, 0.3, 0.5])).toBeCloseTo(0.3, 15);
});

it('refuses other cells and no mass', () => {
  expect(() => totalVariation([1], [1, 2])).toThrow('totalVariation: laws on the same cells, got 1 and 2 cells');
  expect(() => totalVariation([0, 0], [1, 2])).toThrow('totalVariation: a positive finite total mass');
  expect(() => totalVariation([NaN, 0], [1, 2])).toThrow('totalVariation: a positive finite total mass');
});
