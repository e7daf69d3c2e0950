import { bernoulli } from '../num/bernoulli.js';
import { InputError } from '../num/input-error.js';
import type { Sde } from '../sde/sde.js';
import { averageThinTensors } from './cell-diffusion.js';
import { closedPlanes } from './closed-planes.js';
import { BEYOND, cellAfter, diffusionAt, driftAt, indexAlong, nodeOf, openLattice } from './lattice.js';
import { latticeMetric, SEGMENT, throughEnd, wrapped } from './lattice.js';
import type { EmitJump, Lattice, LatticeMetric, StencilAxis } from './lattice.js';
import { constantJumps, varyingJumps } from './lattice-jumps.js';
import type { Fitting, StencilReport } from './lattice-jumps.js';

/** Settings of `tensorJumps`. */
export interface StencilOptions {
  /**
   * The longest jump allowed, in cells along one axis; 4 by default. A shorter one adds more to nearly singular tensors,
   * a longer one makes separators wide: elimination in the plane costs as the cube of it. */
  readonly maxRadius?: number;
  /** Factor ≥ 1 on what is added to a singular tensor, to see what the addition does; 1 by default. */
  readonly addition?: number;
}

/**
 * Emits the jumps of a Markov chain on the cells of a tensor grid that follows the SDE to second order, with rates ≥ 0
 * whatever D is.
 *
 * D diagonal, any axes: exponential fitting along each axis. With Φ = ∫ a_k/D_kk from node i to its neighbour j at distance
 * h, rate(i→j) = D_i B(−Φ)/(h w_i) and rate(j→i) = D_j B(Φ)/(h w_j): detailed balance holds exactly where the SDE has it.
 *
 * D full: in lattice coordinates, to which Itô's rule leads, D_ij/(θ′_i θ′_j) = Σ ρ_k e_k e_kᵀ by Selling and rate(x → x ± e_k) = ρ_k B(∓Φ), with Φ = e_k·D⁻¹a in
 * lattice units. Where D is constant on equal cells Φ is integrated along the jump, which keeps detailed balance; where D varies it is
 * taken at x, which keeps the mean drift equal to a(x) however singular D is, because B(−Φ) − B(Φ) = Φ.
 *
 * No jump crosses a plane where noise and drift across vanish (`closedPlanes`). A jump past a reflecting end is left out; one past an absorbing end goes there, at the rate of its shorter path.
 * Throws InputError for drift or diffusion that is not finite, a negative D_kk, axes that do
 * not match the coordinates, a maxRadius that is no integer ≥ 1, or an addition < 1.
 */
export function tensorJumps(
  sde: Sde,
  axes: readonly StencilAxis[],
  emit: EmitJump,
  options: StencilOptions = {},
): StencilReport {
  const lattice = openLattice(sde, axes);
  const d = lattice.dimension;
  const square = d * d;
  const tensors = sampleDiffusion(lattice);
  const closed = closedPlanes(lattice, tensors);
  if (tensors.every((value, k) => value === 0 || (k % square) % (d + 1) === 0)) {
    for (let k = 0; k < d; k++) axisJumps({ lattice, tensors, closed }, k, emit);
    return { kind: 'diagonal', radius: 1, regularisedCells: 0, largestAddition: 0, relativeAddition: 0 };
  }
  const metrics = axes.map((_, k) => latticeMetric(lattice, k));
  scaleToLattice(lattice, metrics, tensors);
  const { maxRadius = 4, addition = 1 } = options;
  if (!(addition >= 1 && addition < Infinity))
    throw new InputError('tensorJumps.addition', 'a factor of at least 1', `${addition}`, 'Use 2 to see the effect.');
  const fitting = { lattice, metrics, tensors, closed, maxRadius, addition };
  averageThinTensors(fitting);
  const constant =
    metrics.every(({ uniform }) => uniform) && tensors.every((value, k) => value === tensors[k % square]);
  return (constant ? constantJumps(fitting, emit) : undefined) ?? varyingJumps(fitting, emit);
}

/** D_ij/(θ′_i θ′_j) in place of D_ij. */
function scaleToLattice(lattice: Lattice, metrics: readonly LatticeMetric[], tensors: Float64Array): void {
  const d = lattice.dimension;
  for (let cell = 0; cell < lattice.size; cell++) {
    const slopes = metrics.map(({ slope }, k) => slope[indexAlong(lattice, cell, k)]);
    for (let i = 0; i < d; i++) for (let j = 0; j < d; j++) tensors[(cell * d + i) * d + j] /= slopes[i] * slopes[j];
  }
}

