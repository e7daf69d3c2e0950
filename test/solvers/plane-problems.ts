import { discretise, type DiscretisedSde } from '../../src/fv/discretise.js';
import { grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';

/** A linear drift Mθ under constant noise D. */
export function linearSde(M: readonly (readonly number[])[], D: readonly number[], names = ['u', 'w']): Sde {
  return {
    names,
    drift: (theta, out) => {
      M.forEach((row, i) => (out[i] = row.reduce((sum, m, j) => sum + m * theta[j], 0)));
    },
    diffusion: (_, out) => {
      out.set(D);
    },
  };
}

/** Turns while it decays: eigenvalues −1 ± 2i; full noise. */
export const turning = linearSde(
  [
    [-1, -2],
    [2, -1],
  ],
  [1, 0.3, 0.3, 0.5],
);

/** A double well along u, D = I, barrier 4 above the wells. */
export const doubleWell: Sde = {
  names: ['u', 'w'],
  drift: (theta, out) => {
    out[0] = -16 * theta[0] * (theta[0] ** 2 - 1);
    out[1] = -8 * theta[1];
  },
  diffusion: (_, out) => {
    out.set([1, 0, 0, 1]);
  },
};

/** An SDE on n × n cells of [−half, half]². */
export function onSquare(sde: Sde, half: number, n: number, other = n): DiscretisedSde {
  const [u, w] = sde.names;
  return discretise(sde, grid({ [u]: [-half, half, n], [w]: [-half, half, other] }));
}

/** A Gaussian at a point, as masses at the nodes that sum to 1. */
export function bell(
  { grid: { axes, size } }: DiscretisedSde,
  at: readonly [number, number],
  deviation: number,
): Float64Array {
  const n = axes[1].cells;
  const mass = Float64Array.from({ length: size }, (_, cell) => {
    const [x, y] = [axes[0].centres[Math.floor(cell / n)] - at[0], axes[1].centres[cell % n] - at[1]];
    return Math.exp(-(x * x + y * y) / (2 * deviation ** 2));
  });
  const sum = mass.reduce((a, b) => a + b, 0);
  return mass.map((m) => m / sum);
}

export function distance(u: Float64Array, v: Float64Array): number {
  return u.reduce((sum, x, i) => sum + Math.abs(x - v[i]), 0);
}

/** Σ m f over the nodes. */
export function average(
  { grid: { axes } }: DiscretisedSde,
  mass: Float64Array,
  f: (u: number, w: number) => number,
): number {
  const n = axes[1].cells;
  return mass.reduce(
    (sum, m, cell) => sum + m * f(axes[0].centres[Math.floor(cell / n)], axes[1].centres[cell % n]),
    0,
  );
}
