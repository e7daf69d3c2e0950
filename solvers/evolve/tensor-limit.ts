import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import { compensatedSum } from '../../src/num/sum.js';
import { decompositionInSteps } from '../ergodic/decomposition.js';
import { planGenerator } from '../linear/generator-plan.js';
import { MEMORY_LIMIT } from '../linear/memory-limit.js';
import { steadyStateOfPlan } from '../steady/elimination.js';
import { atOnce, within, type Steps } from '../steps.js';

/** A closed class of cells, or an absorbing end: the modes of rate 0 that belong to it. */
export interface ClosedMode {
  /** The name of an absorbing end. */
  readonly end?: string;
  /** Its steady state, on all states; 0 and −∞ outside the class. */
  readonly mass: Float64Array;
  readonly logMass: Float64Array;
  /** The probability to end in it, by starting cell; null where every cell does. */
  readonly chance: Float64Array | null;
}

/** Where masses on a grid go as t → ∞. */
export interface TensorLimit {
  /** Masses and their natural logarithms; −∞ on cells that are left for good. */
  readonly mass: Float64Array;
  readonly logMass: Float64Array;
  /** Probability of each closed class: those of cells, and after them the absorbing ends. */
  readonly weights: Float64Array;
  /** In the same order: `class-1`, …, and the names of the ends. */
  readonly names: readonly string[];
  /** label[i] is the closed class of state i, or −1 where i is left for good. */
  readonly label: Int32Array;
}

/** Classes that are solved; more than that is a sign of a grid that does not connect. */
const MOST_CLASSES = 16;

/** What the modes of rate 0 may take. */
export interface ClosedModesOptions {
  /** Bytes that an elimination may take; 4 GiB. */
  readonly memoryLimit?: number;
  /** Whether both factors must fit, because a shifted system will be solved as well. */
  readonly bothFactors?: boolean;
}

/** The modes of rate 0 of a generator by elimination; null where there are more than 16 closed classes, or it would take too much memory. */
export function closedModes(generator: Generator): readonly ClosedMode[] | null {
  return atOnce(closedModesInSteps(generator));
}

/** The same step by step; of what is stopped nothing is known. */
export function* closedModesInSteps(
  generator: Generator,
  { memoryLimit = MEMORY_LIMIT, bothFactors = false }: ClosedModesOptions = {},
): Steps<readonly ClosedMode[] | null> {
  const { count, label } = closedClasses(generator.rates);
  if (count > MOST_CLASSES) return null;
  // With several classes, where mass ends takes an elimination of the cells of none.
  const begin = count === 1 ? 0 : 0.5;
  const decomposition = count === 1 ? null : yield* within(decompositionInSteps(generator, memoryLimit), [0, begin]);
  if (count > 1 && decomposition === null) return null;
  const chances = decomposition?.absorption ?? [null];
  const modes: ClosedMode[] = [];
  for (const [c, chance] of chances.entries()) {
    const end = generator.ends?.find(({ state }) => label[state] === c);
    if (end !== undefined) {
      modes.push({ ...onlyState(label.length, end.state), chance, end: end.name });
      continue;
    }
    const plan = planGenerator(generator, { active: Uint8Array.from(label, (l) => (l === c ? 1 : 0)) });
    if (plan.cost.bytes + (bothFactors ? 8 * plan.fronts.upperEntries : 0) > memoryLimit) return null;
    const share = (k: number): number => begin + ((1 - begin) * k) / count;
    const own = within(steadyStateOfPlan(generator, plan), [share(c), share(c + 1)]);
    const { mass, logMass } = (yield* own).value;
    modes.push({ mass, logMass, chance });
  }
  return modes;
}

/** All mass in one state. */
function onlyState(states: number, state: number): Pick<ClosedMode, 'mass' | 'logMass'> {
  const [mass, logMass] = [new Float64Array(states), new Float64Array(states).fill(-Infinity)];
  mass[state] = 1;
  logMass[state] = 0;
  return { mass, logMass };
}

/** The chance to end in a class from some masses. */
export function weightOf({ chance }: ClosedMode, mass: Float64Array): number {
  return compensatedSum(mass, chance);
}

/**
 * The limit of exp(tA) m, Σ_c h_c(m) π_c over the closed classes; null where there are more than 16 of them, or their elimination would
 * take more than 4 GiB. Throws InputError as `steadyStateByElimination` does.
 */
export function tensorLimit(generator: Generator, mass: Float64Array): TensorLimit | null {
  return atOnce(limitInSteps(generator, mass));
}

/** The same step by step; of what is stopped nothing is known. */
export function* limitInSteps(
  generator: Generator,
  mass: Float64Array,
  options: ClosedModesOptions = {},
): Steps<TensorLimit | null> {
  const modes = yield* closedModesInSteps(generator, options);
  if (modes === null) return null;
  const weights = Float64Array.from(modes, (mode) => weightOf(mode, mass));
  const limit = new Float64Array(mass.length);
  const logMass = new Float64Array(mass.length).fill(-Infinity);
  modes.forEach((mode, c) => {
    if (!(weights[c] > 0)) return;
    for (let i = 0; i < limit.length; i++) {
      if (mode.logMass[i] === -Infinity) continue;
      limit[i] = weights[c] * mode.mass[i];
      logMass[i] = Math.log(weights[c]) + mode.logMass[i];
    }
  });
  const names = modes.map(({ end }, c) => end ?? `class-${c + 1}`);
  return { mass: limit, logMass, weights, names, label: closedClasses(generator.rates).label };
}
