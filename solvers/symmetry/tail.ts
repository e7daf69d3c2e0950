import { alongXiAtOrigin, balancedLine } from './coefficients.js';
import { fittedChain, type ChainNodes } from './fitted-chain.js';
import type { SymmetricModel } from './model.js';
import { positiveStep, type PositiveWork } from './positive-step.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/** A chain on equally spaced nodes with its masses; with an absorber the last cell holds what was absorbed in the last step. */
export interface Row {
  readonly nodes: ChainNodes;
  readonly chain: Tridiagonal;
  readonly mass: Float64Array;
}

/**
 * What carries mass on below the last row of the wedge, where e^ζ is so small that either |v| is far below every scale of the
 * coefficients or the point is on the balanced manifold to rounding (docs/derivations/learning-time.md).
 * - `plus`: all of it, in y = ln a on the balanced side v > 0; where a point is not there yet, d ln a is that of v = 0, the same.
 * - `sign`: the same mass again in ξ with the coefficients of v = 0, for the sign alone: what stands at ξ < 0 has v < 0.
 * - `minus`: mass that started with a = 0, in y = ln b on the side v < 0, which nothing leaves.
 */
export interface Tail {
  readonly plus: Row;
  readonly sign: Row;
  readonly minus: Row;
}

/** Ranges of the tail's rows: ξ within ±reach, y from `lowest` up to `highest`; `level` absorbs upwards in v, null for none. */
export interface TailPlan {
  readonly step: number;
  readonly reach: number;
  readonly lowest: number;
  readonly highest: number;
  readonly level: number | null;
}

/** Allocates the rows of a tail, empty. */
export function tail(m: SymmetricModel, { step, reach, lowest, highest, level }: TailPlan): Tail {
  const half = Math.ceil(reach / step);
  const signNodes: ChainNodes =
    level === 0
      ? { spacing: step, size: half, first: (0.5 - half) * step, absorber: step / 2 }
      : { spacing: step, size: 2 * half, first: (0.5 - half) * step, absorber: null };
  const size = Math.ceil((highest - lowest) / step);
  const lineNodes: ChainNodes = { spacing: step, size, first: lowest, absorber: null };
  return {
    plus: row(balancedLine(m, 1), level !== null && level > 0 ? upTo(Math.log(level), lineNodes) : lineNodes),
    sign: row(alongXiAtOrigin(m), signNodes),
    minus: row(balancedLine(m, -1), lineNodes),
  };
}

/** The nodes that stand at least half a step before an absorbing boundary. */
function upTo(boundary: number, { spacing, first }: ChainNodes): ChainNodes {
  const size = Math.floor((boundary - first) / spacing + 0.5);
  return { spacing, first, size, absorber: boundary - (first + (size - 1) * spacing) };
}

/** A chain with no mass on it. */
export function row(coefficients: Parameters<typeof fittedChain>[0], nodes: ChainNodes): Row {
  const chain = fittedChain(coefficients, nodes);
  return { nodes, chain, mass: new Float64Array(chain.size) };
}

/** Steps a row and returns the mass absorbed, which is taken off it. */
export function stepRow({ nodes, chain, mass }: Row, time: number, work: PositiveWork): number {
  positiveStep(chain, time, { m0: mass, m1: work.spare, m2: work.spare }, work);
  if (nodes.absorber === null) return 0;
  const absorbed = mass[nodes.size];
  mass[nodes.size] = 0;
  return absorbed;
}

/**
 * Adds mass at x, shared between the two nodes beside it so that its mean is kept; all on the end node beyond an end. Returns
 * what goes to the absorbing boundary instead.
 */
export function deposit({ nodes, mass }: Pick<Row, 'nodes' | 'mass'>, x: number, amount: number): number {
  const { spacing, size, first, absorber } = nodes;
  const place = (x - first) / spacing;
  if (!(place > 0)) {
    mass[0] += amount;
    return 0;
  }
  const i = Math.floor(place);
  if (i < size - 1) {
    const right = amount * (place - i);
    mass[i] += amount - right;
    mass[i + 1] += right;
    return 0;
  }
  const lost = absorber === null ? 0 : amount * Math.min(1, (x - first - (size - 1) * spacing) / absorber);
  mass[size - 1] += amount - lost;
  return lost;
}
