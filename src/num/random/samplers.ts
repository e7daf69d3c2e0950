import { InputError } from '../input-error.js';
import { exponential as exp, logarithm } from './elementary.js';
import { nextNormal } from './normal.js';
import { nextUniform, type Stream } from './stream.js';

/** Draws one number from a law. Every law here has the same bits on every host. */
export type Sampler = (stream: Stream) => number;

function check(law: string, holds: boolean, expectation: string, got: string | number): void {
  if (!holds) throw new InputError(law, expectation, String(got), 'Change the parameter.');
}

/** Always `value`. Throws InputError unless it is finite. */
export function constantSampler(value: number): Sampler {
  check('constant', Number.isFinite(value), 'a finite value', value);
  return () => value;
}

/** Normal with mean m and standard deviation s. Throws InputError unless s ≥ 0. */
export function normalSampler(mean: number, deviation: number): Sampler {
  check('normal', Number.isFinite(mean), 'a finite mean', mean);
  check('normal', deviation >= 0 && deviation < Infinity, 'a standard deviation of at least 0', deviation);
  return (stream) => mean + deviation * nextNormal(stream);
}

/** Uniform on (low, high). Throws InputError unless low ≤ high. */
export function uniformSampler(low: number, high: number): Sampler {
  check('uniform', low <= high && Number.isFinite(high - low), 'finite bounds, low ≤ high', `${low}, ${high}`);
  return (stream) => low + (high - low) * nextUniform(stream);
}

/** ±1 with probability ½ each. */
export function rademacherSampler(): Sampler {
  return (stream) => (nextUniform(stream) < 0.5 ? -1 : 1);
}

/** 1 with probability p, else 0. Throws InputError unless 0 ≤ p ≤ 1. */
export function bernoulliSampler(p: number): Sampler {
  check('bernoulli', p >= 0 && p <= 1, 'a probability in [0, 1]', p);
  return (stream) => (nextUniform(stream) < p ? 1 : 0);
}

/**
 * Value i with probability proportional to weight i, by bisection of the running sum.
 * Throws InputError for no values, another number of weights, a negative weight or weights that are all zero.
 */
export function discreteSampler(values: readonly number[], weights: readonly number[] = values.map(() => 1)): Sampler {
  check(
    'discrete',
    values.length > 0 && values.every(Number.isFinite),
    'at least one finite value',
    `[${values.join(', ')}]`,
  );
  check('discrete', weights.length === values.length, `${values.length} weights`, weights.length);
  check(
    'discrete',
    weights.every((w) => w >= 0 && w < Infinity),
    'weights of at least 0',
    `[${weights.join(', ')}]`,
  );
  let total = 0;
  const sums = Float64Array.from(weights, (w) => (total += w));
  check('discrete', total > 0, 'a positive weight', total);
  return (stream) => {
    const target = nextUniform(stream) * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    return values[low];
  };
}

/** Exponential with the given rate, mean 1/rate. Throws InputError unless rate > 0. */
export function exponentialSampler(rate: number): Sampler {
  check('exponential', rate > 0 && rate < Infinity, 'a positive rate', rate);
  return (stream) => -logarithm(nextUniform(stream)) / rate;
}

/** Laplace with density exp(−|x − m|/b)/2b, variance 2b². Throws InputError unless b ≥ 0. */
export function laplaceSampler(mean: number, scale: number): Sampler {
  check('laplace', Number.isFinite(mean), 'a finite mean', mean);
  check('laplace', scale >= 0 && scale < Infinity, 'a scale of at least 0', scale);
  return (stream) => {
    const u = nextUniform(stream) - 0.5;
    const size = -logarithm(1 - 2 * Math.abs(u)) * scale;
    return u < 0 ? mean - size : mean + size;
  };
}

/** exp of a normal with mean m and deviation s. Throws InputError unless s ≥ 0. */
export function lognormalSampler(mean: number, deviation: number): Sampler {
  const normal = normalSampler(mean, deviation);
  return (stream) => exp(normal(stream));
}

/** Gamma with the given shape and scale 1. Throws InputError unless shape > 0. */
export function gammaSampler(shape: number): Sampler {
  check('gamma', shape > 0 && shape < Infinity, 'a positive shape', shape);
  if (shape < 1) {
    const larger = gammaSampler(shape + 1);
    return (stream) => larger(stream) * exp(logarithm(nextUniform(stream)) / shape);
  }
  // Marsaglia & Tsang, ACM Trans. Math. Softw. 26:363 (2000): d(1 + cξ)³ accepted under a normal envelope.
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  return (stream) => {
    for (;;) {
      const x = nextNormal(stream);
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      if (logarithm(nextUniform(stream)) < 0.5 * x * x + d * (1 - v + logarithm(v))) return d * v;
    }
  };
}

/** Student's t with ν degrees of freedom: normal/√(χ²_ν/ν). Throws InputError unless ν > 0. */
export function studentSampler(freedom: number): Sampler {
  check('student', freedom > 0 && freedom < Infinity, 'positive degrees of freedom', freedom);
  const gamma = gammaSampler(freedom / 2);
  return (stream) => nextNormal(stream) / Math.sqrt((2 * gamma(stream)) / freedom);
}
