import type { DataLaw, DataNodes } from '../data/law.js';
import { triangularFactor } from '../data/triangular-factor.js';

/**
 * The data in groups of equal value of some columns, with the moments of monomials in the other columns within each group. Averages
 * of Σ cₖ(θ, r)·mₖ(q) then cost one evaluation per value of r: a single one where nothing but q occurs.
 */
export interface ConditionalMoments {
  /** Number of groups. */
  readonly groups: number;
  /** Number of monomials. */
  readonly monomials: number;
  /** Group weights; they sum to 1. */
  readonly weights: Float64Array;
  /** Values of the columns that are equal within a group, row-major groups × their number. */
  readonly rest: Float64Array;
  /** Conditional means of the monomials, row-major groups × monomials. */
  readonly mean: Float64Array;
  /** Conditional covariances as factor·factorᵀ: groups blocks, row-major monomials × rank. */
  readonly factor: Float64Array;
  readonly rank: number;
  /** Sentences about accuracy that was not reached. */
  readonly warnings: readonly string[];
}

/** The whole data as one group, from the exact moments of the law. */
export function unconditionalMoments(law: DataLaw, exponents: readonly (readonly number[])[]): ConditionalMoments {
  const m = exponents.length;
  // Functions that vanish have no monomials, and the law need not be asked.
  const none = { mean: new Float64Array(0), factor: new Float64Array(0), warnings: [] };
  const { mean, factor, warnings } = m === 0 ? none : law.monomialMoments(exponents);
  const data = { groups: 1, monomials: m, weights: Float64Array.of(1), rest: new Float64Array(0), mean, warnings };
  return { ...data, ...withoutZeroColumns(factor, m) };
}

/**
 * Nodes grouped by the values of the columns `rest`; the monomials have one exponent per column, 0 for those. Means and factors are
 * taken in two passes within each group.
 */
export function conditionalMoments(
  { points, weights }: DataNodes,
  columns: number,
  rest: readonly number[],
  exponents: readonly (readonly number[])[],
): ConditionalMoments {
  const m = exponents.length;
  const { starts, order } = grouped(points, columns, rest);
  const G = starts.length - 1;
  const W = new Float64Array(G);
  const R = new Float64Array(G * rest.length);
  const mean = new Float64Array(G * m);
  // Groups of one node have no covariance; where there are no others, no room is taken for it.
  const factor = new Float64Array(G < order.length ? G * m * m : 0);
  for (let g = 0; g < G; g++) {
    const nodes = order.subarray(starts[g]!, starts[g + 1]!);
    rest.forEach((column, j) => (R[g * rest.length + j] = points[nodes[0]! * columns + column]!));
    for (const k of nodes) W[g]! += weights[k]!;
    // Column by column: the monomials at the nodes, then centred and weighted.
    const block = new Float64Array(m * nodes.length);
    exponents.forEach((powers, i) => {
      // The constant is 1 without rounding, and takes no column of the factor.
      if (powers.every((n) => n === 0)) return void (mean[g * m + i] = 1);
      const values = block.subarray(i * nodes.length, (i + 1) * nodes.length);
      let sum = 0;
      nodes.forEach((k, n) => (sum += (weights[k]! / W[g]!) * (values[n] = monomial(points, k * columns, powers))));
      mean[g * m + i] = sum;
      nodes.forEach((k, n) => (values[n] = (values[n]! - sum) * Math.sqrt(weights[k]! / W[g]!)));
    });
    if (nodes.length === 1) continue;
    const triangle = triangularFactor(m);
    triangle.add(block, nodes.length);
    factor.set(triangle.finish(), g * m * m);
  }
  return { groups: G, monomials: m, weights: W, rest: R, mean, warnings: [], ...withoutZeroColumns(factor, m) };
}

function monomial(points: Float64Array, start: number, powers: readonly number[]): number {
  let value = 1;
  for (let j = 0; j < powers.length; j++) if (powers[j]! > 0) value *= points[start + j]! ** powers[j]!;
  return value;
}

/** How many nodes are looked at to tell whether values repeat at all, in sets too large to hash. */
const SAMPLE = 4096;
const LARGE = 2 ** 18;

/**
 * Nodes sorted into groups of equal value: group g holds order[starts[g] … starts[g+1]). Large sets whose values hardly repeat are left
 * ungrouped.
 */
function grouped(points: Float64Array, columns: number, rest: readonly number[]) {
  const count = points.length / columns;
  const ungrouped = count > LARGE && numbered(points, columns, rest, SAMPLE).distinct > 0.9 * SAMPLE;
  if (ungrouped) {
    return {
      starts: Uint32Array.from({ length: count + 1 }, (_, k) => k),
      order: Uint32Array.from({ length: count }, (_, k) => k),
    };
  }
  const { groups, distinct } = numbered(points, columns, rest, count);
  const starts = new Uint32Array(distinct + 1);
  for (const group of groups) starts[group + 1]! += 1;
  for (let g = 0; g < distinct; g++) starts[g + 1]! += starts[g]!;
  const next = starts.slice();
  const order = new Uint32Array(count);
  groups.forEach((group, k) => (order[next[group]!++] = k));
  return { starts, order };
}

/** The number of the group of each of the first `count` nodes, in the order of first appearance. */
function numbered(points: Float64Array, columns: number, rest: readonly number[], count: number) {
  const groups = new Uint32Array(count);
  const known = new Map<string | number, number>();
  for (let k = 0; k < count; k++) {
    const values = rest.map((column) => points[k * columns + column]!);
    // Numbers hash faster than text, and one column is the usual case.
    const key = values.length === 1 ? values[0]! : values.join(' ');
    let group = known.get(key);
    if (group === undefined) known.set(key, (group = known.size));
    groups[k] = group;
  }
  return { groups, distinct: known.size };
}

/** Drops the columns that are zero in every group's factor: constants and dependent monomials have none. */
function withoutZeroColumns(factor: Float64Array, m: number): { factor: Float64Array; rank: number } {
  const kept: number[] = [];
  const rows = factor.length / (m || 1);
  for (let k = 0; k < m; k++) {
    let any = false;
    for (let row = 0; row < rows && !any; row++) any = factor[row * m + k] !== 0;
    if (any) kept.push(k);
  }
  const rank = kept.length;
  const packed = new Float64Array(rows * rank);
  for (let row = 0; row < rows; row++) {
    for (let r = 0; r < rank; r++) packed[row * rank + r] = factor[row * m + kept[r]!]!;
  }
  return { factor: packed, rank };
}
