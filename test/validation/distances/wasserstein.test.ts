import { expect, it } from 'vitest';
import { wasserstein1, wasserstein1Samples } from '../../../validation/distances/wasserstein.js';

it('moves mass over the distance between cells', () => {
  expect(wasserstein1([1, 0, 0], [0, 0, 1], [0, 1, 2, 3])).toBeCloseTo(2, 15);
  expect(wasserstein1([2, 3], [2, 3], [0, 1, 7])).toBe(0);
});

it('integrates |F − G| where it changes sign inside a cell', () => {
  // F − G runs 0 → 0.5 → −0.25 → 0: 0.25 + (0.25 + 0.0625)/1.5 + 0.125.
  const distance = wasserstein1([0.75, 0, 0.25], [0.25, 0.75, 0], [0, 1, 2, 3]);
  expect(distance).toBeCloseTo(0.25 + 0.3125 / 1.5 + 0.125, 14);
});

it('agrees with a reference for samples of unequal length', () => {
  expect(wasserstein1Samples([0.1, 1.7, 2.2, -3], [0.5, 0.5, 4.25])).toBeCloseTo(1.9, 14);
  expect(wasserstein1Samples([1, 1, 2], [1, 2, 1])).toBe(0);
});

it('refuses what it cannot compare', () => {
  expect(() => wasserstein1([1], [1], [0])).toThrow('wasserstein1: two laws on the same cells and their edges');
  expect(() => wasserstein1([1], [1], [0, Infinity])).toThrow('wasserstein1: finite ascending edges');
  expect(() => wasserstein1([0], [1], [0, 1])).toThrow('wasserstein1: a positive finite total mass');
  expect(() => wasserstein1Samples([], [1])).toThrow('wasserstein1Samples: two samples');
});
