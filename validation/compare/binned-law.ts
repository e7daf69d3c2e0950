import { InputError } from '../../src/num/input-error.js';

/** A law of one variable as probabilities of the cells between `edges`, and of what lies below and above them. */
export interface BinnedLaw {
  readonly name: string;
  /** Probability below the first edge, of each cell, and above the last edge: cells + 2 numbers that sum to 1. */
  readonly mass: Float64Array;
  /** Independent values that a sample is worth; null for an exact law. */
  readonly effectiveSamples: number | null;
}

/** A law from masses or counts of cells with those outside; scaled to sum 1. Throws InputError for no mass at all. */
export function binnedLaw(name: string, mass: ArrayLike<number>, effectiveSamples: number | null): BinnedLaw {
  let total = 0;
  for (let i = 0; i < mass.length; i++) total += mass[i];
  if (!(total > 0 && total < Infinity)) {
    throw new InputError('compare', `probabilities or counts of ${name}`, `a total of ${total}`, 'Record something.');
  }
  return { name, mass: Float64Array.from(mass, (m) => m / total), effectiveSamples };
}

/**
 * Probabilities of cells from a density, by Gauss–Legendre quadrature with five points a cell; below and above get nothing.
 * `logDensity` is ln p, −∞ where there is none.
 */
export function massOfDensity(logDensity: (v: number) => number, edges: ArrayLike<number>): Float64Array {
  const mass = new Float64Array(edges.length + 1);
  for (let i = 0; i + 1 < edges.length; i++) {
    const [middle, half] = [(edges[i] + edges[i + 1]) / 2, (edges[i + 1] - edges[i]) / 2];
    for (let k = 0; k < 5; k++) mass[i + 1] += half * WEIGHTS[k] * Math.exp(logDensity(middle + half * NODES[k]));
  }
  return mass;
}

/** Gauss–Legendre on [−1, 1] with five points, exact to degree 9 (Abramowitz & Stegun, table 25.4). */
const NODES = [-0.906179845938664, -0.538469310105683, 0, 0.538469310105683, 0.906179845938664];
const WEIGHTS = [0.236926885056189, 0.478628670499366, 0.568888888888889, 0.478628670499366, 0.236926885056189];

/**
 * Indices of edges that join cells to about `count` of equal probability: first and last edge, and between them the first edge that
 * reaches each share.
 */
export function coarseEdges({ mass }: BinnedLaw, count: number): number[] {
  const cells = mass.length - 2;
  const indices = [0];
  let sum = mass[0];
  for (let i = 1; i < cells; i++) {
    sum += mass[i];
    if (sum * count >= indices.length) {
      indices.push(i);
      while (indices.length <= sum * count && indices.length < count) indices.push(i);
    }
  }
  return [...new Set([...indices, cells])];
}

/** The law on joined cells: what lies between edges[indices[j]] and edges[indices[j + 1]], and outside. */
export function coarsened(law: BinnedLaw, indices: readonly number[]): BinnedLaw {
  const mass = new Float64Array(indices.length + 1);
  let place = 0;
  for (let i = 0; i < law.mass.length; i++) {
    // Cell i of the finer law begins at edge i − 1.
    while (place < indices.length && i - 1 >= indices[place]) place++;
    mass[place] += law.mass[i];
  }
  return { ...law, mass };
}
