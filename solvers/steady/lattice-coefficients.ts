import type { Axis } from '../../src/grid/axis.js';
import type { Grid } from '../../src/grid/grid.js';
import { transpose, type Csr } from '../../src/num/csr.js';
import { stridesOf } from './tensor-cells.js';

/**
 * The drift (d numbers per cell) and diffusion (d² numbers) that a generator follows, in lattice units, read off its jumps: rates
 * k± = ρB(∓Φ) from a cell along ±e mean diffusion ρ e eᵀ, with ρ = (k⁺ − k⁻)/ln(k⁺/k⁻), and drift (k⁺ − k⁻)e.
 */
export function latticeCoefficients(grid: Grid, rates: Csr): { drift: Float64Array; diffusion: Float64Array } {
  const d = grid.axes.length;
  const outward = transpose(rates);
  const strides = stridesOf(grid);
  const drift = new Float64Array(grid.size * d);
  const diffusion = new Float64Array(grid.size * d * d);
  const e = new Float64Array(d);
  for (let cell = 0; cell < grid.size; cell++) {
    for (let k = outward.rowStart[cell]; k < outward.rowStart[cell + 1]; k++) {
      const to = outward.column[k];
      if (to === cell || outward.value[k] === 0) continue;
      let opposite = 0;
      for (let i = 0; i < d; i++) {
        e[i] = step(grid.axes[i], cell, to, strides[i]);
        opposite += e[i] * strides[i];
      }
      const back = rateTo(outward, cell, cell - opposite);
      const forward = outward.value[k];
      // Each pair of jumps is met from both its ends, so that half of it counts here; a jump without opposite stands by itself.
      const rho = back > 0 ? logarithmicMean(forward, back) / 2 : forward / 2;
      for (let i = 0; i < d; i++) {
        drift[cell * d + i] += forward * e[i];
        for (let j = 0; j < d; j++) diffusion[(cell * d + i) * d + j] += rho * e[i] * e[j];
      }
    }
  }
  return { drift, diffusion };
}

/** Cells from one to the other along an axis, the short way round where it is periodic. */
function step({ cells: n, periodic }: Axis, from: number, to: number, stride: number): number {
  const straight = (Math.floor(to / stride) % n) - (Math.floor(from / stride) % n);
  if (!periodic || 2 * Math.abs(straight) <= n) return straight;
  return straight - Math.sign(straight) * n;
}

/** The rate from a cell to another one, 0 where there is no such jump; on wrapped axes the opposite is not looked for. */
function rateTo({ rowStart, column, value }: Csr, from: number, to: number): number {
  for (let k = rowStart[from]; k < rowStart[from + 1]; k++) if (column[k] === to) return value[k];
  return 0;
}

/** (a − b)/ln(a/b), between a and b. */
function logarithmicMean(a: number, b: number): number {
  const ratio = Math.log(a / b);
  return Math.abs(ratio) < 1e-6 ? (a + b) / 2 : (a - b) / ratio;
}
