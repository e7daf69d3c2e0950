import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { createStream } from '../../src/num/random/stream.js';
import { fallSpeed, gradientNoise, symmetricModel, type SymmetricModel } from './model.js';
import { startCloud, type StartingPoint } from './start.js';

/** Options of `symmetricPaths`. */
export interface PathOptions {
  readonly paths: number;
  readonly seed: number;
  /** Size of a step: noise variance and relative drift per step are about this (default 0.01). */
  readonly tolerance?: number;
}

/** Shares of paths with v > 0 at each time, and their standard errors. */
export interface PathShares {
  readonly times: readonly number[];
  readonly positive: Float64Array;
  readonly standardError: Float64Array;
}

/**
 * Independent paths of the SDE from one start, for comparison with `evolveSymmetric`: Euler–Maruyama in (ln a, ln b),
 *   d ln a = −4(r + T g + γ) dt + 4√(Tg) dW,   d ln b = 4(r − T g − γ) dt − 4√(Tg) dW   (one dW),
 * with steps tamed by the state, Δt = tolerance/(1 + 4|r| + 16Tg): a fixed step sends large |v| to infinity, while this one moves
 * by a bounded amount (Fang & Giles, Ann. Appl. Probab. 30, 2020). The error falls in proportion to the tolerance. Path n
 * draws from stream n of the seed.
 * Throws InputError for a tolerance ≤ 0 or no whole number of paths, and as `evolveSymmetric`.
 */
export function symmetricPaths(
  problem: DiagonalLinearProblem,
  start: StartingPoint,
  times: readonly number[],
  { paths, seed, tolerance = 0.01 }: PathOptions,
): PathShares {
  const m = symmetricModel(problem);
  const { logA, logB } = startCloud([start]);
  if (!(tolerance > 0))
    throw new InputError('symmetricPaths', 'a tolerance > 0', String(tolerance), 'The default is 0.01.');
  if (!(Number.isInteger(paths) && paths >= 1)) {
    throw new InputError('symmetricPaths', 'a whole number of paths', String(paths), 'Use for example 100000.');
  }
  const count = new Float64Array(times.length);
  const point = new Float64Array(2);
  for (let n = 0; n < paths; n++) {
    const stream = createStream(seed, n);
    point[0] = logA[0];
    point[1] = logB[0];
    let now = 0;
    times.forEach((time, k) => {
      now = walk(m, point, { from: now, to: time, tolerance }, stream);
      if (point[0] > point[1]) count[k]++;
    });
  }
  const positive = count.map((c) => c / paths);
  return { times, positive, standardError: positive.map((p) => Math.sqrt((p * (1 - p)) / paths)) };
}

/** Moves (ln a, ln b) from one time to another; returns the time reached. */
function walk(
  m: SymmetricModel,
  point: Float64Array,
  { from, to, tolerance }: { readonly from: number; readonly to: number; readonly tolerance: number },
  stream: Int32Array,
): number {
  let left = to - from;
  while (left > 0) {
    const v = Math.exp(point[0]) - Math.exp(point[1]);
    const pull = 4 * (m.beta1 * v - m.beta2);
    const variance = 16 * m.temperature * gradientNoise(m, v);
    const step = Math.min(left, tolerance / (1 + Math.abs(pull) + variance));
    const kick = -pull * step + Math.sqrt(variance * step) * nextNormal(stream);
    const fall = fallSpeed(m, v) * step;
    point[0] += kick - fall;
    point[1] -= kick + fall;
    left = left - step > 1e-14 * to ? left - step : 0;
  }
  return to;
}
