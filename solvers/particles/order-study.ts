import { nextNormal } from '../../src/num/random/normal.js';
import { createStream } from '../../src/num/random/stream.js';
import type { SdeStep } from './schemes/step.js';

/** What an order study compares: a scheme for one coordinate with the exact solution on the same Brownian path. */
export interface OrderStudy {
  readonly step: SdeStep;
  readonly start: number;
  readonly time: number;
  /** The exact solution at `time` given W(time). */
  exact(w: number): number;
  /** Numbers of steps, ascending; each must divide the last. */
  readonly steps: readonly number[];
  readonly paths: number;
  readonly seed: number;
}

/** Errors at each number of steps and the slopes of their logarithms against ln Δt. */
export interface Orders {
  /** E|X̂ − X|. */
  readonly strong: readonly number[];
  /** |E X̂ − E X|; shared paths leave little noise in the difference. */
  readonly weak: readonly number[];
  readonly strongOrder: number;
  readonly weakOrder: number;
}

/** Strong and weak order of convergence, measured on common paths (Higham, SIAM Review 43:525, 2001). */
export function studyOrder({ step, start, time, exact, steps, paths, seed }: OrderStudy): Orders {
  const finest = steps[steps.length - 1];
  const w = new Float64Array(finest + 1);
  const theta = new Float64Array(1);
  const dw = new Float64Array(1);
  const strong = steps.map(() => 0);
  const weak = steps.map(() => 0);
  for (let path = 0; path < paths; path++) {
    const stream = createStream(seed, path);
    for (let i = 1; i <= finest; i++) w[i] = w[i - 1] + Math.sqrt(time / finest) * nextNormal(stream);
    const end = exact(w[finest]);
    steps.forEach((count, level) => {
      const stride = finest / count;
      theta[0] = start;
      for (let i = 0; i < finest; i += stride) {
        dw[0] = w[i + stride] - w[i];
        step(theta, time / count, dw);
      }
      strong[level] += Math.abs(theta[0] - end) / paths;
      weak[level] += (theta[0] - end) / paths;
    });
  }
  const weakErrors = weak.map(Math.abs);
  return { strong, weak: weakErrors, strongOrder: slope(steps, strong), weakOrder: slope(steps, weakErrors) };
}

/** Least-squares slope of ln error against ln Δt. */
function slope(steps: readonly number[], errors: readonly number[]): number {
  const x = steps.map((n) => -Math.log(n));
  const y = errors.map((e) => Math.log(e));
  const mean = (a: readonly number[]): number => a.reduce((s, t) => s + t, 0) / a.length;
  const mx = mean(x);
  const my = mean(y);
  return x.reduce((s, t, i) => s + (t - mx) * (y[i] - my), 0) / x.reduce((s, t) => s + (t - mx) ** 2, 0);
}

/**
 * Observed order of a quantity computed with steps Δt, Δt/r and Δt/r², where no exact value is known:
 * ln[(q₁ − q₂)/(q₂ − q₃)]/ln r. NaN where the differences change sign, that is, where noise or asymptotics forbid an answer.
 */
export function observedOrder(values: readonly [number, number, number], ratio: number): number {
  return Math.log((values[0] - values[1]) / (values[1] - values[2])) / Math.log(ratio);
}
