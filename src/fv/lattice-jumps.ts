import { bernoulli } from '../num/bernoulli.js';
import { latticeStencil, regularise, stencilRadius } from '../num/selling.js';
import type { LatticeStencil } from '../num/selling.js';
import { isBarred, type ClosedPlanes } from './closed-planes.js';
import { BEYOND, cellAfter, driftAt, exitOf, indexAlong, nodeOf, SEGMENT, wrapped } from './lattice.js';
import type { EmitJump, Lattice, LatticeMetric } from './lattice.js';

/** How the jumps were made. */
export interface StencilReport {
  /** D is `diagonal` in every cell; or full, definite and `constant`; or anything else (`varying`). */
  readonly kind: 'diagonal' | 'constant' | 'varying';
  /** The longest jump, in cells along one axis. */
  readonly radius: number;
  /** Number of cells whose lattice tensor D_ij/(θ′_i θ′_j) had a multiple ε of the identity added: D_ii gains ε θ′_i². */
  readonly regularisedCells: number;
  /** The largest ε, per unit of time. */
  readonly largestAddition: number;
  /** The largest ε as a fraction of the rates in its cell, trace + max |a_i|/h_i; 0 where nothing was added. */
  readonly relativeAddition: number;
}

/**
 * A full diffusion tensor in lattice coordinates: `tensors` holds D_ij/(θ′_i θ′_j), cell by cell, with the axes' metrics; on equal cells θ′ is the
 * step h.
 */
export interface Fitting {
  readonly lattice: Lattice;
  readonly metrics: readonly LatticeMetric[];
  readonly tensors: Float64Array;
  /** Planes that are not crossed; none if left out. */
  readonly closed?: ClosedPlanes | null;
  readonly maxRadius: number;
  /** What the smallest sufficient ε is multiplied by, at least 1. */
  readonly addition: number;
}

/**
 * Jumps for a tensor that is the same in every cell: rate(x → x ± e_k) = ρ_k B(∓Φ) with Φ the integral of e_k·D⁻¹a from node
 * to node, so that a drift −D∇U keeps detailed balance with exp(−U) exactly. Emits nothing and returns undefined for a
 * tensor that would have to be regularised.
 */
export function constantJumps(fitting: Fitting, emit: EmitJump): StencilReport | undefined {
  const { lattice, tensors } = fitting;
  const d = lattice.dimension;
  const h = fitting.metrics.map(({ slope }) => slope[0]);
  const D = tensors.slice(0, d * d);
  const stencil = latticeStencil(d as 2 | 3);
  if (regularise(D, fitting.maxRadius, stencil) > 0 || !factorise(D, d)) return undefined;
  const covector = new Float64Array(d);
  const [node, point, a] = [new Float64Array(d), new Float64Array(d), new Float64Array(d)];

  /** ∫ e·D⁻¹a = Σ_i (D⁻¹e)_i a_i/h_i along a share of the jump e. */
  const potential = (e: Int32Array, share: number): number => {
    let phi = 0;
    for (let g = 0; g < SEGMENT.nodes.length; g++) {
      for (let i = 0; i < d; i++) point[i] = wrapped(lattice, i, node[i] + SEGMENT.nodes[g] * share * e[i] * h[i]);
      driftAt(lattice, point, a);
      for (let i = 0; i < d; i++) phi += (SEGMENT.weights[g] * share * covector[i] * a[i]) / h[i];
    }
    return phi;
  };
  for (let k = 0; k < stencil.count; k++) {
    const rho = stencil.weights[k];
    if (rho === 0) continue;
    for (const sign of [1, -1]) {
      const e = stencil.offsets.slice(k * d, (k + 1) * d).map((x) => sign * x);
      covector.set(e);
      solveFactorised(D, covector);
      for (let cell = 0; cell < lattice.size; cell++) {
        const target = cellAfter(lattice, cell, e);
        // Pairs inside the grid are emitted together, when they are met upwards.
        if (target === cell || (sign < 0 && target !== BEYOND)) continue;
        nodeOf(lattice, cell, node);
        if (target === BEYOND) {
          leave(emit, lattice, { cell, offset: e, at: 0 }, (share) => rho * bernoulli(-potential(e, share)));
          continue;
        }
        const phi = potential(e, 1);
        send(emit, cell, target, rho * bernoulli(-phi));
        send(emit, target, cell, rho * bernoulli(phi));
      }
    }
  }
  return { ...NOTHING_ADDED, kind: 'constant', radius: stencilRadius(stencil) };
}

/**
 * Jumps for a tensor that varies, or is singular: rate(x → x ± e_k) = ρ_k B(∓e_k·f), f = (D + εI)⁻¹a at x, all in lattice
 * units. ε is the smallest that keeps jumps within maxRadius; where D + εI still is singular (rank one along a lattice
 * direction, or zero) it is 1e-8 of the rates at hand, which makes the drift across D upwind.
 */
