import { InputError } from '../../src/num/input-error.js';
import { BIAS } from './dense-front.js';
import type { FrontShape } from './dense-front.js';
import { assemble, assembleScaled } from './front-assembly.js';
import type { EliminationWork } from './front-assembly.js';
import type { EliminationCost, EliminationPlan } from './elimination-plan.js';
import { atOnce, type Steps } from '../steps.js';
import { openKernel } from './front-kernel.js';
import type { FactorBlock, FrontKernel, KernelName } from './front-memory.js';
import { childLists } from './fronts.js';
import type { Fronts } from './fronts.js';
import { eliminateScaled, scaledArray, toDouble } from './scaled-front.js';
import type { ScaledArray } from './scaled-front.js';

/**
 * The factors (S − F)(I − P) of the M-matrix of a Markov chain with killing, in units of `unit`, front by front: the matrix
 * has −(rate from row to column) off the diagonal, and its rows sum to the killing rates. F is strictly lower and P strictly
 * upper triangular in the order of elimination; F, S and P have no negative entry.
 */
export interface Elimination {
  readonly fronts: Fronts;
  /** Holds the factors. A front's own columns are F below, S on and P above the diagonal; its rows beyond them are P. */
  readonly kernel: FrontKernel;
  /** Where the factors of front f begin; its own rows beyond its own columns follow those, if kept. */
  readonly factorsAt: Float64Array;
  readonly keepUpper: boolean;
  /** Whether some state is killed; without, the matrix is singular and only its null vector is to be had. */
  readonly killed: boolean;
  /** Own columns, in units of their own, of the fronts whose F and S span more than doubles can hold. */
  readonly scaled: ReadonlyMap<number, ScaledArray>;
  /** F and S are rates divided by this. */
  readonly unit: number;
  readonly cost: EliminationCost;
}

/** Multiplications and additions between two steps: some milliseconds. */
const STEP_FLOPS = 4e6;

/**
 * Eliminates the planned chain, children before parents. No subtraction takes place, so every entry of the factors has a
 * small relative error whatever the rates span. `kernel` names the kernel; by default the fastest there is.
 * Throws InputError when some set of states has no way out and is not the whole chain.
 */
export function eliminate(plan: EliminationPlan, kernel?: KernelName): Elimination {
  return atOnce(eliminationInSteps(plan, kernel));
}

/** The same step by step, for which shares of the multiplications are told; one front is never divided. */
export function* eliminationInSteps(plan: EliminationPlan, kernel?: KernelName): Steps<Elimination> {
  const { fronts, keepUpper, killed, cost, chain, arena, widest } = plan;
  const { parent } = fronts.dissection;
  const unit = chain.largest > 0 ? 2 ** Math.floor(Math.log2(chain.largest)) : 1;
  const factors = fronts.lowerEntries + (keepUpper ? fronts.upperEntries : 0);
  const scaled = new Map<number, ScaledArray>();
  const work: EliminationWork = {
    plan,
    kernel: openKernel({ arena, factors, size: chain.size, widest }, fronts.boundary, kernel),
    unit,
    children: childLists(parent),
    place: new Int32Array(chain.size),
    restAt: new Float64Array(parent.length),
    factorsAt: new Float64Array(parent.length + 1),
    scaled,
    scaledRest: new Map(),
  };
  let stack = plan.work;
  let [done, told] = [0, 0];
  for (let f = 0; f < parent.length; f++) {
    stack = runFront(work, f, stack);
    done += frontWork(fronts, f);
    if (done - told < STEP_FLOPS) continue;
    told = done;
    yield { share: done / cost.flops, words: 'elimination' };
  }
  return { fronts, kernel: work.kernel, factorsAt: work.factorsAt, keepUpper, killed, scaled, unit, cost };
}

/** Multiplications and additions in front f: 2 Σ_k (n − k)² over its own states. */
function frontWork({ dissection, boundaryStart }: Fronts, f: number): number {
  const pivots = dissection.start[f + 1] - dissection.start[f];
  const rest = boundaryStart[f + 1] - boundaryStart[f];
  const cubes = (n: number): number => (n * (n - 1) * (2 * n - 1)) / 3;
  return cubes(pivots + rest) - cubes(rest);
}

/** Where front f's part of the factors is. */
export function factorBlock({ fronts, factorsAt }: Pick<Elimination, 'fronts' | 'factorsAt'>, f: number): FactorBlock {
  const { start } = fronts.dissection;
  const first = start[f];
  const pivots = start[f + 1] - first;
  const from = fronts.boundaryStart[f];
  const rest = fronts.boundaryStart[f + 1] - from;
  return { first, pivots, from, rest, lower: factorsAt[f], upper: factorsAt[f] + (pivots + rest) * pivots };
}

