import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import type { Csr } from '../../src/num/csr.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import { eliminationInSteps } from '../linear/elimination.js';
import type { EliminationPlan } from '../linear/elimination-plan.js';
import type { KernelName } from '../linear/front-memory.js';
import { planGenerator } from '../linear/generator-plan.js';
import { logScaled } from '../linear/scaled-front.js';
import { stationaryVector } from '../linear/substitution.js';
import type { Solution } from '../solution.js';
import { atOnce, type Steps } from '../steps.js';

/** Settings of `steadyStateByElimination`. */
export interface SteadyEliminationOptions {
  /** Bytes that the elimination may take; no limit by default. */
  readonly memoryLimit?: number;
  /** 1 for the cells of one closed class, to solve for that class alone. */
  readonly active?: Uint8Array;
  /** The dense kernel; the fastest there is by default. */
  readonly kernel?: KernelName;
}

/** A density with the logarithm of every mass: −∞ where no mass ever stays. */
export type LogDensity = Density & { readonly logMass: Float64Array };

/**
 * The steady state of a generator of one to three dimensions by Grassmann–Taksar–Heyman elimination in nested-dissection
 * order (docs/derivations/gth.md). Direct and free of subtractions: every entry is right to rounding relative to itself,
 * whatever the density spans. Cells outside the closed class get no mass.
 *
 * Costs about 40 n³ operations and 62 n² log₂ n bytes on an n × n grid, and O(n⁶), O(n⁴) on n × n × n; `planGenerator` tells
 * beforehand. `stats`: cells, fronts, flops, bytes, scaledFronts (done in wider numbers), imbalance (the largest
 * |inflow − outflow|/outflow of a cell).
 * Throws InputError when there is more than one closed class, a rate is not a rate, or memoryLimit would be exceeded.
 */
export function steadyStateByElimination(
  generator: Pick<Generator, 'grid' | 'rates'>,
  options: SteadyEliminationOptions = {},
): Solution<LogDensity> {
  const plan = planGenerator(generator, { active: options.active ?? onlyClass(generator.rates) });
  const { bytes } = plan.cost;
  const limit = options.memoryLimit ?? Infinity;
  if (!(bytes <= limit)) {
    const cure = 'Use an iterative solver, a coarser grid, or a higher limit.';
    throw new InputError('steadyState', `an elimination within ${limit} bytes`, `${bytes}`, cure);
  }
  return atOnce(steadyStateOfPlan(generator, plan, options));
}

/** The same step by step for a plan without killing that has been made of the generator, whatever it takes. Of what is stopped nothing is known. */
export function* steadyStateOfPlan(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  plan: EliminationPlan,
  { kernel }: Pick<SteadyEliminationOptions, 'kernel'> = {},
): Steps<Solution<LogDensity>> {
  const { bytes, flops } = plan.cost;
  const elimination = yield* eliminationInSteps(plan, kernel);
  const x = stationaryVector(elimination);
  const logMass = new Float64Array(rates.rows).fill(-Infinity);
  elimination.fronts.dissection.order.forEach((cell, k) => (logMass[cell] = logScaled(x, k)));
  const mass = normalise(logMass);
  const stats = {
    cells: plan.chain.size,
    fronts: plan.fronts.dissection.parent.length,
    flops,
    bytes,
    scaledFronts: elimination.scaled.size,
    imbalance: imbalance(rates, logMass),
  };
  const message = `Steady state by elimination; in every cell inflow equals outflow to ${stats.imbalance.toExponential(1)}.`;
  return { value: { grid, mass, logMass }, outcome: 'converged', message, stats };
}

/** 1 for the cells of the one closed class. Throws InputError when there are more. */
export function onlyClass(rates: Csr): Uint8Array {
  const { count, label } = closedClasses(rates);
  if (count !== 1) {
    const error = new InputError('steadyState', 'one closed class', `${count}`, 'Use ergodic.');
    const problem = `${count} closed classes, so the steady state is not unique`;
    throw Object.assign(error, {
      message: `steadyState: ${problem}; use ergodic or pass an initial density.`,
    });
  }
  return Uint8Array.from(label, (l) => (l === 0 ? 1 : 0));
}

/** Subtracts ln Σ exp from the logarithms in place, and returns their exponentials. */
export function normalise(logMass: Float64Array): Float64Array {
  const peak = logMass.reduce((most, x) => Math.max(most, x), -Infinity);
  const relative = logMass.map((x) => Math.exp(x - peak));
  const total = compensatedSum(relative);
  const shift = peak + Math.log(total);
  for (let i = 0; i < logMass.length; i++) logMass[i] -= shift;
  return relative.map((x) => x / total);
}

/** max over cells that hold mass of |inflow − outflow| / outflow. */
function imbalance({ rows, rowStart, column, value }: Csr, logMass: Float64Array): number {
  const outflow = new Float64Array(rows);
  const inflow = new Float64Array(rows);
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      const from = column[k];
      if (from === to) continue;
      outflow[from] += value[k];
      // A cell that no mass reaches has −∞ − (−∞) here, and is left out below.
      inflow[to] += value[k] * Math.exp(logMass[from] - logMass[to]);
    }
  }
  let worst = 0;
  for (let i = 0; i < rows; i++) {
    if (logMass[i] === -Infinity || outflow[i] === 0) continue;
    worst = Math.max(worst, Math.abs(inflow[i] / outflow[i] - 1));
  }
  return worst;
}