/** D at every node, size × d × d. */
function sampleDiffusion(lattice: Lattice): Float64Array {
  const square = lattice.dimension ** 2;
  const tensors = new Float64Array(lattice.size * square);
  const theta = new Float64Array(lattice.dimension);
  for (let cell = 0; cell < lattice.size; cell++) {
    nodeOf(lattice, cell, theta);
    diffusionAt(lattice, theta, tensors.subarray(cell * square, (cell + 1) * square));
  }
  return tensors;
}

/** Nearest-neighbour jumps along axis k, for diagonal D. */
function axisJumps(
  { lattice, tensors, closed }: Pick<Fitting, 'lattice' | 'tensors' | 'closed'>,
  k: number,
  emit: EmitJump,
): void {
  const d = lattice.dimension;
  const { centres, edges, periodic, absorbing } = lattice.axes[k];
  const last = centres.length - 1;
  const up = new Int32Array(d);
  up[k] = 1;
  const theta = new Float64Array(d);
  const pair = new Float64Array(2);
  const face = openFace(lattice, k);
  for (let cell = 0; cell < lattice.size; cell++) {
    const i = indexAlong(lattice, cell, k);
    const width = edges[i + 1] - edges[i];
    const D = tensors[cell * d * d + k * (d + 1)];
    nodeOf(lattice, cell, theta);
    if (i === 0 && !periodic && absorbing?.[0]) {
      pair[0] = pair[1] = D;
      face(theta, edges[0] - centres[0], pair);
      if (pair[0] > 0) emit(cell, throughEnd(k, 0), pair[0] / width);
    }
    const target = cellAfter(lattice, cell, up);
    const out = target === BEYOND;
    if ((out && !absorbing?.[1]) || target === cell || closed?.[k][i] === 1) continue;
    const j = i === last ? 0 : i + 1;
    // The last node's neighbour is the end of the grid, or on a periodic axis the first node beyond it.
    const beyond = out ? 0 : centres[0] - edges[0];
    const step = i === last ? edges[last + 1] - centres[last] + beyond : centres[j] - centres[i];
    pair[0] = D;
    pair[1] = out ? D : tensors[target * d * d + k * (d + 1)];
    face(theta, step, pair);
    if (pair[0] > 0) emit(cell, out ? throughEnd(k, 1) : target, pair[0] / width);
    if (pair[1] > 0 && !out) emit(target, cell, pair[1] / (edges[j + 1] - edges[j]));
  }
}

type Face = (theta: Float64Array, step: number, pair: Float64Array) => void;

/**
 * The two-point flux between θ and θ + step along axis k: `pair` comes with D_kk at both nodes and is left with
 * D B(−Φ)/|step| and the same from the other side, other·B(Φ)/|step|. Where D vanishes Φ has no meaning and the flux is upwind, with the mean drift on the face.
 */
function openFace(lattice: Lattice, k: number): Face {
  const d = lattice.dimension;
  const point = new Float64Array(d);
  const a = new Float64Array(d);
  const tensor = new Float64Array(d * d);
  return (theta, step, pair) => {
    const [D, other] = pair;
    point.set(theta);
    let phi = 0;
    let mean = 0;
    let smallest = Math.min(D, other);
    for (let g = 0; g < SEGMENT.nodes.length; g++) {
      point[k] = wrapped(lattice, k, theta[k] + step * SEGMENT.nodes[g]);
      driftAt(lattice, point, a);
      diffusionAt(lattice, point, tensor);
      const local = tensor[k * (d + 1)];
      smallest = Math.min(smallest, local);
      mean += SEGMENT.weights[g] * a[k] * Math.sign(step);
      phi += SEGMENT.weights[g] * (a[k] / local) * step;
    }
    const upwind = !(smallest > 0) || !Number.isFinite(phi);
    pair[0] = upwind ? Math.max(mean, 0) : (D * bernoulli(-phi)) / Math.abs(step);
    pair[1] = upwind ? Math.max(-mean, 0) : (other * bernoulli(phi)) / Math.abs(step);
  };
}
