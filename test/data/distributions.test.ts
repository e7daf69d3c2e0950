import { describe, expect, test } from 'vitest';
import { lawFamilies } from '../../src/data/distributions/index.js';
import { signature } from '../../src/data/distributions/distribution.js';
import { readLaw } from '../../src/data/law-call.js';
import { centralMoment } from '../../src/data/orthogonal-expansion.js';
import { centralMoments } from './central-moments.js';

const lawOf = (text: string): NonNullable<ReturnType<typeof readLaw>> => readLaw(text, 'data.x')!;
const average = (text: string, order: number, f: (x: number) => number): number => {
  const { nodes, weights } = lawOf(text).rule(order);
  return nodes.reduce((sum, node, i) => sum + weights[i] * f(node), 0);
};

test('every family has reference values', () => {
  const covered = new Set(Object.keys(centralMoments).map((text) => text.split('(')[0]));
  expect([...covered].sort()).toEqual([...lawFamilies.keys()].sort());
});

describe('central moments to order 8', () => {
  test.each(Object.entries(centralMoments))('%s', (text, { mean, central }) => {
    const law = lawOf(text);
    expect(Math.abs(law.centre - mean)).toBeLessThanOrEqual(4e-16 * Math.abs(mean));
    central.forEach((exact, k) => {
      const natural = Math.sqrt(central[2]) ** k;
      const size = Math.abs(exact) > 1e-12 * natural ? Math.abs(exact) : natural;
      expect(Math.abs(centralMoment('x', law, k) - exact)).toBeLessThanOrEqual(3e-15 * size);
    });
  });

  test('a few are exact to the last bit', () => {
    expect(centralMoment('x', lawOf('normal(3, 2)'), 8)).toBe(105 * 256);
    expect(centralMoment('x', lawOf('rademacher()'), 7)).toBe(0);
    expect(centralMoment('x', lawOf('exponential(0.5)'), 4)).toBe(144);
  });
});

