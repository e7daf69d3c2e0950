import type { Generator } from '../../src/fv/generator.js';
import { eliminate } from './elimination.js';
import { planGenerator } from './generator-plan.js';
import { solve } from './solve.js';

/**
 * Solves Σ_to A[to, from] (f[to] − f[from]) = −b[from] on the free cells with f = 0 on the others: mean passage times for
 * b = 1, splitting probabilities for b[from] = the rate from there into a target set. Where b ≥ 0 every entry of f keeps its
 * relative accuracy. Every free cell must be able to reach one that is not free.
 * Throws InputError when some free cells cannot, or a rate is not a rate.
 */
export function solveBackwardByElimination(
  generator: Pick<Generator, 'grid' | 'rates'>,
  free: Uint8Array,
  b: Float64Array,
): Float64Array {
  const plan = planGenerator(generator, { active: free, keepUpper: true });
  return solve(eliminate(plan), b, { transpose: true });
}
