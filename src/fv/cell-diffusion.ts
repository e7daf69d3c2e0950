import { diffusionAt, indexAlong, nodeOf } from './lattice.js';
import type { Lattice, LatticeMetric } from './lattice.js';
import { factorise, type Fitting } from './lattice-jumps.js';

/** D counts as thin where its smallest eigenvalue is at most this part of its trace, in lattice units. */
const THIN = 0.01;

/** Two Gauss points along an axis lie this far from the node, in cells. */
const GAUSS = 1 / Math.sqrt(12);

/**
 * Replaces thin tensors by their mean over the cell. SGD's noise may vanish across a line on which the drift points along it (|u| = |w| where
 * the loss depends on u·w): a node on that line could hardly be left, and would hold mass for its whole cell that the SDE holds on
 * the line alone. The mean differs from D at the node to second order, as the scheme does.
 * A tensor that vanishes is left alone: it may hold two parts of the grid apart.
 */
export function averageThinTensors({ lattice, metrics, tensors }: Fitting): void {
  const d = lattice.dimension;
  const square = d * d;
  const shifted = new Float64Array(square);
  for (let cell = 0; cell < lattice.size; cell++) {
    const tensor = tensors.subarray(cell * square, (cell + 1) * square);
    let trace = 0;
    for (let i = 0; i < d; i++) trace += tensor[i * (d + 1)];
    if (trace === 0) continue;
    shifted.set(tensor);
    for (let i = 0; i < d; i++) shifted[i * (d + 1)] -= THIN * trace;
    if (!factorise(shifted, d)) meanOver(lattice, metrics, cell, tensor);
  }
}

/** Writes the mean of D over a cell by two Gauss points along each axis. */
function meanOver(lattice: Lattice, metrics: readonly LatticeMetric[], cell: number, out: Float64Array): void {
  const d = lattice.dimension;
  const slope = metrics.map((metric, k) => metric.slope[indexAlong(lattice, cell, k)]);
  const [node, point, at] = [new Float64Array(d), new Float64Array(d), new Float64Array(d * d)];
  nodeOf(lattice, cell, node);
  out.fill(0);
  for (let corner = 0; corner < 1 << d; corner++) {
    for (let i = 0; i < d; i++) point[i] = node[i] + ((corner >> i) & 1 ? GAUSS : -GAUSS) * slope[i];
    diffusionAt(lattice, point, at);
    for (let i = 0; i < d; i++) {
      for (let j = 0; j < d; j++) out[i * d + j] += at[i * d + j] / (slope[i] * slope[j] * (1 << d));
    }
  }
}
