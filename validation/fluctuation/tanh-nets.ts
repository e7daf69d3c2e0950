import { law } from '../../src/data/analytic.js';
import { model } from '../../src/model/symbolic-loss.js';
import { nextNormal } from '../../src/num/random/normal.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { sdeProcess } from '../../solvers/particles/sde-process.js';
import { simulate } from '../../solvers/particles/simulate.js';

/** Mean and variance of v in the steady state, with the standard error of the variance from the spread over chains. */
export interface Fluctuation {
  readonly mean: number;
  readonly variance: number;
  readonly error: number;
}

/** How the model v of two tanh nets fluctuates at one temperature. */
export interface FluctuationRow {
  readonly temperature: number;
  /** tanh(v x). */
  readonly shallow: Fluctuation;
  /** w tanh(u x), v = u w. */
  readonly deep: Fluctuation;
}

/** Options of tanhFluctuations. */
export interface FluctuationOptions {
  readonly temperatures: readonly number[];
  readonly particles: number;
  /** Time of every run, of which a half is burn-in, and its step, in units of learning rate × steps. */
  readonly time: number;
  readonly timeStep: number;
  readonly seed: number;
}

/** y = tanh x + e on four values of x: averages over x are sums of four terms, those over e exact. */
export const TANH_DATA = { x: 'discrete([-1, -0.5, 0.5, 1])', e: 'normal(0, 1)', y: 'tanh(x) + e' };

/** Temperature at which w tanh(u x) collapses: T_c = E xy/Var xy, as near 0 the net is the linear one, u w x. */
export const TANH_CRITICAL = (() => {
  const slopes = [0.5, 1].map((x) => x * Math.tanh(x));
  const mean = (slopes[0] + slopes[1]) / 2;
  return mean / (((slopes[0] - slopes[1]) / 2) ** 2 + 0.625);
})();

/**
 * Fluctuation inversion ([NB] Fig. 5, middle): with rising temperature the variance of v grows without turning back for one layer, but
 * rises and falls again for two, since the noise that drives v drives it to 0. By particles of the SDE.
 */
export function tanhFluctuations(options: FluctuationOptions): FluctuationRow[] {
  return options.temperatures.map((temperature) => ({
    temperature,
    shallow: fluctuation(['v'], 'tanh(v*x)', temperature, options),
    deep: fluctuation(['u', 'w'], 'w*tanh(u*x)', temperature, options),
  }));
}

function fluctuation(
  parameters: string[],
  prediction: string,
  temperature: number,
  { particles, time, timeStep, seed }: FluctuationOptions,
): Fluctuation {
  const sde = sgd(model({ parameters, prediction }), law(TANH_DATA), { temperature });
  const steps = Math.round(time / timeStep);
  const { value } = simulate({
    process: sdeProcess(sde, { method: 'euler', timeStep }),
    observables: [{ name: 'v', of: (theta) => theta.reduce((product, weight) => product * weight, 1) }],
    plan: { burnIn: Math.floor(steps / 2), thin: Math.max(1, Math.round(0.2 / timeStep)) },
    start: {
      count: particles,
      seed,
      initial: (stream, theta) => void theta.forEach((_, i) => (theta[i] = 1 + 0.1 * nextNormal(stream))),
    },
    steps,
  });
  const [{ moments, tallies }] = value.observables;
  const [tally] = tallies;
  const [mean, variance] = [moments.mean ?? NaN, moments.variance ?? NaN];
  // Each chain's own mean square deviation from the common mean; chains are independent.
  const squares = Array.from({ length: particles }, (_, k) => {
    return tally.moments[4 * k + 1] / tally.records[k] + (tally.moments[4 * k] - mean) ** 2;
  });
  const spread = squares.reduce((sum, s) => sum + (s - variance) ** 2, 0);
  return { mean, variance, error: Math.sqrt(spread) / particles };
}
