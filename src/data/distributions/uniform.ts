import type { Rule } from '../../num/gauss.js';
import { gaussRule, legendre, mirrored } from '../../num/gauss.js';
import type { LawFamily } from './distribution.js';
import { HIGHEST_GAUSS, affine, demand, numbers } from './distribution.js';

/** Uniform on [a, b]; ξ is uniform on [−1, 1] with the Legendre recurrence aₙ = 0, bₙ = n²/(4n² − 1). */
export const uniform: LawFamily = {
  name: 'uniform',
  parameters: ['a', 'b'],
  create(call, family) {
    const [a, b] = numbers(call, family);
    demand(a <= b, call, family, { what: `b ≥ a = ${a}`, got: b });
    // Halved before they are combined, so that the ends may be as large as a number can be.
    const [centre, scale] = [a / 2 + b / 2, b / 2 - a / 2];
    return {
      text: call.text,
      centre,
      scale,
      recurrence: legendre,
      momentsBelow: Infinity,
      atoms: Infinity,
      rule: (order) => affine(standardRule(order), centre, scale),
    };
  },
};

/** Gauss–Legendre on [−1, 1], or on either half of it. */
function standardRule(order: number): Rule {
  if (order <= HIGHEST_GAUSS) return gaussRule(legendre, order);
  return mirrored(affine(gaussRule(legendre, Math.ceil(order / 2)), 0.5, 0.5));
}
