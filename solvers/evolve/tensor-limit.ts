import type { Generator } from '../../src/fv/generator.js';
import { closedClasses } from '../../src/num/components.js';
import { compensatedSum } from '../../src/num/sum.js';
import { ergodicDecomposition } from '../ergodic/decomposition.js';
import { steadyStateByElimination } from '../steady/elimination.js';

/** A closed class of cells: the modes of rate 0 that belong to it. */
export interface ClosedMode {
  /** Its steady state, on all cells; 0 and −∞ outside the class. */
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
  /** Probability of each closed class. */
  readonly weights: Float64Array;
  /** label[i] is the closed class of cell i, or −1 where i is left for good. */
  readonly label: Int32Array;
}

/** Classes that are solved; more than that is a sign of a grid that does not connect. */
const MOST_CLASSES = 16;

/** The modes of rate 0 of a generator by elimination; null where there are more than 16 closed classes. */
export function closedModes(generator: Generator): readonly ClosedMode[] | null {
  const { count, label } = closedClasses(generator.rates);
  if (count > MOST_CLASSES) return null;
  const chances = count === 1 ? [null] : ergodicDecomposition(generator).absorption;
  return chances.map((chance, c) => {
    const active = Uint8Array.from(label, (l) => (l === c ? 1 : 0));
    const { mass, logMass } = steadyStateByElimination(generator, { active }).value;
    return { mass, logMass, chance };
  });
}

/** The chance to end in a class from some masses. */
export function weightOf({ chance }: ClosedMode, mass: Float64Array): number {
  return compensatedSum(mass, chance);
}

/**
 * The limit of exp(tA) m, Σ_c h_c(m) π_c over the closed classes; null where there are more than 16 of them.
 * Throws InputError as `steadyStateByElimination` does.
 */
export function tensorLimit(generator: Generator, mass: Float64Array): TensorLimit | null {
  const modes = closedModes(generator);
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
  return { mass: limit, logMass, weights, label: closedClasses(generator.rates).label };
}
