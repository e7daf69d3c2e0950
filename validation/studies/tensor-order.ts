import { discretise } from '../../src/fv/discretise.js';
import { grid } from '../../src/grid/grid.js';
import type { Sde } from '../../src/sde/sde.js';
import { steadyState } from '../../solvers/steady/steady-state.js';
import { fittedOrder } from '../convergence.js';
import { atLeast, atMost, equal, type Study } from '../study.js';

/** dθ = −Aθ dt + √(2D) dW in the plane, with a current: AD is not symmetric. */
const A = [1.2, 0.5, -0.3, 0.8];
const D = [0.3, 0.12, 0.12, 0.2];
const sde: Sde = {
  names: ['p', 'q'],
  drift: ([p, q]: ArrayLike<number> & Iterable<number>, out) => {
    out[0] = -(A[0] * p + A[1] * q);
    out[1] = -(A[2] * p + A[3] * q);
  },
  diffusion: (_, out) => out.set(D),
};

/** The stationary covariance (s₁₁, s₁₂, s₂₂) of AS + SAᵀ = 2D, by Cramer's rule. */
function lyapunov(): [number, number, number] {
  const [a, b, c, d] = A;
  // Unknowns s11, s12, s22.
  const rows = [
    [2 * a, 2 * b, 0],
    [c, a + d, b],
    [0, 2 * c, 2 * d],
  ];
  const right = [2 * D[0], 2 * D[1], 2 * D[3]];
  const det = (m: number[][]): number =>
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) -
    m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
    m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
  const whole = det(rows);
  const solution = right.map(
    (_, k) => det(rows.map((row, i) => row.map((value, j) => (j === k ? right[i] : value)))) / whole,
  );
  return [solution[0], solution[1], solution[2]];
}

/** Two dimensions with a full diffusion tensor. */
export const tensorOrder: Study = {
  name: 'tensor-order',
  claim: 'With a full diffusion tensor and a current the scheme in the plane has rates ≥ 0 and is of second order.',
  reference: 'Lyapunov equation; Selling’s decomposition, docs/derivations/selling.md',
  cost: 1,
  run: (scale) => {
    const exact = lyapunov();
    const counts = scale > 1 ? [24, 36, 54, 81, 122] : [24, 36, 54];
    const runs = counts.map((cells) => {
      const generator = discretise(sde, grid({ p: [-4, 4, cells], q: [-4, 4, cells] }));
      const { mass } = steadyState(generator).value;
      const { axes } = generator.grid;
      const moment = (f: (p: number, q: number) => number): number =>
        mass.reduce((sum, m, i) => sum + m * f(axes[0].centres[Math.floor(i / cells)], axes[1].centres[i % cells]), 0);
      const found = [moment((p) => p * p), moment((p, q) => p * q), moment((_, q) => q * q)];
      return { generator, error: Math.max(...found.map((value, k) => Math.abs(value - exact[k]))) };
    });
    const { facts } = runs[0].generator;
    return [
      atLeast('smallest rate', facts.smallestRate, 0),
      atMost('largest column sum over its diagonal', facts.columnDefect, 1e-13),
      equal(
        'order of the error of the covariance',
        fittedOrder(
          counts,
          runs.map(({ error }) => error),
        ),
        2,
        0.35,
      ),
      atMost(`error of the covariance, ${counts.at(-1)}² cells`, runs.at(-1)!.error, 0.01),
    ];
  },
};
