import { InputError } from '../../src/num/input-error.js';

/**
 * Total variation ½ Σ|pᵢ − qᵢ| between two laws on the same cells, after each is scaled to sum 1: in [0, 1].
 * Throws InputError for different lengths or a law without mass.
 */
export function totalVariation(p: ArrayLike<number>, q: ArrayLike<number>): number {
  if (p.length !== q.length) {
    throw new InputError(
      'totalVariation',
      'laws on the same cells',
      `${p.length} and ${q.length} cells`,
      'Bin both alike.',
    );
  }
  const totals = [p, q].map((law) => {
    let total = 0;
    for (let i = 0; i < law.length; i++) total += law[i];
    if (!(total > 0 && total < Infinity)) {
      throw new InputError(
        'totalVariation',
        'a positive finite total mass',
        String(total),
        'Pass probabilities or counts.',
      );
    }
    return total;
  });
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += Math.abs(p[i] / totals[0] - q[i] / totals[1]);
  return sum / 2;
}