/** Assembles front f above `stack`, eliminates its own states and leaves its remainder on the stack; returns the new top. */
function runFront(work: EliminationWork, f: number, stack: number): number {
  const { plan, kernel, children, restAt, factorsAt } = work;
  const { fronts, killed, chain, keepUpper } = plan;
  const block = factorBlock({ fronts, factorsAt }, f);
  const { first, pivots, rest } = block;
  const states = pivots + rest;
  const width = states + (killed ? 1 : 0);
  const final = !killed && first + pivots === chain.size;
  const shape = { at: stack, states, width, stride: width + 3, pivots, final };
  factorsAt[f + 1] = block.upper + (keepUpper ? pivots * rest : 0);
  placeStates(work, f);

  // The children's remainders lie side by side at the top of the stack, and this front's will take their place.
  const firstChild = children.first[f];
  restAt[f] = firstChild >= 0 ? restAt[firstChild] : stack;
  let plain = true;
  for (let c = firstChild; c >= 0; c = children.next[c]) plain &&= !work.scaledRest.has(c);
  if (plain) {
    assemble(work, f, shape);
    plain = kernel.eliminate(shape);
  }
  if (plain) {
    kernel.keep(shape, block.lower, keepUpper ? block.upper : -1);
    kernel.compact(shape, restAt[f]);
  } else {
    const F = assembleScaled(work, f, shape);
    const stuck = eliminateScaled(F, { ...shape, stride: width });
    if (stuck >= 0) {
      const got = `a set closed at state ${fronts.dissection.order[first + stuck]}`;
      const cure = 'Solve each closed class by itself.';
      throw new InputError('elimination', 'a way out of every set of states', got, cure);
    }
    keepScaledFactors(work, f, F, shape);
    leaveScaled(work, f, F, shape);
  }
  return restAt[f] + rest * (width - pivots);
}

function placeStates({ place, plan }: EliminationWork, f: number): void {
  const { dissection, boundary, boundaryStart } = plan.fronts;
  const first = dissection.start[f];
  const pivots = dissection.start[f + 1] - first;
  for (let k = 0; k < pivots; k++) place[first + k] = k;
  const from = boundaryStart[f];
  for (let b = from; b < boundaryStart[f + 1]; b++) place[boundary[b]] = pivots + b - from;
}

/** Keeps a scaled front's own columns as they are, and its factors rounded to doubles besides. */
function keepScaledFactors(work: EliminationWork, f: number, F: ScaledArray, shape: FrontShape): void {
  const { states, width, pivots } = shape;
  const { factors } = work.kernel;
  const columns = scaledArray(states * pivots);
  let out = work.factorsAt[f];
  for (let i = 0, to = 0; i < states; i++) {
    for (let k = 0; k < pivots; k++, to++, out++) {
      columns.m[to] = F.m[i * width + k];
      columns.level[to] = F.level[i * width + k];
      factors[out] = unbiased(F, i * width + k);
    }
  }
  work.scaled.set(f, columns);
  if (!work.plan.keepUpper) return;
  for (let k = 0; k < pivots; k++) {
    const escape = unbiased(F, k * (width + 1));
    if (escape > 1e-300) continue;
    const got = `a set left at ${escape} of the largest rate`;
    throw new InputError('elimination', 'escape rates above 1e-300', got, 'Use ergodic: such sets never mix.');
  }
  for (let k = 0; k < pivots; k++) {
    for (let j = pivots; j < states; j++) factors[out++] = unbiased(F, k * width + j);
  }
}

function unbiased({ m, level }: ScaledArray, i: number): number {
  // 2^(960·level)/BIAS; a lower level is below the smallest double.
  return level[i] === 1 ? m[i] * 2 ** 60 : level[i] === 0 ? m[i] * (1 / BIAS) : 0;
}

/** Leaves a scaled front's remainder on the stack where doubles can hold it, else beside it. */
function leaveScaled(
  { kernel, restAt, scaledRest }: EliminationWork,
  f: number,
  F: ScaledArray,
  shape: FrontShape,
): void {
  const { states, width, pivots } = shape;
  const length = width - pivots;
  const remainder = scaledArray((states - pivots) * length);
  let to = 0;
  let fits = true;
  for (let i = pivots; i < states; i++) {
    for (let j = pivots; j < width; j++, to++) {
      const from = i * width + j;
      const value = toDouble(F, from);
      fits &&= F.m[from] === 0 || (value > 2 ** -1020 && value < Infinity);
      kernel.arena[restAt[f] + to] = value;
      remainder.m[to] = F.m[from];
      remainder.level[to] = F.level[from];
    }
  }
  if (!fits) scaledRest.set(f, remainder);
}
