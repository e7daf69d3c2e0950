import { expect, it } from 'vitest';
import { cumulativeOf } from '../../../src/data/cumulative.js';
import { totalVariation } from '../../../validation/distances/total-variation.js';
import { transientLaws } from '../../../validation/compare/transient.js';
import { labelNoise, lineNamed, problem } from '../../solvers/reduced-problems.js';

it.each([
  ['v>0', problem(), 'normal(0.4, 0.1)', 0.5],
  ['v<0', problem(), 'uniform(-1, -0.5)', 0.1],
  ['v>0', labelNoise(0.2), 'lognormal(0, 0.4)', 2],
] as const)('finite volumes and the method of lines agree on %s', (name, p, start, time) => {
  const { edges, finiteVolume, methodOfLines } = transientLaws(lineNamed(p, name), cumulativeOf(start, 'v'), time);
  expect(finiteVolume.mass).toHaveLength(edges.length + 1);
  expect(totalVariation(finiteVolume.mass, methodOfLines.mass)).toBeLessThan(2e-3);
});

it('refuses a law on the other side', () => {
  expect(() => transientLaws(lineNamed(problem(), 'v<0'), cumulativeOf('normal(9, 0.1)', 'v'), 1)).toThrow(
    /transientLaws: a law that starts on v<0, got normal\(9, 0\.1\)/,
  );
});
