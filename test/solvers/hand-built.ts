import type { Density } from '../../src/fv/density.js';
import type { Generator } from '../../src/fv/generator.js';
import { bernoulli } from '../../src/num/bernoulli.js';
import { assembleJumps } from '../../src/num/csr.js';
import type { Jumps } from '../../src/num/csr.js';
import type { Tridiagonal } from '../../src/num/tridiagonal.js';

/** A uniform lattice of n cells on [from, to]. */
export interface Cells {
  readonly n: number;
  readonly h: number;
  readonly x: Float64Array;
}

export function uniformCells(from: number, to: number, n: number): Cells {
  const h = (to - from) / n;
  return { n, h, x: Float64Array.from({ length: n }, (_, i) => from + h * (i + 0.5)) };
}

/** A generator from jumps alone: the grid and the measured facts are not looked at by the solvers. */
export function generatorOf(size: number, jumps: Jumps): Generator {
  const grid = { axes: [], size };
  const facts = { smallestRate: 0, columnDefect: 0, recurrentClasses: 1 };
  return { grid, rates: assembleJumps(size, jumps), facts };
}

/** Jumps i → i + 1 at up[i] and back at down[i]; the last entries, if not 0, join the last cell to the first. */
export function lineGenerator(up: ArrayLike<number>, down: ArrayLike<number>): Generator {
  const n = up.length;
  const [from, to, rate]: number[][] = [[], [], []];
  for (let i = 0; i < n; i++) {
    const next = (i + 1) % n;
    for (const [a, b, r] of [
      [i, next, up[i]],
      [next, i, down[i]],
    ]) {
      if (r === 0) continue;
      from.push(a);
      to.push(b);
      rate.push(r);
    }
  }
  return generatorOf(n, { from, to, rate });
}

/** Exponential fitting on uniform cells for dx = a dt + √(2D) dW, with potential(x) = ∫ a/D. */
export function fitted(cells: Cells, diffusion: (x: number) => number, potential: (x: number) => number): Generator {
  const { n, h, x } = cells;
  const [up, down] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i + 1 < n; i++) {
    const phi = potential(x[i + 1]) - potential(x[i]);
    up[i] = (diffusion(x[i]) * bernoulli(-phi)) / (h * h);
    down[i] = (diffusion(x[i + 1]) * bernoulli(phi)) / (h * h);
  }
  return lineGenerator(up, down);
}

/** Ornstein–Uhlenbeck with unit rate and unit variance: dx = −x dt + √2 dW. */
export function ornsteinUhlenbeck(cells: Cells): Generator {
  return fitted(
    cells,
    () => 1,
    (x) => -(x * x) / 2,
  );
}

/** Masses proportional to a function of x. */
export function densityOf(generator: Generator, cells: Cells, shape: (x: number) => number): Density {
  const mass = cells.x.map(shape);
  const sum = mass.reduce((a, b) => a + b, 0);
  return { grid: generator.grid, mass: mass.map((m) => m / sum) };
}

/** All mass in one cell. */
export function pointMass(generator: Generator, cell: number): Density {
  const mass = new Float64Array(generator.grid.size);
  mass[cell] = 1;
  return { grid: generator.grid, mass };
}

export const gaussian = (x: number, mean: number, variance: number): number =>
  Math.exp(-((x - mean) ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);

/** Σ |mass − h p(x)|. */
export function distanceTo(cells: Cells, mass: Float64Array, p: (x: number) => number): number {
  return mass.reduce((sum, m, i) => sum + Math.abs(m - cells.h * p(cells.x[i])), 0);
}

/** A chain from its rates, without a matrix. */
export function chainOf(lower: readonly number[], upper: readonly number[], cyclic = false): Tridiagonal {
  const size = lower.length;
  const diagonal = Float64Array.from(lower, (l, i) => -l - (i > 0 ? upper[i - 1] : cyclic ? upper[size - 1] : 0));
  return { size, lower: Float64Array.from(lower), diagonal, upper: Float64Array.from(upper), cyclic };
}

/** Observed orders of convergence of errors under halving. */
export const orders = (errors: readonly number[]): number[] => errors.slice(1).map((e, i) => Math.log2(errors[i] / e));

/** A dense solve with pivoting, for small independent checks. */
export function denseSolve(matrix: number[][], rhs: readonly number[]): number[] {
  const n = rhs.length;
  const a = matrix.map((row, i) => [...row, rhs[i]]);
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(a[i][k]) > Math.abs(a[best][k])) best = i;
    [a[k], a[best]] = [a[best], a[k]];
    for (let i = k + 1; i < n; i++) {
      const factor = a[i][k] / a[k][k];
      for (let j = k; j <= n; j++) a[i][j] -= factor * a[k][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i][n];
    for (let j = i + 1; j < n; j++) sum -= a[i][j] * x[j];
    x[i] = sum / a[i][i];
  }
  return x;
}

/** Uniform numbers in [0, 1) from a linear congruential generator: the same in every run. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}
