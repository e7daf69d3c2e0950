import { discretise } from '../../src/fv/discretise.js';
import type { Generator } from '../../src/fv/generator.js';
import { axisFromMap } from '../../src/grid/axis.js';
import { gridOf, type Grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';
import { latticeCoefficients } from './lattice-coefficients.js';
import { stridesOf } from './tensor-cells.js';

/**
 * The generator on a grid with fewer cells of the process that a generator follows, read off its jumps (see `latticeCoefficients`), interpolated between
 * nodes and discretised anew. Its steady state is near that of the fine one, to start an iteration from. `cells` says how many along each axis.
 */
export function coarseGenerator(
  { grid, rates }: Pick<Generator, 'grid' | 'rates'>,
  cells: readonly number[],
): Generator {
  const d = grid.axes.length;
  const { drift, diffusion } = latticeCoefficients(grid, rates);
  const ratio = grid.axes.map((axis, k) => axis.cells / cells[k]);
  const at = interpolation(grid, ratio);
  const sde: Sde = {
    names: grid.axes.map(({ name }) => name),
    drift: (x, out) => {
      at(x, drift, d, out);
      for (let k = 0; k < d; k++) out[k] /= ratio[k];
    },
    diffusion: (x, out) => {
      at(x, diffusion, d * d, out);
      for (let k = 0; k < d * d; k++) out[k] /= ratio[Math.floor(k / d)] * ratio[k % d];
    },
  };
  // Lattice coordinates: cell I of n cells is [I, I + 1].
  const axes = grid.axes.map(({ name, periodic }, k) =>
    axisFromMap(name, 'auto', cells[k], (x) => x * cells[k], periodic),
  );
  return discretise(sde, gridOf(axes));
}

/** ln masses of the fine cells from those of the coarse ones: multilinear between nodes and beyond the outermost. */
export function refinedLogMass(fine: Grid, coarse: Grid, logMass: Float64Array): Float64Array {
  const d = fine.axes.length;
  const at = interpolation(
    coarse,
    fine.axes.map(() => 1),
    true,
  );
  const strides = stridesOf(fine);
  const [x, out] = [new Float64Array(d), new Float64Array(1)];
  return Float64Array.from({ length: fine.size }, (_, cell) => {
    for (let k = 0; k < d; k++) {
      const n = fine.axes[k].cells;
      x[k] = (((Math.floor(cell / strides[k]) % n) + 0.5) * coarse.axes[k].cells) / n;
    }
    at(x, logMass, 1, out);
    return out[0];
  });
}

type Interpolation = (x: ArrayLike<number>, table: Float64Array, width: number, out: Float64Array) => void;

/**
 * Multilinear interpolation of tables with `width` numbers per cell, at places in cells of a lattice that is `ratio` times coarser. Beyond the
 * outermost nodes the last two are continued where `extrapolate` is set, else the last stands.
 */
function interpolation(grid: Grid, ratio: readonly number[], extrapolate = false): Interpolation {
  const d = grid.axes.length;
  const strides = stridesOf(grid);
  const low = new Int32Array(d);
  const high = new Int32Array(d);
  const part = new Float64Array(d);
  return (x, table, width, out) => {
    for (let k = 0; k < d; k++) {
      const { cells: n, periodic } = grid.axes[k];
      const place = x[k] * ratio[k] - 0.5;
      const inside = periodic || extrapolate ? place : Math.min(Math.max(place, 0), n - 1);
      const first = periodic ? Math.floor(place) : Math.min(Math.max(Math.floor(inside), 0), Math.max(0, n - 2));
      part[k] = inside - first;
      low[k] = ((first % n) + n) % n;
      high[k] = periodic ? (low[k] + 1) % n : Math.min(first + 1, n - 1);
    }
    out.fill(0, 0, width);
    for (let corner = 0; corner < 1 << d; corner++) {
      let [weight, cell] = [1, 0];
      for (let k = 0; k < d; k++) {
        const upper = (corner >> k) & 1;
        weight *= upper === 1 ? part[k] : 1 - part[k];
        cell += (upper === 1 ? high[k] : low[k]) * strides[k];
      }
      if (weight === 0) continue;
      for (let c = 0; c < width; c++) out[c] += weight * table[cell * width + c];
    }
  };
}
