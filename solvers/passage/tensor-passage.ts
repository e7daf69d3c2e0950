import type { Generator } from '../../src/fv/generator.js';
import { InputError } from '../../src/num/input-error.js';
import { eliminate } from '../linear/elimination.js';
import { planGenerator } from '../linear/generator-plan.js';
import { solve } from '../linear/solve.js';
import { displacement, indicesAlong, volumesOf } from '../steady/tensor-cells.js';
import { cellAt } from '../evolve/tensor-start.js';
import { canReach } from './transposed.js';

/** A set of points θ. */
export type Region = (theta: Float64Array) => boolean;

/** Passage from one point. */
export interface PointPassage {
  /** Probability to enter the target at all, and before the avoided set. */
  readonly probability: number;
  /** Mean time until either set is entered; Infinity where neither need ever be. */
  readonly meanTime: number;
}

/** First passage into a set on a tensor grid. */
export interface TensorPassage {
  /** 1 on cells whose node lies in the set. */
  readonly target: Uint8Array;
  readonly avoid: Uint8Array;
  /** Per starting cell, as in `PointPassage`. */
  readonly probability: Float64Array;
  readonly meanTime: Float64Array;
  /** Both at a point, linear between the nodes. Throws InputError for a point outside the grid. */
  readonly from: (theta: Float64Array) => PointPassage;
}

/**
 * The chance and the mean time of a first passage into `target`, from every cell: the transposed generator's equations by elimination
 * without subtractions. Cells belong to a set if their nodes do; a jump that crosses the border of a set at a share α of its length has
 * the rate of a path of that length (Gibou, Fedkiw, Cheng & Kang, J. Comput. Phys. 176, 2002, §2), so that borders may lie anywhere
 * between nodes and results are of second order.
 * Throws InputError for a set without a node, and two sets with a common one.
 */
