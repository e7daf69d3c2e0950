import type { Tridiagonal } from '../../../src/num/tridiagonal.js';
import type { Pole } from '../../../solvers/evolve/resolvent.js';
import { denseSolve } from '../hand-built.js';

/** v + 2 Re[α (τA − θ)⁻¹ v] by a real dense solve of twice the size. */
export function denseResolvent(chain: Tridiagonal, tau: number, pole: Pole, v: Float64Array): number[] {
  const n = chain.size;
  const matrix = Array.from({ length: 2 * n }, () => new Array<number>(2 * n).fill(0));
  for (let i = 0; i < n; i++) {
    for (const part of [0, n]) {
      matrix[part + i][part + i] += tau * chain.diagonal[i] - pole.thetaRe;
      const next = (i + 1) % n;
      if (next === 0 && !chain.cyclic) continue;
      matrix[part + next][part + i] += tau * chain.lower[i];
      matrix[part + i][part + next] += tau * chain.upper[i];
    }
    matrix[i][n + i] += pole.thetaIm;
    matrix[n + i][i] -= pole.thetaIm;
  }
  const x = denseSolve(matrix, [...v, ...new Array<number>(n).fill(0)]);
  return Array.from(v, (value, i) => value + 2 * (pole.alphaRe * x[i] - pole.alphaIm * x[n + i]));
}

/** Random rates over three decades for a line or a ring of n cells. */
export const randomRates = (n: number, random: () => number, cyclic: boolean) =>
  Array.from({ length: n }, (_, i) => (i < n - 1 || cyclic ? 10 ** (3 * random() - 1.5) : 0));
