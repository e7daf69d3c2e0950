import { InputError } from '../num/input-error.js';
import { gaussRule, legendre } from '../num/gauss.js';
import type { Sde } from '../sde/sde.js';

/** Receives one jump: `rate` > 0 per unit of time from cell `from` to cell `to`, or out of the grid, `to` = `throughEnd(…)`. */
export type EmitJump = (from: number, to: number, rate: number) => void;

/** What stencils need to know of one axis: n nodes, n + 1 edges, and how the two ends behave. */
export interface StencilAxis {
  readonly centres: Float64Array;
  readonly edges: Float64Array;
  readonly periodic: boolean;
  /** Whether the lower and the upper end absorb; by default both reflect. Without meaning on a periodic axis. */
  readonly absorbing?: readonly [boolean, boolean];
}

/** The `to` of a jump out through the lower (0) or the upper (1) end of axis k, which absorbs: −1, −2 for the first axis, and so on. */
export function throughEnd(k: number, side: 0 | 1): number {
  return -1 - 2 * k - side;
}

/** What `cellAfter` says of a jump that leaves the grid; `exitOf` tells what becomes of it. */
export const BEYOND = -7;

/** An SDE on the cells of a tensor grid of one to three axes, numbered row-major (the last axis fastest). */
export interface Lattice {
  readonly sde: Sde;
  readonly axes: readonly StencilAxis[];
  readonly dimension: number;
  readonly size: number;
  /** How far apart in the numbering two neighbours along each axis are. */
  readonly strides: readonly number[];
}

/** Throws InputError unless there are one to three axes, one for each coordinate. */
export function openLattice(sde: Sde, axes: readonly StencilAxis[]): Lattice {
  const dimension = axes.length;
  if (!(dimension >= 1 && dimension <= 3) || dimension !== sde.names.length) {
    const got = `${dimension} axes for ${sde.names.length} coordinates`;
    throw new InputError('tensorJumps', 'one to three axes, one for each coordinate', got, 'Give each its axis.');
  }
  const strides = new Array<number>(dimension);
  let size = 1;
  for (let k = dimension - 1; k >= 0; k--) {
    strides[k] = size;
    size *= axes[k].centres.length;
  }
  return { sde, axes, dimension, size, strides };
}

/** Index of `cell` along axis k. */
export function indexAlong(lattice: Lattice, cell: number, k: number): number {
  return Math.floor(cell / lattice.strides[k]) % lattice.axes[k].centres.length;
}

/** Writes the coordinates of a cell's node. */
export function nodeOf(lattice: Lattice, cell: number, out: Float64Array): void {
  for (let k = 0; k < lattice.dimension; k++) out[k] = lattice.axes[k].centres[indexAlong(lattice, cell, k)];
}

/** The cell that `offset` (one integer per axis, taken from position `at`) leads to, wrapped on periodic axes; BEYOND past an end. */
export function cellAfter(lattice: Lattice, cell: number, offset: Int32Array, at = 0): number {
  let target = cell;
  for (let k = 0; k < lattice.dimension; k++) {
    const axis = lattice.axes[k];
    const n = axis.centres.length;
    const from = indexAlong(lattice, cell, k);
    let to = from + offset[at + k];
    if (axis.periodic) to = ((to % n) + n) % n;
    else if (to < 0 || to >= n) return BEYOND;
    target += (to - from) * lattice.strides[k];
  }
  return target;
}

/** Where a jump that leaves the grid first meets an end: at what share of its length, and the absorbing ends there (two at an edge). */
export interface Exit {
  readonly share: number;
  readonly through: readonly number[];
}

/**
 * The exit of a jump BEYOND the grid; null where the end that it meets first reflects, so that it does not happen. Ends lie half a step
 * beyond the outermost nodes in lattice coordinates.
 */
export function exitOf(lattice: Lattice, cell: number, offset: Int32Array, at = 0): Exit | null {
  let share = Infinity;
  let through: number[] = [];
  for (let k = 0; k < lattice.dimension; k++) {
    const { periodic, centres, absorbing } = lattice.axes[k];
    const step = offset[at + k];
    const from = indexAlong(lattice, cell, k);
    if (periodic || (from + step >= 0 && from + step < centres.length)) continue;
    const side = step < 0 ? 0 : 1;
    const met = (side === 0 ? from + 0.5 : centres.length - 0.5 - from) / Math.abs(step);
    if (met > share) continue;
    if (met < share) through = [];
    share = met;
    if (absorbing?.[side]) through.push(throughEnd(k, side));
  }
  return through.length > 0 ? { share, through } : null;
}

