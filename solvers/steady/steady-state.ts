import type { Generator } from '../../src/fv/generator.js';
import { isLine } from '../passage/line.js';
import type { Solution } from '../solution.js';
import { steadyStateByElimination, type LogDensity, type SteadyEliminationOptions } from './elimination.js';
import { chainLogMass } from './line-chain.js';

/**
 * The steady state of a generator with one closed class: a two-term recursion in logs where jumps go to neighbours only,
 * else elimination without subtractions. Every entry is right relative to itself.
 * Throws InputError when there is more than one closed class, or the memory limit would be exceeded.
 */
export function steadyState(generator: Generator, options: SteadyEliminationOptions = {}): Solution<LogDensity> {
  const { rates, grid, facts } = generator;
  if (options.active !== undefined || facts.recurrentClasses !== 1 || !isLine(rates) || !(facts.smallestRate > 0)) {
    return steadyStateByElimination(generator, options);
  }
  const logMass = chainLogMass(generator, 0, rates.rows);
  const top = logMass.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = logMass.reduce((sum, m) => sum + Math.exp(m - top), 0);
  const normalised = logMass.map((m) => m - top - Math.log(total));
  return {
    value: { grid, mass: normalised.map(Math.exp), logMass: normalised },
    outcome: 'converged',
    message: 'Steady state by the two-term recursion.',
    stats: { cells: rates.rows },
  };
}
