import { createStream, nextUniform } from '../../src/num/random/stream.js';
import { chiSquare, upperGamma } from '../distances/chi-square.js';
import { kolmogorovSmirnov, kolmogorovTail } from '../distances/kolmogorov-smirnov.js';
import { totalVariation } from '../distances/total-variation.js';
import { wasserstein1 } from '../distances/wasserstein.js';
import { autocorrelationTime } from '../../solvers/particles/autocorrelation.js';
import { atMost, equal, type Study } from '../study.js';

/** A first-order autoregression with coefficient φ and uniform innovations: autocorrelation time (1 + φ)/(1 − φ). */
function series(phi: number, length: number, number: number): number[] {
  const stream = createStream(17, number);
  let x = 0;
  return Array.from({ length: length + 200 }, () => (x = phi * x + nextUniform(stream) - 0.5)).slice(200);
}

/** The measures themselves. */
export const distancesKnown: Study = {
  name: 'distances-known',
  claim: 'Total variation, Wasserstein-1, Kolmogorov–Smirnov, χ² and effective sample sizes have their known values.',
  reference: 'definitions; Abramowitz & Stegun, table 26.7; autoregression of first order',
  cost: 0.5,
  run: (scale) => {
    const edges = Array.from({ length: 401 }, (_, i) => i / 100);
    const box = (from: number): number[] =>
      Array.from({ length: 400 }, (_, i) => (i >= from && i < from + 100 ? 0.01 : 0));
    const trials = 400 * scale;
    let rejected = 0;
    let below = 0;
    for (let t = 0; t < trials; t++) {
      const stream = createStream(23, t);
      const sample = Array.from({ length: 200 }, () => nextUniform(stream));
      if (kolmogorovSmirnov(sample, (x) => x).pValue < 0.1) rejected++;
      const counts = new Array<number>(10).fill(0);
      for (const x of sample) counts[Math.floor(10 * x)]++;
      if (chiSquare(counts, new Array<number>(10).fill(0.1)).pValue < 0.1) below++;
    }
    const error = 4 * Math.sqrt(0.09 / trials);
    const time = autocorrelationTime(Array.from({ length: 4 }, (_, k) => series(0.8, 20000 * scale, k))).time;
    return [
      equal('total variation of two boxes that overlap by half', totalVariation(box(0), box(50)), 0.5, 1e-12),
      equal('Wasserstein-1 of two boxes 1.7 apart', wasserstein1(box(0), box(170), edges), 1.7, 1e-12),
      equal('Kolmogorov’s tail at its 5 % point 1.3581', kolmogorovTail(1.3581), 0.05, 1e-5),
      equal('χ² tail of 3 degrees of freedom at its 5 % point 7.81473', upperGamma(1.5, 7.81473 / 2), 0.05, 1e-7),
      equal('share of uniform samples with a Kolmogorov–Smirnov p below 0.1', rejected / trials, 0.1, error),
      equal('share of uniform samples with a χ² p below 0.1', below / trials, 0.1, error),
      equal('autocorrelation time of an autoregression with φ = 0.8', time, 9, 1),
      atMost('total variation of a law with itself', totalVariation(box(0), box(0)), 0),
    ];
  },
};