/** Coordinate x of axis k, brought back into a periodic axis that it has left upwards or downwards. */
export function wrapped(lattice: Lattice, k: number, x: number): number {
  const { edges, periodic } = lattice.axes[k];
  if (!periodic) return x;
  const start = edges[0];
  const length = edges[edges.length - 1] - start;
  return x - Math.floor((x - start) / length) * length;
}

/** Five Gauss points on the unit segment, weights summing to 1: exact for polynomials of degree 9. */
export const SEGMENT = unitSegment();

function unitSegment(): { nodes: readonly number[]; weights: Float64Array } {
  const { nodes, weights } = gaussRule(legendre, 5);
  return { nodes: Array.from(nodes, (x) => (1 + x) / 2), weights };
}

/** Writes a(θ); throws InputError where it is not finite. */
export function driftAt(lattice: Lattice, theta: Float64Array, out: Float64Array): void {
  lattice.sde.drift(theta, out);
  for (let k = 0; k < lattice.dimension; k++) {
    if (!Number.isFinite(out[k])) throw offGrid(lattice, theta, 'drift must be finite', `${out[k]}`);
  }
}

/** Writes D(θ), row-major; throws InputError where it is not finite or some 2×2 minor shows that it is indefinite. */
export function diffusionAt(lattice: Lattice, theta: Float64Array, out: Float64Array): void {
  const d = lattice.dimension;
  lattice.sde.diffusion(theta, out);
  for (let k = 0; k < d * d; k++) {
    if (!Number.isFinite(out[k])) throw offGrid(lattice, theta, 'diffusion must be finite', `${out[k]}`);
    const [i, j] = [Math.floor(k / d), k % d];
    const product = out[i * (d + 1)] * out[j * (d + 1)];
    // D often is a rounded product of vectors, of rank one. A negative product is told by its own diagonal entry.
    const definite = i === j ? out[k] >= 0 : product < 0 || out[k] ** 2 <= product * (1 + 1e-9);
    if (!definite)
      throw offGrid(lattice, theta, 'diffusion must be positive semi-definite', `D[${i}][${j}] = ${out[k]}`);
  }
}

function offGrid(lattice: Lattice, theta: Float64Array, expectation: string, got: string): InputError {
  const at = lattice.sde.names.map((name, k) => `${name} = ${theta[k]}`).join(', ');
  return new InputError(
    'tensorJumps',
    expectation,
    `${got} at ${at}`,
    'Check the model there, or keep the grid off it.',
  );
}

/** An axis θ(ξ) in lattice coordinates, ξ = i at node i: slopes θ′ and bends θ″ at the nodes. */
export interface LatticeMetric {
  readonly uniform: boolean;
  readonly slope: Float64Array;
  readonly bend: Float64Array;
}

/**
 * θ′ and θ″ of axis k from its nodes and the edges half a step beside them: θ′ = e_{i+1} − e_i and θ″ = 4(e_{i+1} − 2c_i + e_i), to second order. Cells
 * that reach to infinity take both from the three points on their finite side. Equal cells have one slope and no bend.
 */
export function latticeMetric(lattice: Lattice, k: number): LatticeMetric {
  const { centres, edges } = lattice.axes[k];
  const n = centres.length;
  const mean = (edges[n] - edges[0]) / n;
  const uniform = centres.every((_, i) => Math.abs(edges[i + 1] - edges[i] - mean) <= 1e-6 * mean);
  if (uniform) return { uniform, slope: new Float64Array(n).fill(mean), bend: new Float64Array(n) };
  const slope = new Float64Array(n);
  const bend = new Float64Array(n);
  centres.forEach((c, i) => {
    const [low, high] = [edges[i], edges[i + 1]];
    if (Number.isFinite(low) && Number.isFinite(high)) {
      slope[i] = high - low;
      bend[i] = 4 * (high - 2 * c + low);
    } else {
      const [edge, next, side] = Number.isFinite(low) ? [low, centres[i - 1], 1] : [high, centres[i + 1], -1];
      slope[i] = side * (3 * c - 4 * edge + next);
      bend[i] = 4 * (c - 2 * edge + next);
    }
  });
  return { uniform, slope, bend };
}
