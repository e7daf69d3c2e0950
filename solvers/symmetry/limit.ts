import { criticalTemperature, type DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import type { StartCloud } from './start.js';

/** Where a start ends as t → ∞. */
export interface SymmetricLimit {
  /** lim P(v > 0): the weight of starts with a > 0, for E[xy] > 0. */
  readonly positive: number;
  /** lim P(v < 0): the weight of starts with a = 0 < b, on the balanced manifold of the wrong sign for ever. */
  readonly negative: number;
  /** Weight of starts at u = w = 0, which do not move. */
  readonly zero: number;
  /**
   * What v does on the right side: `stationary` below T_c (the law of `stationary` on v > 0), `collapse` to 0 from T_c on, though with
   * the right sign; `learned` where data without noise at v = α₂/α₁ let it stop there, below T_c.
   */
  readonly right: 'stationary' | 'collapse' | 'learned';
}

/**
 * The limit, from the drift of ξ and of ln a near v = 0 (docs/derivations/learning-time.md): dξ = 4β₂ dt + noise there, so no start with
 * a > 0 keeps the wrong sign; d ln a = 4(β₂ − Tα₃ − γ) dt + noise, whose sign decides between growth and collapse.
 */
export function symmetricLimit(p: DiagonalLinearProblem, { logA, logB, weight }: StartCloud): SymmetricLimit {
  let [positive, negative, zero] = [0, 0, 0];
  for (let n = 0; n < weight.length; n++) {
    if (logA[n] > -Infinity) positive += weight[n];
    else if (logB[n] > -Infinity) negative += weight[n];
    else zero += weight[n];
  }
  const critical = criticalTemperature(p) ?? Infinity;
  const [a1, a2] = p.alpha;
  const silent =
    p.delta === 0 &&
    p.weightDecay === 0 &&
    a1 > 0 &&
    Math.abs(p.beta[0] * a2 - p.beta[1] * a1) <= 1e-12 * p.beta[1] * a1;
  const right = p.temperature >= critical ? 'collapse' : silent ? 'learned' : 'stationary';
  return { positive, negative, zero, right };
}
