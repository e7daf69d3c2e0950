import { halfLineRule } from '../../num/double-exponential.js';
import type { Rule } from '../../num/gauss.js';
import { gaussRule, hermite, mirrored } from '../../num/gauss.js';
import type { LawFamily } from './distribution.js';
import { HIGHEST_GAUSS, affine, demand, numbers } from './distribution.js';

/** Gaussian with mean m and standard deviation s ≥ 0; ξ is standard normal with the Hermite recurrence aₙ = 0, bₙ = n. */
export const normal: LawFamily = {
  name: 'normal',
  parameters: ['m', 's'],
  create(call, family) {
    const [centre, scale] = numbers(call, family);
    demand(scale >= 0, call, family, { what: 'a standard deviation s ≥ 0', got: scale });
    return {
      text: call.text,
      centre,
      scale,
      recurrence: hermite,
      momentsBelow: Infinity,
      atoms: Infinity,
      rule: (order) => affine(standardNormalRule(order), centre, scale),
    };
  },
};

/** Nodes for averages over a standard normal variable: Gauss–Hermite, or a double exponential rule on either side of 0. */
export function standardNormalRule(order: number): Rule {
  if (order <= HIGHEST_GAUSS) return gaussRule(hermite, order);
  const density = (z: number): number => Math.exp((-z * z) / 2);
  return mirrored(halfLineRule(Math.ceil(order / 2), { decay: 'gaussian', density, reach: 13 }));
}
