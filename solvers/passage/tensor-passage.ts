import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { eliminationInSteps } from '../linear/elimination.js';
import { planGenerator } from '../linear/generator-plan.js';
import { demandMemory } from '../linear/memory-limit.js';
import { solve } from '../linear/solve.js';
import { atOnce, type Steps } from '../steps.js';
import { placeOnGrid, valueAt } from './grid-place.js';
import { borderRates, nodesIn, regionAtEnds, type Region } from './region-border.js';
import { canReach } from './transposed.js';

/** Passage from one point. */
export interface PointPassage {
  /** Probability to enter the target at all: before the avoided set, and before an absorbing end takes the path elsewhere. */
  readonly probability: number;
  /** Mean time until either set is entered or an absorbing end reached; Infinity where none of them need ever be. */
  readonly meanTime: number;
  /** By absorbing end, the probability that the path ends there, be that in a set or not. */
  readonly exits: Readonly<Record<string, number>>;
}

/** First passage into a set on a tensor grid. */
export interface TensorPassage {
  /** 1 on cells whose node lies in the set. */
  readonly target: Uint8Array;
  readonly avoid: Uint8Array;
  /** Per starting cell, as in `PointPassage`. */
  readonly probability: Float64Array;
  readonly meanTime: Float64Array;
  readonly exits: Readonly<Record<string, Float64Array>>;
  /** Both at a point, linear between the nodes. Throws InputError for a point outside the grid. */
  readonly from: (theta: Float64Array) => PointPassage;
}

/**
 * The chance and the mean time of a first passage into `target`, from every cell: the transposed generator's equations by elimination
 * without subtractions. Cells belong to a set if their nodes do; a jump that crosses the border of a set at a share α of its length has
 * the rate of a path of that length (Gibou, Fedkiw, Cheng & Kang, J. Comput. Phys. 176, 2002, §2), so that borders may lie anywhere
 * between nodes and results are of second order. Absorbing ends end paths too; one belongs to a set where the point just beyond it does,
 * so that `u > 1` is entered through an end at u = 1.
 * Throws InputError for a set without a node or an end, and two sets with a common one.
 */
export function tensorPassage(generator: Generator, target: Region, avoid: Region | null): TensorPassage {
  return atOnce(passageInSteps(generator, { target, avoid }));
}

/** Two sets, and the bytes that a factorisation may take; 4 GiB. */
export interface PassageSets {
  readonly target: Region;
  readonly avoid: Region | null;
  readonly memoryLimit?: number | undefined;
}

/** The same step by step; of what is stopped nothing is known. Throws InputError beyond the memory limit as well. */
export function* passageInSteps(
  generator: Generator,
  { target, avoid, memoryLimit }: PassageSets,
): Steps<TensorPassage> {
  const { grid, rates, ends = [] } = generator;
  const states = rates.rows;
  const inTarget = nodesIn(generator, target);
  const inAvoid = avoid ? nodesIn(generator, avoid) : new Uint8Array(states);
  const atEnds = regionAtEnds(generator, target, avoid);
  if (!inTarget.includes(1) && !atEnds.target) throw noNode('--to');
  if (avoid && !inAvoid.includes(1) && !atEnds.avoid) throw noNode('--avoid');
  const both = inTarget.findIndex((flag, i) => flag === 1 && inAvoid[i] === 1);
  if (both >= 0 || atEnds.both)
    throw new InputError('--avoid', 'a set apart from --to', 'a common node of the grid', 'Move them apart.');
  const sets = inTarget.map((flag, i) => flag | inAvoid[i]);
  for (const { state } of ends) sets[state] = 1;
  const reaches = canReach(rates, sets, null);
  const free = reaches.map((flag, i) => flag & (1 - sets[i]));
  const { extra, into, out } = borderRates(generator, free, { inTarget, target, inAvoid, avoid });
  const probability = Float64Array.from(inTarget).subarray(0, grid.size);
  const meanTime = new Float64Array(grid.size);
  const exits = ends.map(() => new Float64Array(grid.size));
  if (free.includes(1)) {
    const plan = planGenerator(generator, { active: free, killing: extra, keepUpper: true });
    demandMemory(plan.cost.bytes, memoryLimit);
    const elimination = yield* eliminationInSteps(plan);
    const chance = solve(elimination, into, { transpose: true });
    const time = solve(elimination, new Float64Array(states).fill(1), { transpose: true });
    const leaves = out.map((rate) => solve(elimination, rate, { transpose: true }));
    free.forEach((flag, i) => {
      if (flag === 0) return;
      probability[i] = Math.min(1, chance[i]);
      meanTime[i] = time[i];
      exits.forEach((exit, e) => (exit[i] = Math.min(1, leaves[e][i])));
    });
  }
  // Where paths may be lost before they come to a set, the mean is infinite.
  const lost = canReach(
    rates,
    reaches.map((flag) => 1 - flag),
    sets,
  );
  lost.forEach((flag, i) => flag === 1 && sets[i] === 0 && (meanTime[i] = Infinity));
  const from = (theta: Float64Array): PointPassage => {
    const place = placeOnGrid(generator, theta);
    const [inside, outside] = [target(theta), avoid?.(theta) ?? false];
    const none = inside || outside;
    const shares = ends.map(({ name }, e) => [name, none ? 0 : valueAt(place, exits[e], (end) => Number(end === e))]);
    const chance = (_: number, beyond: Float64Array): number => Number(target(beyond));
    return {
      probability: inside ? 1 : outside ? 0 : valueAt(place, probability, chance),
      meanTime: none ? 0 : valueAt(place, meanTime, () => 0),
      exits: Object.fromEntries(shares),
    };
  };
  return {
    target: inTarget.subarray(0, grid.size),
    avoid: inAvoid.subarray(0, grid.size),
    probability,
    meanTime,
    exits: Object.fromEntries(ends.map(({ name }, e) => [name, exits[e]])),
    from,
  };
}

function noNode(option: string): InputError {
  return new InputError(
    option,
    'a set that holds a node of the grid, or lies behind an absorbing end',
    'none',
    'Widen the set, or give a grid that reaches it.',
  );
}
