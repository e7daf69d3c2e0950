import type { LawFamily } from './distribution.js';
import { demand, numbers } from './distribution.js';
import { twoValued } from './two-valued.js';

/** 1 with probability p and 0 otherwise. */
export const bernoulli: LawFamily = {
  name: 'bernoulli',
  parameters: ['p'],
  create(call, family) {
    const [p] = numbers(call, family);
    demand(p >= 0 && p <= 1, call, family, { what: 'a probability p between 0 and 1', got: p });
    return twoValued(call.text, [0, 1], p, 1);
  },
};
