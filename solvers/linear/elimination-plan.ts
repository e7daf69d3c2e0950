import type { Csr } from '../../src/num/csr.js';
import { workSpace } from './dense-front.js';
import type { Dissection } from './dissection.js';
import { childLists, findFronts, orderChain } from './fronts.js';
import type { Fronts, OrderedChain } from './fronts.js';

/** What an elimination will take, known before it starts. */
export interface EliminationCost {
  /** The most memory in use at one time. */
  readonly bytes: number;
  /** Multiplications and additions. */
  readonly flops: number;
}

/** What to eliminate, and what to keep. */
export interface PlanOptions {
  /** Rate out of the chain, the same from every state or one for each (indexed as the rates are); 0 by default. */
  readonly killing?: number | Float64Array;
  /** Keep the factor above the diagonal, which linear solves need and a steady state does not. */
  readonly keepUpper?: boolean;
}

/** A chain ready to be eliminated: renumbered, its fronts found, its memory laid out. */
export interface EliminationPlan {
  readonly chain: OrderedChain;
  readonly fronts: Fronts;
  readonly keepUpper: boolean;
  /** Whether some state is killed; then the fronts carry a column for it. */
  readonly killed: boolean;
  /** Doubles of work space, and of arena in all: work space, waiting remainders and the front at hand. */
  readonly work: number;
  readonly arena: number;
  /** Columns of the widest front. */
  readonly widest: number;
  readonly cost: EliminationCost;
}

/**
 * Renumbers a chain for elimination and lays out its fronts. The rates are those of a generator, row = the state jumped to,
 * column = the state jumped from; the diagonal is not read. A rate into a state that the dissection leaves out kills.
 * Throws InputError for a rate that is negative or not finite.
 */
export function planElimination(rates: Csr, dissection: Dissection, options: PlanOptions = {}): EliminationPlan {
  const keepUpper = options.keepUpper ?? false;
  const chain = orderChain(rates, dissection, options.killing ?? 0);
  const fronts = findFronts(chain, dissection);
  const killed = chain.killing.some((rate) => rate > 0);
  const room = layOut(fronts, killed ? 1 : 0);
  const factors = fronts.lowerEntries + (keepUpper ? fronts.upperEntries : 0);
  const lists = 12 * (chain.outState.length + chain.inState.length) + 32 * chain.size + 8 * fronts.boundary.length;
  const cost = { bytes: 8 * (room.arena + factors) + lists, flops: fronts.flops };
  return { chain, fronts, keepUpper, killed, ...room, cost };
}

/** Follows the stack of remainders through the elimination, to know how high it gets. */
function layOut(fronts: Fronts, extra: number): { work: number; arena: number; widest: number } {
  const { start, parent } = fronts.dissection;
  const children = childLists(parent);
  const restOf = (f: number): number => fronts.boundaryStart[f + 1] - fronts.boundaryStart[f];
  let [stack, peak, widest] = [0, 0, 0];
  for (let f = 0; f < parent.length; f++) {
    const rest = restOf(f);
    const states = start[f + 1] - start[f] + rest;
    widest = Math.max(widest, states + extra);
    peak = Math.max(peak, stack + (states + 3) * (states + extra + 3));
    for (let c = children.first[f]; c >= 0; c = children.next[c]) stack -= restOf(c) * (restOf(c) + extra);
    stack += rest * (rest + extra);
  }
  const work = workSpace(widest);
  return { work, arena: work + peak, widest };
}
