import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { chainsTime } from '../../solvers/particles/autocorrelation.js';
import { reducedProcess } from '../../solvers/particles/reduced.js';
import { relaxation } from '../../solvers/particles/relaxation.js';
import { simulate } from '../../solvers/particles/simulate.js';
import { correctionsOf, tailOfCounts, type TailFit } from './tail-fit.js';

/** How much to sample. */
export interface SampledTailOptions {
  readonly particles: number;
  /** Records of each particle, a relaxation time apart. */
  readonly records: number;
  readonly seed: number;
  /** Where the fit begins, in units of β₂/β₁; default 4 (docs/derivations/tail-fit.md). */
  readonly from?: number;
}

/** Steps per drift time, and relaxation times before the first record. */
const STEPS = 50;
const BURN_IN = 10;

/**
 * The tail exponent of the stationary law of the reduced SDE, v > 0, from particles: [NB] Fig. 5 (left) with an error bar. Excursions to
 * large v are short, so records a relaxation time apart are nearly independent; what is left of correlation is measured where the
 * fit begins and widens the error. Throws InputError as the particles and the fit do.
 */
export function sampledTail(problem: DiagonalLinearProblem, options: SampledTailOptions): TailFit {
  const { particles, records, seed } = options;
  const scale = problem.beta[1] / problem.beta[0];
  const from = (options.from ?? 4) * scale;
  const { drift, slowest } = relaxation(problem);
  const process = reducedProcess(problem, { timeStep: drift / STEPS });
  const thin = Math.ceil((STEPS * Math.min(slowest ?? drift, 2 * drift)) / drift);
  const edges = Float64Array.from({ length: 400 }, (_, i) => from * 1.05 ** i);
  const burnIn = BURN_IN * thin;
  const { value } = simulate({
    process,
    observables: [{ name: 'v', of: ([x]) => process.toModel(x), edges, thresholds: [from] }],
    plan: { burnIn, thin },
    start: { count: particles, seed, initial: (_, x) => void (x[0] = process.fromModel(scale)) },
    steps: burnIn + records * thin,
  });
  const [{ histogram, tallies }] = value.observables;
  const counts = histogram.subarray(1, edges.length);
  const inflation = Math.max(1, chainsTime(tallies, 0).time);
  return tailOfCounts(edges, counts, { from, corrections: correctionsOf(problem.depth).slice(0, 1), inflation });
}
