import type { Generator } from '../../src/fv/generator.js';
import { planGenerator } from '../linear/generator-plan.js';
import { gibibytes, MEMORY_LIMIT } from '../linear/memory-limit.js';
import { isLine } from '../passage/line.js';
import type { Solution } from '../solution.js';
import { atOnce, type Steps } from '../steps.js';
import { onlyClass, steadyStateOfPlan, type LogDensity, type SteadyEliminationOptions } from './elimination.js';
import { iterationInSteps, type IterationOutcome } from './iteration.js';
import { chainLogMass } from './line-chain.js';

/** Settings of `steadyState`. */
export interface SteadyStateOptions extends SteadyEliminationOptions {
  /** Bytes that an elimination may take, 4 GiB by default; beyond that an iteration takes over. */
  readonly memoryLimit?: number;
}

/**
 * The steady state of a generator with one closed class: a two-term recursion in logs where jumps go to neighbours only,
 * else elimination without subtractions, every entry right relative to itself. Where elimination would take more than `memoryLimit` bytes, by
 * iteration, and the message says so and how accurate it is. `stats.bytes` is what elimination takes or would take.
 * Throws InputError when there is more than one closed class.
 */
export function steadyState(
  generator: Generator,
  options: SteadyStateOptions = {},
): Solution<LogDensity, IterationOutcome> {
  return atOnce(steadyStateInSteps(generator, options));
}

/** The same step by step; where an iteration is stopped, with the masses as they are by then. */
export function* steadyStateInSteps(
  generator: Generator,
  options: SteadyStateOptions = {},
): Steps<Solution<LogDensity, IterationOutcome>> {
  const { rates, facts } = generator;
  if (options.active === undefined && facts.recurrentClasses === 1 && isLine(rates) && facts.smallestRate > 0)
    return recursion(generator);
  const { memoryLimit = MEMORY_LIMIT } = options;
  const active = options.active ?? onlyClass(rates);
  const plan = planGenerator(generator, { active });
  const { bytes } = plan.cost;
  if (bytes <= memoryLimit) return yield* steadyStateOfPlan(generator, plan, options);
  const iterated = yield* iterationInSteps(generator, { active });
  const reason = `Elimination would take ${gibibytes(bytes)}, more than the ${gibibytes(memoryLimit)} allowed.`;
  return { ...iterated, message: `${reason} ${iterated.message}`, stats: { ...iterated.stats, bytes } };
}

function recursion(generator: Generator): Solution<LogDensity> {
  const { rates, grid } = generator;
  const logMass = chainLogMass(generator, 0, rates.rows);
  let top = -Infinity;
  for (const m of logMass) if (m > top) top = m;
  const mass = new Float64Array(rates.rows);
  let total = 0;
  for (let i = 0; i < mass.length; i++) total += mass[i] = Math.exp(logMass[i] - top);
  const logTotal = top + Math.log(total);
  for (let i = 0; i < mass.length; i++) {
    mass[i] /= total;
    logMass[i] -= logTotal;
  }
  return {
    value: { grid, mass, logMass },
    outcome: 'converged',
    message: 'Steady state by the two-term recursion.',
    stats: { cells: rates.rows },
  };
}
