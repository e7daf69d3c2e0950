import type { Recurrence } from '../../num/gauss.js';
import { gaussRule, laguerre, mirrored, stieltjes } from '../../num/gauss.js';
import type { LawFamily } from './distribution.js';
import { affine, demand, numbers } from './distribution.js';
import { standardExponentialRule } from './exponential.js';

/** Density exp(−|x − m|/b)/(2b). The rule takes either side by itself, so that the kink of the density at m costs nothing. */
export const laplace: LawFamily = {
  name: 'laplace',
  parameters: ['m', 'b'],
  create(call, family) {
    const [centre, scale] = numbers(call, family);
    demand(scale >= 0, call, family, { what: 'a scale b ≥ 0', got: scale });
    return {
      text: call.text,
      centre,
      scale,
      recurrence: laplaceRecurrence(),
      momentsBelow: Infinity,
      atoms: Infinity,
      rule: (order) => affine(mirrored(standardExponentialRule(Math.ceil(order / 2))), centre, scale),
    };
  },
};

/**
 * No closed form is known for bₙ of exp(−|x|)/2 (b₁ = 2, b₂ = 10, b₃ = 306/10, …), so Stieltjes' procedure is run on a rule that
 * is exact to the degree asked for; a table is kept and doubled when it is too short.
 */
function laplaceRecurrence(): Recurrence {
  let known = 0;
  let table: Recurrence | null = null;
  const b = (n: number): number => {
    if (table === null || n > known) {
      known = Math.max(16, 2 * n);
      const { nodes, weights } = mirrored(gaussRule(laguerre, known + 1));
      table = stieltjes(nodes, weights, known);
    }
    return table.b(n);
  };
  return { symmetric: true, a: () => 0, b };
}
