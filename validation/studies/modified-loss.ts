import { reducedLines } from '../../src/sde/reduced.js';
import { lineLaw } from '../../solvers/steady/line-law.js';
import { logDensityOf } from '../../solvers/steady/stationary.js';
import { standard, steadyOf, type ProblemChanges } from '../standard-problem.js';
import { equal, equalRelative, type Study } from '../study.js';

/** Bisection on the solver's answer, with η = S·T as the temperature changes. */
function collapseTemperature(batch: number, modifiedLoss: true | 'paper'): number {
  let [low, high] = [1e-3, 10];
  for (let i = 0; i < 40; i++) {
    const temperature = Math.sqrt(low * high);
    const lines = reducedLines(standard({ temperature, learningRate: batch * temperature, modifiedLoss }));
    if (lineLaw(lines.find(({ name }) => name === 'v>0')!).kind === 'density') low = temperature;
    else high = temperature;
  }
  return low;
}

/** d ln p/d ln v far out, with the 1/v correction extrapolated away. */
function tail(changes: ProblemChanges): number {
  const state = steadyOf(standard({ temperature: 0.05, ...changes }));
  const at = (v: number): number => (logDensityOf(state, 2 * v) - logDensityOf(state, v)) / Math.LN2;
  return 2 * at(2e6) - at(1e6);
}

/** Second-order theory of SGD. */
export const modifiedLoss: Study = {
  name: 'modified-loss',
  claim:
    'With the drift of L + (η/4)‖∇L‖² depth 1 collapses at T_c = β₂/(α₃ + Sβ₂²) and has the tail v^{−7/2 − 3Sβ₁²/(2α₁)}.',
  reference: '[NB] App. A.3 with η/4 for T/4; the printed Eq. (54) is S = 1',
  cost: 0.4,
  run: () => [
    ...[1, 2, 8].map((S) => equalRelative(`S = ${S}: T_c`, collapseTemperature(S, true), 1 / (3 + S), 1e-6)),
    equalRelative('S = 8 as printed (T/4): T_c', collapseTemperature(8, 'paper'), 1 / 4, 1e-6),
    ...[1, 4].map((S) =>
      equal(`S = ${S}: tail exponent`, tail({ modifiedLoss: true, learningRate: 0.05 * S }), -3.5 - 0.75 * S, 1e-4),
    ),
    equal('without the modification: tail exponent', tail({}), -3.5, 1e-4),
  ],
};
