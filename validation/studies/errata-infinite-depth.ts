import { standard, steadyOf } from '../standard-problem.js';
import { atLeast, atMost, type Study } from '../study.js';

/** Mean of v in a deep network of some width. */
const mean = (depth: number, width: number): number =>
  steadyOf(standard({ depth, width, temperature: 0.2 })).components[0].mean;

/** The third case of the infinite-depth limit. */
export const errataInfiniteDepth: Study = {
  name: 'errata-infinite-depth',
  claim:
    'For the law to shrink to v = β₂/β₁ as D → ∞ the width must grow faster than the depth: d = Ω(D) is not enough.',
  reference: '[NB] infinite-depth limit, case 3',
  cost: 0.6,
  run: () => {
    const proportional = [63, 255, 1023].map((D) => 1 - mean(D, D + 1));
    const faster = [63, 255, 1023].map((D) => 1 - mean(D, Math.round((D + 1) ** 1.5)));
    return [
      atLeast('d = D + 1: 1 − E v at D = 1023, of the order of T', proportional[2], 0.15),
      atLeast('d = D + 1: 1 − E v at D = 1023 over that at D = 63', proportional[2] / proportional[0], 0.8),
      atMost('d = (D + 1)^(3/2): 1 − E v at D = 1023', faster[2], 0.02),
      atMost('d = (D + 1)^(3/2): 1 − E v at D = 1023 over that at D = 63', faster[2] / faster[0], 0.4),
    ];
  },
};
