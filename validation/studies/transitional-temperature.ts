import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { regimeLines, seenRegime } from '../regimes.js';
import { generic, labelNoiseOnly, noisyLine } from '../standard-problem.js';
import { atLeast, equal, equalRelative, type Study } from '../study.js';

/** The temperature at which the maximum away from 0 disappears, by bisection between two temperatures on what the solver sees. */
function disappears(p: DiagonalLinearProblem, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 40; i++) {
    const temperature = Math.sqrt(low * high);
    if (seenRegime({ ...p, temperature }).maximum !== null) low = temperature;
    else high = temperature;
  }
  return low;
}

/** T*. */
export const transitionalTemperature: Study = {
  name: 'transitional-temperature',
  claim:
    'The maximum away from 0 disappears at T* = 1/(2√42 σ − 8k) for 8/21 < σ²/k² < 14/3, at T_c/3 above, never below; T* = T_c at σ/k = √42 − 4√2.',
  reference: '[NB] App. A.8, simplified and corrected; docs/derivations/regimes.md',
  cost: 0.6,
  run: () => {
    const star = (k: number, sigma: number): number => 1 / (2 * Math.sqrt(42) * sigma - 8 * k);
    const inside = [0.7, 1, 1.5, 2.1].map((sigma) =>
      equalRelative(`k = 1, σ = ${sigma}`, disappears(noisyLine(1, sigma), 1e-3, 50), star(1, sigma), 2e-3),
    );
    const meeting = Math.sqrt(42) - 4 * Math.SQRT2;
    return [
      ...inside,
      equalRelative('k = 2, σ = 2.4', disappears(noisyLine(2, 2.4), 1e-3, 50), star(2, 2.4), 2e-3),
      equalRelative('σ = 2.5 > √(14/3): T_c/3', disappears(noisyLine(1, 2.5), 1e-3, 50), 1 / (3 * (2 + 6.25)), 1e-6),
      equalRelative('label noise only: T_c/3', disappears(labelNoiseOnly(1, 1), 1e-3, 50), 1 / 3, 1e-6),
      equal('σ = √(14/3): T* = 1/(20k)', regimeLines(noisyLine(1, Math.sqrt(14 / 3))).transitional, 1 / 20, 1e-9),
      atLeast('σ = 0.6 < √(8/21): still there at T', disappears(noisyLine(1, 0.6), 1e-3, 500), 499),
      equalRelative(
        `σ = √42 − 4√2 = ${meeting.toPrecision(5)}: T*/T_c`,
        disappears(noisyLine(1, meeting), 1e-3, 50) * (2 + meeting * meeting),
        1,
        2e-3,
      ),
      equalRelative(
        'other data with weight decay: the least root of the discriminant',
        disappears(generic({ weightDecay: 0.05, alpha: [1.7, 1.6, 1.9], delta: 1.7 * 1.9 - 1.6 ** 2 }), 1e-3, 50),
        regimeLines(generic({ weightDecay: 0.05, alpha: [1.7, 1.6, 1.9], delta: 1.7 * 1.9 - 1.6 ** 2 })).transitional,
        2e-3,
      ),
    ];
  },
};