describe('rules', () => {
  test.each(Object.keys(centralMoments))(
    '%s: weights sum to 1, mean and variance come out at orders 16 and 128',
    (text) => {
      for (const order of [16, 128]) {
        const { mean, central } = centralMoments[text];
        // Mapped rules are not exact for powers, and 16 nodes see little of a heavy tail.
        const loose = /student|lognormal\(0.2, 1.5/.test(text) && order === 16 ? 1e-3 : 1e-12;
        expect(average(text, order, () => 1)).toBeCloseTo(1, 13);
        expect(Math.abs(average(text, order, (x) => x) - mean)).toBeLessThanOrEqual(
          loose * (Math.abs(mean) + central[2]),
        );
        const spread = average(text, order, (x) => (x - mean) ** 2);
        expect(Math.abs(spread - central[2])).toBeLessThanOrEqual(loose * (central[2] + 1e-6 * mean * mean));
      }
    },
  );

  // Averages of tanh(5x)² in 40 digits (mpmath.quad): poles at distance 0.3 from the real line.
  test.each([
    ['normal(0, 1)', 128, 0.8429617595625437],
    ['uniform(-1, 3)', 256, 0.9000045397868796],
    ['laplace(0, 1)', 128, 0.824762285186846],
    ['exponential(2)', 128, 0.6893491418785691],
    ['student(3)', 128, 0.8560061388276776],
    ['student(1)', 256, 0.8764084099191218],
    ['student(0.5)', 256, 0.8965680554771098],
    ['lognormal(0.2, 0.5)', 128, 0.995947801480324],
  ])('%s averages a function with near poles', (text, order, exact) => {
    expect(Math.abs(average(text, order, (x) => Math.tanh(5 * x) ** 2) / exact - 1)).toBeLessThan(2e-13);
  });

  test('kinks at the centre cost nothing', () => {
    expect(average('normal(0, 1)', 64, Math.abs)).toBeCloseTo(Math.sqrt(2 / Math.PI), 13);
    expect(average('uniform(-1, 3)', 64, (x) => Math.abs(x - 1))).toBeCloseTo(1, 13);
    expect(average('laplace(2, 1)', 16, (x) => Math.abs(x - 2))).toBeCloseTo(1, 13);
    expect(average('student(5)', 512, Math.abs)).toBeCloseTo(0.9490167245562361, 7);
  });

  test('atoms do not depend on the order', () => {
    const { nodes, weights } = lawOf('discrete([3, -1, 3], [1, 2, 1])').rule(99);
    expect([[...nodes], [...weights]]).toEqual([
      [-1, 3],
      [0.5, 0.5],
    ]);
    expect(lawOf('discrete([3, -1, 3], [1, 2, 1])').atoms).toBe(2);
    expect(lawOf('discrete([4, 4])').atoms).toBe(1);
  });

  test('a law without spread is a constant', () => {
    for (const text of ['normal(2, 0)', 'uniform(2, 2)', 'laplace(2, 0)', 'student(3, 2, 0)', 'discrete([2])']) {
      expect([lawOf(text).atoms, lawOf(text).centre, centralMoment('x', lawOf(text), 4)]).toEqual([1, 2, 0]);
    }
  });

  test('extreme parameters stay finite', () => {
    const { nodes, weights } = lawOf('student(1e6)').rule(256);
    expect(nodes.every(Number.isFinite) && weights.every(Number.isFinite)).toBe(true);
    expect(lawOf('uniform(-1e308, 1.5e308)').scale).toBe(1.25e308);
    expect(centralMoment('x', lawOf('bernoulli(0)'), 2)).toBe(0);
    expect(centralMoment('x', lawOf('student(1e9)'), 4)).toBeCloseTo(3, 7);
  });
});

describe('errors', () => {
  test('moments that do not exist name column and order', () => {
    expect(() => centralMoment('e', lawOf('student(3)'), 4)).toThrow(
      'data.e: a law with a moment of order 4, got student(3), which has moments below order 3 only. Use more than 4',
    );
    expect(centralMoment('e', lawOf('student(3)'), 2)).toBeCloseTo(3, 14);
    expect(() => centralMoment('e', lawOf('student(3)'), 3)).toThrow('order 3');
    expect(centralMoment('e', lawOf('student(0.5)'), 0)).toBe(1);
    expect(() => centralMoment('e', lawOf('student(1)'), 1)).toThrow('order 1');
  });

  test.each([
    ['normal(0)', '2 arguments, got 1 in normal(0). Write normal(m, s).'],
    ['normal(0, 1, 2)', '2 arguments, got 3'],
    ['normal(0, -1)', 'a standard deviation s ≥ 0, got -1'],
    ['normal([0], 1)', 'a number for m, got a list'],
    ['uniform(2, 1)', 'b ≥ a = 2, got 1'],
    ['rademacher(1)', '0 arguments, got 1'],
    ['bernoulli(1.5)', 'a probability p between 0 and 1, got 1.5'],
    ['laplace(0, -0.1)', 'a scale b ≥ 0'],
    ['student()', '1 to 3 arguments, got 0'],
    ['student(0)', 'degrees of freedom nu > 0'],
    ['student(3, 0, -1)', 'a scale s ≥ 0'],
    ['exponential(0)', 'a rate > 0'],
    ['exponential(1e-320)', 'a law whose size fits in double precision'],
    ['lognormal(0, -1)', 'a scale s ≥ 0'],
    ['lognormal(1000, 1)', 'a law whose size fits in double precision'],
    ['constant()', '1 argument, got 0'],
    ['discrete()', '1 or 2 lists, got 0 arguments'],
    ['discrete(1, 2)', 'lists in brackets, got discrete(1, 2)'],
    ['discrete([])', 'at least one value, got []'],
    ['discrete([1, 2], [1])', '2 weights, got 1'],
    ['discrete([1, 2], [1, 0])', 'weights > 0, got 0'],
  ])('%s', (text, message) => {
    expect(() => lawOf(text)).toThrow(`data.x: ${message}`);
  });

  test('signatures show what may be left out', () => {
    expect(signature(lawFamilies.get('student')!)).toBe('student(nu, [m], [s])');
  });
});
