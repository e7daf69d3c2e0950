import { Matrix, solve } from 'ml-matrix';
import type { Sde } from '../../../src/sde/sde.js';

/** dθ = −Bθ dt + √(2D) dW in two or three coordinates u, w, z. */
export function linearSde(B: readonly (readonly number[])[], D: readonly (readonly number[])[]): Sde {
  return {
    names: ['u', 'w', 'z'].slice(0, B.length),
    drift: (x, out) => out.set(B.map((row) => -row.reduce((sum, b, j) => sum + b * x[j], 0))),
    diffusion: (_, out) => out.set(D.flat()),
  };
}

/** The tensor with eigenvalues `long` and `thin`, the first along the direction at `angle`. */
export function tilted(angle: number, long: number, thin: number): number[][] {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const off = (long - thin) * c * s;
  return [
    [long * c * c + thin * s * s, off],
    [off, long * s * s + thin * c * c],
  ];
}

/** The stationary covariance Σ of BΣ + ΣBᵀ = 2D. */
export function lyapunov(B: readonly (readonly number[])[], D: readonly (readonly number[])[]): Matrix {
  const d = B.length;
  const M = Matrix.zeros(d * d, d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        M.set(i * d + j, k * d + j, M.get(i * d + j, k * d + j) + B[i][k]);
        M.set(i * d + j, i * d + k, M.get(i * d + j, i * d + k) + B[j][k]);
      }
    }
  }
  const solution = solve(M, Matrix.columnVector(D.flat().map((x) => 2 * x)));
  return new Matrix(B.map((_, i) => B.map((__, j) => solution.get(i * d + j, 0))));
}
