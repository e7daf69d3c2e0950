import { BIAS } from './dense-front.js';
import type { FrontShape } from './dense-front.js';
import type { EliminationPlan } from './elimination-plan.js';
import type { FrontKernel } from './front-memory.js';
import type { childLists } from './fronts.js';
import { add, scaledArray } from './scaled-front.js';
import type { ScaledArray } from './scaled-front.js';

/** What the fronts share while they are eliminated. */
export interface EliminationWork {
  readonly plan: EliminationPlan;
  readonly kernel: FrontKernel;
  /** The arena holds rates divided by this, times BIAS. */
  readonly unit: number;
  readonly children: ReturnType<typeof childLists>;
  /** Where each state stands in the front at hand. */
  readonly place: Int32Array;
  /** Where a front's remainder waits for its parent, in the arena. */
  readonly restAt: Float64Array;
  readonly factorsAt: Float64Array;
  readonly scaled: Map<number, ScaledArray>;
  /** The remainders that doubles cannot hold. */
  readonly scaledRest: Map<number, ScaledArray>;
}

/** Sums a front's own rates and its children's remainders into the arena. */
export function assemble(work: EliminationWork, f: number, shape: FrontShape): void {
  const { plan, kernel, children, place, restAt } = work;
  const { fronts, killed } = plan;
  const F = kernel.arena;
  F.fill(0, shape.at, shape.at + (shape.states + 3) * shape.stride);
  ownRates(work, f, shape, (i, rate) => {
    F[shape.at + i] += rate;
  });
  for (let c = children.first[f]; c >= 0; c = children.next[c]) {
    const from = fronts.boundaryStart[c];
    const size = fronts.boundaryStart[c + 1] - from;
    kernel.extendAdd({ from, size, at: restAt[c], killed }, shape, place);
  }
}

/** The same front in scaled numbers, rows `width` apart. Uses its children's scaled remainders up. */
export function assembleScaled(work: EliminationWork, f: number, shape: FrontShape): ScaledArray {
  const { plan, kernel, children, place, restAt, scaledRest } = work;
  const { fronts, killed } = plan;
  const { states, width } = shape;
  const F = scaledArray(states * width);
  ownRates(work, f, { ...shape, stride: width }, (i, rate) => add(F, i, rate, 0));
  for (let c = children.first[f]; c >= 0; c = children.next[c]) {
    const boundary = fronts.boundary.subarray(fronts.boundaryStart[c], fronts.boundaryStart[c + 1]);
    const scaled = scaledRest.get(c);
    scaledRest.delete(c);
    let entry = 0;
    for (const state of boundary) {
      const row = place[state] * width;
      for (let j = 0; j < boundary.length + (killed ? 1 : 0); j++, entry++) {
        const to = row + (j < boundary.length ? place[boundary[j]] : width - 1);
        if (scaled === undefined) add(F, to, kernel.arena[restAt[c] + entry], 0);
        else add(F, to, scaled.m[entry], scaled.level[entry]);
      }
    }
  }
  return F;
}

/** Hands over the rates between a front's own states and to and from its boundary, and out of the chain, per unit and times BIAS. */
function ownRates(
  { plan, place, unit }: EliminationWork,
  f: number,
  { width, stride, pivots }: FrontShape,
  add: (entry: number, rate: number) => void,
): void {
  const { chain, killed } = plan;
  const first = plan.fronts.dissection.start[f];
  for (let k = 0; k < pivots; k++) {
    const state = first + k;
    for (let e = chain.outStart[state]; e < chain.outStart[state + 1]; e++) {
      add(k * stride + place[chain.outState[e]], (chain.outRate[e] / unit) * BIAS);
    }
    for (let e = chain.inStart[state]; e < chain.inStart[state + 1]; e++) {
      add(place[chain.inState[e]] * stride + k, (chain.inRate[e] / unit) * BIAS);
    }
    if (killed) add(k * stride + width - 1, (chain.killing[state] / unit) * BIAS);
  }
}