export function tensorPassage(generator: Generator, target: Region, avoid: Region | null): TensorPassage {
  const { grid, rates } = generator;
  const inTarget = nodesIn(generator, target);
  const inAvoid = avoid ? nodesIn(generator, avoid) : new Uint8Array(grid.size);
  if (!inTarget.includes(1)) throw noNode('--to');
  if (avoid && !inAvoid.includes(1)) throw noNode('--avoid');
  const both = inTarget.findIndex((flag, i) => flag === 1 && inAvoid[i] === 1);
  if (both >= 0)
    throw new InputError('--avoid', 'a set apart from --to', 'a common node of the grid', 'Move them apart.');
  const sets = inTarget.map((flag, i) => flag | inAvoid[i]);
  const reaches = canReach(rates, sets, null);
  const free = reaches.map((flag, i) => flag & (1 - sets[i]));
  const { extra, into } = borderRates(generator, free, { inTarget, target, inAvoid, avoid });
  const probability = Float64Array.from(inTarget);
  const meanTime = new Float64Array(grid.size);
  if (free.includes(1)) {
    const elimination = eliminate(planGenerator(generator, { active: free, killing: extra, keepUpper: true }));
    const chance = solve(elimination, into, { transpose: true });
    const time = solve(elimination, new Float64Array(grid.size).fill(1), { transpose: true });
    free.forEach((flag, i) => {
      if (flag === 0) return;
      probability[i] = Math.min(1, chance[i]);
      meanTime[i] = time[i];
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
    const corners = cornersOf(generator, theta);
    if (target(theta)) return { probability: 1, meanTime: 0 };
    if (avoid?.(theta)) return { probability: 0, meanTime: 0 };
    const at = (values: Float64Array): number =>
      corners.reduce((sum, [cell, weight]) => (weight > 0 ? sum + weight * values[cell] : sum), 0);
    return { probability: at(probability), meanTime: at(meanTime) };
  };
  return { target: inTarget, avoid: inAvoid, probability, meanTime, from };
}

function noNode(option: string): InputError {
  return new InputError(
    option,
    'a set that holds a node of the grid',
    'none',
    'Widen the set, or give a grid that reaches it.',
  );
}

/** 1 for every cell whose node lies in a region. */
function nodesIn({ grid }: Generator, region: Region): Uint8Array {
  const indices = grid.axes.map((_, k) => indicesAlong(grid, k));
  const theta = new Float64Array(grid.axes.length);
  return Uint8Array.from({ length: grid.size }, (_, cell) => {
    grid.axes.forEach(({ centres }, k) => (theta[k] = centres[indices[k][cell]]));
    return region(theta) ? 1 : 0;
  });
}

interface Sets {
  readonly inTarget: Uint8Array;
  readonly target: Region;
  readonly inAvoid: Uint8Array;
  readonly avoid: Region | null;
}

/** Per free cell: by how much jumps into the sets are faster than to the nodes there, and the whole rate into the target. */
function borderRates(
  { grid, rates }: Generator,
  free: Uint8Array,
  { inTarget, target, inAvoid, avoid }: Sets,
): { extra: Float64Array; into: Float64Array } {
  const { axes } = grid;
  const indices = axes.map((_, k) => indicesAlong(grid, k));
  const volume = volumesOf(grid);
  const [extra, into] = [new Float64Array(grid.size), new Float64Array(grid.size)];
  const [start, step, point] = [0, 0, 0].map(() => new Float64Array(axes.length));
  const share = (region: Region): number => {
    let [out, inside] = [0, 1];
    for (let k = 0; k < 40; k++) {
      const middle = (out + inside) / 2;
      for (let i = 0; i < point.length; i++) point[i] = start[i] + middle * step[i];
      if (region(point)) inside = middle;
      else out = middle;
    }
    return Math.max(inside, 1e-6);
  };
  for (let to = 0; to < rates.rows; to++) {
    const region = inTarget[to] === 1 ? target : inAvoid[to] === 1 ? avoid! : null;
    if (region === null) continue;
    for (let k = rates.rowStart[to]; k < rates.rowStart[to + 1]; k++) {
      const from = rates.column[k];
      const rate = rates.value[k];
      if (free[from] === 0 || !(rate > 0)) continue;
      axes.forEach((axis, i) => {
        start[i] = axis.centres[indices[i][from]];
        step[i] = displacement(axis, indices[i][from], indices[i][to]);
      });
      // rate out/rate back = e^Φ between cells of equal volume, Φ = ∫a/D along the jump.
      const phi = Math.log((rate * volume[from]) / (rateOf(rates, from, to) * volume[to]));
      const faster = rate * shortened(share(region), phi);
      extra[from] += faster - rate;
      if (inTarget[to] === 1) into[from] += faster;
    }
  }
  return { extra, into };
}

/** (D B(−αΦ)/α) / (D B(−Φ)) ≥ 1: how much faster a path of a share α of the length is passed, B(x) = x/(eˣ − 1). */
export function shortened(share: number, phi: number): number {
  if (!(Math.abs(phi) > 1e-8)) return 1 / share;
  if (phi > 700) return 1;
  const steep = Math.max(phi, -50);
  return Math.expm1(-steep) / Math.expm1(-share * steep);
}

/** A[to, from], 0 where there is no entry; columns ascend within a row. */
function rateOf({ rowStart, column, value }: Generator['rates'], to: number, from: number): number {
  let [low, high] = [rowStart[to], rowStart[to + 1]];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (column[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low < rowStart[to + 1] && column[low] === from ? value[low] : 0;
}

/** The nodes around a point with the weights of linear interpolation; beyond the outermost node it is constant. */
function cornersOf({ grid }: Generator, theta: Float64Array): (readonly [number, number])[] {
  let corners: (readonly [number, number])[] = [[0, 1]];
  grid.axes.forEach(({ name, edges, centres, cells }, k) => {
    const i = cellAt(edges, theta[k]);
    if (i < 0) {
      const got = `${name} = ${theta[k]}`;
      throw new InputError(
        '--from',
        `points within [${edges[0]}, ${edges[cells]}]`,
        got,
        'Give a grid that holds them.',
      );
    }
    const low = Math.min(Math.max(theta[k] >= centres[i] ? i : i - 1, 0), Math.max(0, cells - 2));
    const high = Math.min(low + 1, cells - 1);
    const part = Math.min(Math.max((theta[k] - centres[low]) / (centres[high] - centres[low]), 0), 1);
    corners = corners.flatMap(([cell, weight]) => [
      [cell * cells + low, weight * (1 - part)] as const,
      [cell * cells + high, weight * part] as const,
    ]);
  });
  return corners;
}
