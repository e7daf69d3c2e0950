import { describe, expect, it } from 'vitest';
import * as samplers from '../../../src/num/random/samplers.js';
import { createStream } from '../../../src/num/random/stream.js';

const {
  bernoulliSampler,
  constantSampler,
  discreteSampler,
  exponentialSampler,
  gammaSampler,
  laplaceSampler,
  lognormalSampler,
  normalSampler,
  rademacherSampler,
  studentSampler,
  uniformSampler,
} = samplers;

describe('samplers', () => {
  // Mean, variance and fourth central moment of each law.
  it.each<[string, samplers.Sampler, number, number, number]>([
    ['normal', normalSampler(1, 2), 1, 4, 48],
    ['uniform', uniformSampler(-1, 3), 1, 4 / 3, 3.2],
    ['rademacher', rademacherSampler(), 0, 1, 1],
    ['bernoulli', bernoulliSampler(0.2), 0.2, 0.16, 0.16 * (0.512 + 0.008)],
    ['discrete', discreteSampler([-1, 0, 5], [1, 2, 1]), 1, 5.5, 68.5],
    ['exponential', exponentialSampler(2), 0.5, 0.25, 9 / 16],
    ['laplace', laplaceSampler(3, 0.5), 3, 0.5, 1.5],
    ['lognormal', lognormalSampler(0, 0.25), Math.exp(1 / 32), Math.exp(1 / 16) * (Math.exp(1 / 16) - 1), 0.0175],
    ['gamma 0.3', gammaSampler(0.3), 0.3, 0.3, 3 * 0.09 + 6 * 0.3],
    ['gamma 4', gammaSampler(4), 4, 4, 3 * 16 + 24],
    ['student', studentSampler(9), 0, 9 / 7, (3 * 81) / (7 * 5)],
  ])('%s has its mean and variance', (_, sampler, mean, variance, fourth) => {
    const n = 200_000;
    const stream = createStream(11, 5);
    let [sum, squares] = [0, 0];
    for (let i = 0; i < n; i++) {
      const x = sampler(stream) - mean;
      sum += x;
      squares += x * x;
    }
    expect(Math.abs(sum / n) / Math.sqrt(variance / n)).toBeLessThan(4);
    expect(Math.abs(squares / n - variance)).toBeLessThan(
      4 * Math.sqrt((fourth - variance ** 2) / n) + 1e-12 + 4e-3 * variance,
    );
  });

  it('draws a constant, and values of weight 0 never', () => {
    const stream = createStream(0, 0);
    expect(constantSampler(2.5)(stream)).toBe(2.5);
    const draw = discreteSampler([7, 8, 9, 10], [0, 1, 0, 1]);
    expect(new Set(Array.from({ length: 1000 }, () => draw(stream)))).toEqual(new Set([8, 10]));
  });

  it.each<[string, () => unknown]>([
    ['constant: a finite value', () => constantSampler(NaN)],
    ['normal: a finite mean', () => normalSampler(Infinity, 1)],
    ['normal: a standard deviation of at least 0', () => normalSampler(0, -1)],
    ['uniform: finite bounds, low ≤ high', () => uniformSampler(1, 0)],
    ['bernoulli: a probability in [0, 1]', () => bernoulliSampler(1.1)],
    ['discrete: at least one finite value', () => discreteSampler([])],
    ['discrete: 2 weights', () => discreteSampler([1, 2], [1])],
    ['discrete: weights of at least 0', () => discreteSampler([1, 2], [1, -1])],
    ['discrete: a positive weight', () => discreteSampler([1], [0])],
    ['exponential: a positive rate', () => exponentialSampler(0)],
    ['laplace: a scale of at least 0', () => laplaceSampler(0, NaN)],
    ['laplace: a finite mean', () => laplaceSampler(NaN, 1)],
    ['gamma: a positive shape', () => gammaSampler(0)],
    ['student: positive degrees of freedom', () => studentSampler(-2)],
  ])('refuses: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});
