import type { LawFamily } from './distribution.js';
import { numbers } from './distribution.js';
import { twoValued } from './two-valued.js';

/** −1 or 1, each with probability ½ (label noise of [NB]: x² is constant, so α₁ = α₂ = 0 exactly). */
export const rademacher: LawFamily = {
  name: 'rademacher',
  parameters: [],
  create(call, family) {
    numbers(call, family);
    return twoValued(call.text, [-1, 1], 0.5, 1);
  },
};
