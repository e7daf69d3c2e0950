import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { logDensityOf } from '../solvers/steady/stationary.js';
import { steadyOf } from './standard-problem.js';

/**
 * How far a formula for ln p, known up to a constant, is from the solver's density: the largest |difference| between any two of the places,
 * in nats. Infinity where the solver has no density at one of them.
 */
export function formulaError(
  p: DiagonalLinearProblem,
  places: readonly number[],
  logDensity: (v: number) => number,
): number {
  const state = steadyOf(p);
  const differences = places.map((v) => logDensity(v) - logDensityOf(state, v));
  const spread = Math.max(...differences) - Math.min(...differences);
  return Number.isFinite(spread) ? spread : Infinity;
}
