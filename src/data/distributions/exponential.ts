import { halfLineRule } from '../../num/double-exponential.js';
import type { Rule } from '../../num/gauss.js';
import { gaussRule, laguerre } from '../../num/gauss.js';
import type { LawFamily } from './distribution.js';
import { HIGHEST_GAUSS, affine, demand, numbers } from './distribution.js';

/** Density rate·exp(−rate·x) on x ≥ 0. ξ = rate·x − 1, whose recurrence is Laguerre's moved to its mean: aₙ = 2n, bₙ = n². */
export const exponential: LawFamily = {
  name: 'exponential',
  parameters: ['rate'],
  create(call, family) {
    const [rate] = numbers(call, family);
    demand(rate > 0, call, family, { what: 'a rate > 0', got: rate });
    return {
      text: call.text,
      centre: 1 / rate,
      scale: 1 / rate,
      recurrence: { symmetric: false, a: (n) => 2 * n, b: (n) => n * n },
      momentsBelow: Infinity,
      atoms: Infinity,
      rule: (order) => affine(standardExponentialRule(order), 0, 1 / rate),
    };
  },
};

/** Nodes for averages over the density exp(−x): Gauss–Laguerre, or a double exponential rule. */
export function standardExponentialRule(order: number): Rule {
  if (order <= HIGHEST_GAUSS) return gaussRule(laguerre, order);
  return halfLineRule(order, { decay: 'exponential', density: (z) => Math.exp(-z), reach: 80 });
}
