import { InputError } from '../../src/num/input-error.js';
import { type Chains } from './chains.js';

/** A number to watch along the chains. */
export interface Observable {
  readonly name: string;
  /** Its value at θ. */
  of(theta: Float64Array): number;
  /** Ascending edges of a histogram; cell i is [edges[i], edges[i+1]). */
  readonly edges?: ArrayLike<number>;
  /** Points at which the distribution function's own effective sample size is measured. */
  readonly thresholds?: ArrayLike<number>;
}

/**
 * What has been seen of one observable, in plain typed arrays. Moments are kept per chain and joined in the order of the chains,
 * and everything else is an integer, so that sums do not depend on how the chains were split over workers.
 */
export interface Tally {
  readonly chains: number;
  /** Four numbers a chain: mean and the sums of second, third and fourth powers of deviations from it. */
  readonly moments: Float64Array;
  /** Records of each chain. */
  readonly records: Uint32Array;
  /** Records below the first edge, in each cell, and from the last edge on; empty without edges. */
  readonly histogram: Float64Array;
  /** Records with a negative, a zero and a positive value. */
  readonly signs: Float64Array;
  /** Records of chain k below threshold j, at [k·thresholds + j]. */
  readonly below: Float64Array;
}

/** Values this large overflow a fourth moment; a chain that shows one is lost. */
const LARGEST_VALUE = 1e70;

/** An empty tally for some chains. Throws InputError where edges do not ascend. */
export function createTally(observable: Observable, chains: number): Tally {
  const edges = observable.edges ?? [];
  for (let i = 1; i < edges.length; i++) {
    if (!(edges[i] > edges[i - 1])) {
      throw new InputError(
        `particles.observables.${observable.name}`,
        'ascending edges',
        `${edges[i - 1]}, ${edges[i]}`,
        'Sort them.',
      );
    }
  }
  return {
    chains,
    moments: new Float64Array(4 * chains),
    records: new Uint32Array(chains),
    histogram: new Float64Array(edges.length > 0 ? edges.length + 1 : 0),
    signs: new Float64Array(3),
    below: new Float64Array(chains * (observable.thresholds?.length ?? 0)),
  };
}

/** Adds the present value of every chain that is not lost; a value that is no number loses its chain. */
export function record(tally: Tally, observable: Observable, chains: Chains): void {
  const { count, dimension } = chains;
  const theta = new Float64Array(dimension);
  const edges = observable.edges ?? [];
  const thresholds = observable.thresholds ?? [];
  for (let k = 0; k < count; k++) {
    if (chains.lost[k] > 0) continue;
    for (let i = 0; i < dimension; i++) theta[i] = chains.theta[i * count + k];
    const x = observable.of(theta);
    if (!(Math.abs(x) <= LARGEST_VALUE)) {
      chains.lost[k] = chains.step;
      continue;
    }
    addMoments(tally.moments, 4 * k, ++tally.records[k], x);
    tally.signs[x < 0 ? 0 : x > 0 ? 2 : 1]++;
    if (edges.length > 0) tally.histogram[countUpTo(edges, x)]++;
    for (let j = 0; j < thresholds.length; j++) if (x < thresholds[j]) tally.below[k * thresholds.length + j]++;
  }
}

/** Number of the cell that holds θ, row-major, where each coordinate's edges cut off two more cells, below the first and above the last. */
export function cellNumber(edges: readonly ArrayLike<number>[], theta: ArrayLike<number>): number {
  return edges.reduce((number, along, i) => number * (along.length + 1) + countUpTo(along, theta[i]), 0);
}

/** How many of the ascending edges are ≤ x: 0 below all of them. */
function countUpTo(edges: ArrayLike<number>, x: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle] <= x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Takes the n-th value into (mean, M₂, M₃, M₄) at m[at…]: Pébay (2008), Eqs. 3.1 for one value. */
function addMoments(m: Float64Array, at: number, n: number, x: number): void {
  const delta = x - m[at];
  const share = delta / n;
  const term = delta * share * (n - 1);
  m[at] += share;
  m[at + 3] += term * share * share * (n * n - 3 * n + 3) + 6 * share * share * m[at + 1] - 4 * share * m[at + 2];
  m[at + 2] += term * share * (n - 2) - 3 * share * m[at + 1];
  m[at + 1] += term;
}

/** Tallies of consecutive parts of an ensemble as one. Throws InputError for none or for different edges. */
export function joinTallies(parts: readonly Tally[]): Tally {
  const [head] = parts;
  if (head === undefined || parts.some((t) => t.histogram.length !== head.histogram.length)) {
    throw new InputError(
      'joinTallies',
      'tallies of one observable',
      String(parts.length),
      'Pass the parts of one run.',
    );
  }
  if (parts.length === 1) return head;
  return {
    chains: parts.reduce((s, t) => s + t.chains, 0),
    moments: concatenate(
      Float64Array,
      parts.map((t) => t.moments),
    ),
    records: concatenate(
      Uint32Array,
      parts.map((t) => t.records),
    ),
    histogram: sumOf(parts.map((t) => t.histogram)),
    signs: sumOf(parts.map((t) => t.signs)),
    below: concatenate(
      Float64Array,
      parts.map((t) => t.below),
    ),
  };
}

/** Arrays of one length, added. */
export function sumOf(parts: readonly Float64Array[]): Float64Array {
  return parts[0].map((_, i) => parts.reduce((sum, part) => sum + part[i], 0));
}

/** Arrays one after the other. */
export function concatenate<T extends Int32Array | Uint32Array | Float64Array>(
  kind: new (length: number) => T,
  parts: readonly T[],
): T {
  const out = new kind(parts.reduce((s, p) => s + p.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Moments over all records of all chains; all null where there are no records, and the last two where nothing varies. */
export interface Moments {
  readonly records: number;
  readonly mean: number | null;
  /** With divisor n. */
  readonly variance: number | null;
  readonly skewness: number | null;
  /** Excess kurtosis: 0 for a normal law. */
  readonly kurtosis: number | null;
}

/** The moments of the tallies of consecutive parts: Pébay's pairwise formulas (2008, Eqs. 3.1), chain after chain. */
export function momentsOf(parts: readonly Tally[]): Moments {
  let [n, mean, m2, m3, m4] = [0, 0, 0, 0, 0];
  for (const { moments: m, records, chains } of parts) {
    for (let k = 0; k < chains; k++) {
      const nb = records[k];
      if (nb === 0) continue;
      const [mb, b2, b3, b4] = [m[4 * k], m[4 * k + 1], m[4 * k + 2], m[4 * k + 3]];
      const all = n + nb;
      const d = mb - mean;
      const e = d / all;
      const cross = d * e * n * nb;
      m4 +=
        b4 +
        cross * e * e * (n * n - n * nb + nb * nb) +
        6 * e * e * (n * n * b2 + nb * nb * m2) +
        4 * e * (n * b3 - nb * m3);
      m3 += b3 + cross * e * (n - nb) + 3 * e * (n * b2 - nb * m2);
      m2 += b2 + cross;
      mean += e * nb;
      n = all;
    }
  }
  if (n === 0) return { records: 0, mean: null, variance: null, skewness: null, kurtosis: null };
  const varies = m2 > 0;
  return {
    records: n,
    mean,
    variance: m2 / n,
    skewness: varies ? (m3 / n) * (m2 / n) ** -1.5 : null,
    kurtosis: varies ? (n * m4) / (m2 * m2) - 3 : null,
  };
}