export function varyingJumps(fitting: Fitting, emit: EmitJump): StencilReport {
  const { lattice, metrics, tensors, closed, maxRadius, addition } = fitting;
  const d = lattice.dimension;
  const square = d * d;
  const stencil = latticeStencil(d as 2 | 3);
  const [node, f, D] = [new Float64Array(d), new Float64Array(d), new Float64Array(square)];
  const back = new Int32Array(stencil.offsets.length);
  let [radius, regularisedCells, largestAddition, relativeAddition] = [0, 0, 0, 0];
  for (let cell = 0; cell < lattice.size; cell++) {
    nodeOf(lattice, cell, node);
    driftAt(lattice, node, f);
    const tensor = tensors.subarray(cell * square, (cell + 1) * square);
    // Itô's rule for ξ(θ): ξ′ = 1/θ′ and ξ″ = −θ″/θ′³.
    for (let i = 0; i < d; i++) {
      const { slope, bend } = metrics[i];
      const at = indexAlong(lattice, cell, i);
      f[i] = (f[i] - bend[at] * tensor[i * (d + 1)]) / slope[at];
    }
    const added = regulariseDefinite({ tensor, drift: f, maxRadius, addition }, D, stencil);
    if (added > 0) {
      regularisedCells += 1;
      largestAddition = Math.max(largestAddition, added);
      relativeAddition = Math.max(relativeAddition, Math.min(added / scaleOf(tensor, f), 1));
    }
    radius = Math.max(radius, stencilRadius(stencil));
    solveFactorised(D, f);
    for (let k = 0; k < stencil.count; k++) {
      const rho = stencil.weights[k];
      if (rho === 0) continue;
      let phi = 0;
      for (let i = 0; i < d; i++) phi += stencil.offsets[k * d + i] * f[i];
      for (let i = k * d; i < (k + 1) * d; i++) back[i] = -stencil.offsets[i];
      for (let sign = 1; sign >= -1; sign -= 2) {
        const offset = sign > 0 ? stencil.offsets : back;
        if (closed && isBarred(lattice, closed, cell, { offset, at: k * d })) continue;
        const target = cellAfter(lattice, cell, offset, k * d);
        if (target !== BEYOND) send(emit, cell, target, rho * bernoulli(-sign * phi));
        else leave(emit, lattice, { cell, offset, at: k * d }, (share) => rho * bernoulli(-sign * phi * share));
      }
    }
  }
  return { kind: 'varying', radius, regularisedCells, largestAddition, relativeAddition };
}

/** The report of a stencil that stands on the tensors as they are. */
export const NOTHING_ADDED = { regularisedCells: 0, largestAddition: 0, relativeAddition: 0 };

interface Node {
  readonly tensor: Float64Array;
  readonly drift: Float64Array;
  readonly maxRadius: number;
  readonly addition: number;
}

/** Writes the stencil of D + εI and leaves its Cholesky factor in `factor`; returns ε. */
function regulariseDefinite(node: Node, factor: Float64Array, stencil: LatticeStencil): number {
  const { tensor, drift, maxRadius, addition } = node;
  const d = stencil.dimension;
  const attempt = (least: number): number => {
    const added = regularise(tensor, maxRadius, stencil, least);
    factor.set(tensor);
    for (let i = 0; i < d; i++) factor[i * (d + 1)] += added;
    return added;
  };
  let added = attempt(0);
  const definite = factorise(factor, d);
  // A cell where neither drift nor diffusion acts keeps its mass, whatever is added.
  if (!definite) added = attempt(1e-8 * scaleOf(tensor, drift) || Number.MIN_VALUE);
  if (added > 0 && addition > 1) added = attempt(addition * added);
  else if (definite) return added;
  factorise(factor, d);
  return added;
}

/** The rates at hand in a cell. */
function scaleOf(tensor: Float64Array, drift: Float64Array): number {
  const d = drift.length;
  let [sum, most] = [0, 0];
  for (let i = 0; i < d; i++) {
    sum += tensor[i * (d + 1)];
    most = Math.max(most, Math.abs(drift[i]));
  }
  return sum + most;
}

/** Cholesky's factor L of D = L Lᵀ in the lower triangle, in place; false where D is singular to rounding. */
export function factorise(D: Float64Array, d: number): boolean {
  for (let j = 0; j < d; j++) {
    const before = D[j * d + j];
    for (let k = 0; k < j; k++) D[j * d + j] -= D[j * d + k] ** 2;
    if (!(D[j * d + j] > 1e-14 * before)) return false;
    D[j * d + j] = Math.sqrt(D[j * d + j]);
    for (let i = j + 1; i < d; i++) {
      for (let k = 0; k < j; k++) D[i * d + j] -= D[i * d + k] * D[j * d + k];
      D[i * d + j] /= D[j * d + j];
    }
  }
  return true;
}

/** Overwrites x with (L Lᵀ)⁻¹x. */
function solveFactorised(L: Float64Array, x: Float64Array): void {
  const d = x.length;
  for (let i = 0; i < d; i++) {
    for (let k = 0; k < i; k++) x[i] -= L[i * d + k] * x[k];
    x[i] /= L[i * d + i];
  }
  for (let i = d - 1; i >= 0; i--) {
    for (let k = i + 1; k < d; k++) x[i] -= L[k * d + i] * x[k];
    x[i] /= L[i * d + i];
  }
}

function send(emit: EmitJump, from: number, to: number, rate: number): void {
  if (rate > 0 && to !== from) emit(from, to, rate);
}

/** A jump from a cell: `offset` from position `at` on. */
interface Leap {
  readonly cell: number;
  readonly offset: Int32Array;
  readonly at: number;
}

/**
 * A jump past an end: left out where that reflects. Where it absorbs, at a share α of the jump, ρ B(−αΦ)/α is the rate of a jump that is
 * so much shorter: as in two-point fluxes at a wall, and second order although the node's own equation is not (Gibou, Fedkiw, Cheng &
 * Kang, J. Comput. Phys. 176, 2002, §2). At an edge of two absorbing ends each takes half.
 */
function leave(emit: EmitJump, lattice: Lattice, { cell, offset, at }: Leap, rate: (share: number) => number): void {
  const exit = exitOf(lattice, cell, offset, at);
  if (exit === null) return;
  const each = rate(exit.share) / (exit.share * exit.through.length);
  for (const end of exit.through) send(emit, cell, end, each);
}
