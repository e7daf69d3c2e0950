import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { reducedLines } from '../../src/sde/reduced.js';
import { lineLaw } from '../../solvers/steady/line-law.js';
import { lineSlopes } from '../../solvers/steady/line-peaks.js';
import { regimeLines, seenRegime } from '../regimes.js';
import { noisyLine, standard } from '../standard-problem.js';
import { atLeast, equal, type Study } from '../study.js';

/** 1 if p has a maximum away from 0. */
const hasMaximum = (p: DiagonalLinearProblem): number => (seenRegime(p).maximum === null ? 0 : 1);

/** 4(T-discriminant) of the maxima: the printed condition for one to exist asks for no more than this. */
const discriminant = ({ alpha, beta, temperature: T }: DiagonalLinearProblem): number =>
  (10 * alpha[1] * T - beta[0]) ** 2 - 28 * alpha[0] * T * (3 * alpha[2] * T - beta[1]);

/** Number of stationary points of p on 0 < v < k for data without noise at k, by sign changes of its slope. */
function stationaryPoints(k: number, b2: number, temperature: number): number {
  const p = standard({ alpha: [2, 2 * k, 2 * k * k], delta: 0, beta: [1, b2], temperature });
  const line = reducedLines(p).find(({ map }) => map.support[0] === 0 && map.support[1] === k)!;
  const { perValue } = lineSlopes(line);
  let [count, before] = [0, NaN];
  for (let y = -40; y <= 25; y += 0.01) {
    const now = Math.sign(perValue(y));
    if (now * before < 0) count++;
    before = now;
  }
  return count;
}

/** Whether v > 0 keeps a density. */
const holds = (p: DiagonalLinearProblem): number =>
  lineLaw(reducedLines(p).find(({ name }) => name === 'v>0')!).kind === 'density' ? 1 : 0;

/** What the appendix says of maxima and of weight decay. */
export const errataRegimes: Study = {
  name: 'errata-regimes',
  claim:
    'A maximum above T_c/3 needs 10α₂T > β₁ besides T < T* (App. A.8); at Δ = 0 the discriminant has + 16α₂²T²; weight decay takes γ from β₂ at depth 1 only (footnote 4).',
  reference: '[NB] App. A.8, footnote 4; docs/derivations/regimes.md',
  cost: 0.4,
  run: () => {
    // σ = 3 > √(14/3): just above T_c/3 the discriminant is positive, and yet both roots are negative.
    const wide = noisyLine(1, 3, { temperature: 1.0001 * regimeLines(noisyLine(1, 3)).singular });
    const near = noisyLine(1, 1, { temperature: 0.15 });
    const [k, b2, T] = [1, 1.05, 0.2];
    const [a1, a2, b1] = [2, 2 * k, 1];
    const right = b1 * b1 + (28 * a1 * b2 - 20 * a2 * b1) * T + 16 * a2 * a2 * T * T;
    const points = (square: number): number => {
      if (square < 0) return 0;
      const middle = 10 * a2 * T - b1;
      const roots = [-1, 1].map((s) => (middle + s * Math.sqrt(square)) / (14 * a1 * T));
      return roots.filter((v) => v > 0 && v < k).length;
    };
    const seen = stationaryPoints(k, b2, T);
    const deep = { depth: 2, temperature: 0.02 };
    return [
      atLeast('σ = 3, just above T_c/3: the printed condition, discriminant ≥ 0', discriminant(wide), 0),
      equal('σ = 3, just above T_c/3: maxima seen', hasMaximum(wide), 0, 0),
      equal('σ = 1, T = 0.15, where 10α₂T > β₁: maxima seen', hasMaximum(near), 1, 0),
      equal('Δ = 0: stationary points seen on (0, k), as with 16α₂²T²', seen, points(right), 0),
      equal(
        'Δ = 0: seen, less those of the printed form without it',
        seen - points(right - 16 * a2 * a2 * T * T),
        -1,
        0,
      ),
      equal(
        'depth 1, γ = 0.2: density, as β₂ − γ says',
        holds(standard({ weightDecay: 0.2, temperature: 0.02 })),
        1,
        0,
      ),
      equal(
        'depth 2, γ = 0.2: none, where β₂ − γ would keep one',
        holds(standard({ ...deep, weightDecay: 0.2 })),
        0,
        0,
      ),
      equal('depth 2 with β₂ = 0.8 in place of the decay: density', holds(standard({ ...deep, beta: [1, 0.8] })), 1, 0),
    ];
  },
};
