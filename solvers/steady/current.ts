import type { Generator } from '../../src/fv/generator.js';
import type { Csr } from '../../src/num/csr.js';
import type { LogDensity } from './elimination.js';
import { latticeCoefficients } from './lattice-coefficients.js';
import { displacement, indicesAlong, volumesOf } from './tensor-cells.js';

/** What flows in a steady state. */
export interface StationaryCurrent {
  /** The probability current density J_k at every node, one array per axis: probability per unit of time and of area across axis k. */
  readonly current: readonly Float64Array[];
  /**
   * Entropy production per unit of time, Σ over pairs of cells of F ln(m_i k_ij/(m_j k_ji)) with F = m_i k_ij − m_j k_ji
   * (Schnakenberg 1976, Rev. Mod. Phys. 48, 571, Eq. 7.6, in units of k_B). As cells shrink it tends to ∫ Jᵀ D⁻¹ J / p dθ, and this is
   * what is summed over the cells where some jumps have no way back, as they do where the stencil varies: see `entropyFrom`. Infinite
   * where D is singular along J.
   */
  readonly entropyProduction: number;
  readonly entropyFrom: 'pairs' | 'current';
  readonly detailedBalance: DetailedBalance;
}

/** How far a steady state is from detailed balance. */
export interface DetailedBalance {
  /** The largest |m_i k_ij − m_j k_ji| / (m_i k_ij + m_j k_ji) of a pair of cells: 0 with detailed balance, 1 for a one-way jump. */
  readonly largest: number;
  /** Σ |m_i k_ij − m_j k_ji| / Σ (m_i k_ij + m_j k_ji): what part of all jumps is not undone by jumps back. */
  readonly share: number;
  /** Whether `largest` is within rounding of 0. */
  readonly holds: boolean;
}

/** A reversible chain keeps detailed balance to about 1e-11 in doubles, through some hundred thousand eliminations. */
const ROUNDING = 1e-8;

/**
 * The stationary current, entropy production and breach of detailed balance of a generator with its steady state. A net flux F over a
 * jump by d carries F·d, half of it counted at either end, so J = ½ Σ F d / volume: second order inside; in cells at a
 * reflecting end the part of J across the end is halved. Differences are taken in logarithms: F has a small error relative to the
 * traffic m_i k_ij + m_j k_ji, whatever the masses span.
 */
export function stationaryCurrent(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  density: LogDensity,
): StationaryCurrent {
  const volumes = volumesOf(grid);
  const indices = grid.axes.map((_, k) => indicesAlong(grid, k));
  const current = grid.axes.map(() => new Float64Array(grid.size));
  let [entropyProduction, largest, net, traffic] = [0, 0, 0, 0];
  eachPair(rates, (i, j, forward, backward) => {
    const [out, back] = [density.mass[i] * forward, density.mass[j] * backward];
    const affinity = Math.log(forward) + density.logMass[i] - Math.log(backward) - density.logMass[j];
    // Both empty, or a cell without mass that nothing reaches: nothing flows.
    if (Number.isNaN(affinity) || (out === 0 && back === 0)) return;
    const flux = Math.abs(affinity) < 1 ? back * Math.expm1(affinity) : out - back;
    const share = Math.abs(Math.tanh(affinity / 2));
    largest = Math.max(largest, share);
    net += Math.abs(flux);
    traffic += out + back;
    if (flux !== 0) entropyProduction += flux * affinity;
    grid.axes.forEach((axis, k) => {
      const part = (flux * displacement(axis, indices[k][i], indices[k][j])) / 2;
      current[k][i] += part / volumes[i];
      current[k][j] += part / volumes[j];
    });
  });
  const share = traffic > 0 ? net / traffic : 0;
  const entropyFrom = entropyProduction < Infinity ? 'pairs' : 'current';
  if (entropyFrom === 'current') entropyProduction = productionOfCurrent({ grid, rates }, density, current);
  return { current, entropyProduction, entropyFrom, detailedBalance: { largest, share, holds: largest < ROUNDING } };
}

/** Σ 𝒥ᵀ D⁻¹ 𝒥 / m over the cells, 𝒥 = J · volume and D in lattice units, D as the jumps have it. */
function productionOfCurrent(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  { mass }: LogDensity,
  current: readonly Float64Array[],
): number {
  const d = grid.axes.length;
  const { diffusion } = latticeCoefficients(grid, rates);
  const volumes = volumesOf(grid);
  const indices = grid.axes.map((_, k) => indicesAlong(grid, k));
  let sum = 0;
  for (let cell = 0; cell < grid.size; cell++) {
    if (!(mass[cell] > 0)) continue;
    const flux = current.map((J, k) => (J[cell] * volumes[cell]) / grid.axes[k].widths[indices[k][cell]]);
    if (flux.every((J) => J === 0)) continue;
    sum += quadraticForm(diffusion.slice(cell * d * d, (cell + 1) * d * d), flux) / mass[cell];
  }
  return sum;
}

/** xᵀ D⁻¹ x by symmetric elimination; Infinity where D is singular along x. */
function quadraticForm(D: Float64Array, x: readonly number[]): number {
  const d = x.length;
  const y = x.slice();
  let sum = 0;
  for (let k = 0; k < d; k++) {
    const pivot = D[k * (d + 1)];
    if (y[k] === 0 && !(pivot > 0)) continue;
    if (!(pivot > 0)) return Infinity;
    sum += y[k] ** 2 / pivot;
    for (let i = k + 1; i < d; i++) {
      const factor = D[i * d + k] / pivot;
      y[i] -= factor * y[k];
      for (let j = k + 1; j < d; j++) D[i * d + j] -= factor * D[k * d + j];
    }
  }
  return sum;
}

/** Calls `visit` once for each pair of cells i < j that jump to each other, either way, with rate(i→j) and rate(j→i). */
function eachPair(rates: Csr, visit: (i: number, j: number, forward: number, backward: number) => void): void {
  const { rows, rowStart, column, value } = rates;
  for (let to = 0; to < rows; to++) {
    for (let k = rowStart[to]; k < rowStart[to + 1]; k++) {
      const from = column[k];
      if (from === to || value[k] === 0) continue;
      const reverse = entryAt(rates, from, to);
      if (from < to) visit(from, to, value[k], reverse);
      else if (reverse === 0) visit(to, from, 0, value[k]);
    }
  }
}

/** The entry in a row and a column, by bisection; columns ascend within rows. */
function entryAt({ rowStart, column, value }: Csr, row: number, col: number): number {
  let [low, high] = [rowStart[row], rowStart[row + 1] - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (column[middle] === col) return value[middle];
    if (column[middle] < col) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
