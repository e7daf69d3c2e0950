import { rows } from '../../src/data/rows.js';
import { model } from '../../src/model/symbolic-loss.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import { equalRelative, atLeast, type Study } from '../study.js';

const ROWS = [
  [0.3, 1.1, 0.5],
  [-1.2, 0.2, -1.6],
  [0.8, -0.7, 1.3],
  [1.9, 0.5, 0.7],
  [-0.4, -1.4, -0.2],
];
/** u = (a, b), w = (c, d). */
const [U, W] = [
  [1.4, -0.3],
  [0.6, 0.9],
];

/** A_ki = ∂ℓ/∂(u_i w_k) of one row (x, z, y) for f = a c x + 2 a d z + b c xz − b d x. */
function slopes([x, z, y]: readonly number[]): number[][] {
  const features = [
    [x, 2 * z],
    [x * z, -x],
  ];
  let f = 0;
  for (let i = 0; i < 2; i++) for (let k = 0; k < 2; k++) f += U[i] * W[k] * features[i][k];
  return [0, 1].map((k) => [0, 1].map((i) => 2 * (f - y) * features[i][k]));
}

/** uᵀ(E[MᵀM] − E[M]ᵀE[M])u. */
function form(matrices: readonly number[][][], u: readonly number[]): number {
  const images = matrices.map((M) => M.map((row) => row.reduce((sum, m, i) => sum + m * u[i], 0)));
  const n = images.length;
  return [0, 1].reduce((sum, k) => {
    const mean = images.reduce((s, image) => s + image[k] / n, 0);
    return sum + images.reduce((s, image) => s + (image[k] - mean) ** 2 / n, 0);
  }, 0);
}

/** The matrices of Theorem 3.1. */
export const errataBalanceMatrices: Study = {
  name: 'errata-balance-matrices',
  claim: 'C_1 = E[AᵀA] − E[A]ᵀE[A] is the noise of w with A_ki = ∂ℓ/∂(u_i w_k), not with A_ik as Eq. (35) has it.',
  reference: '[NB] Th. 3.1 against Eq. (35)',
  cost: 0.1,
  run: () => {
    const data = rows({ x: ROWS.map((r) => r[0]), z: ROWS.map((r) => r[1]), y: ROWS.map((r) => r[2]) });
    const text = { parameters: ['a', 'b', 'c', 'd'], prediction: 'a*c*x + 2*a*d*z + b*c*z*x - b*d*x' };
    const sde = sgd(model(text), data, { temperature: 2 });
    const D = new Float64Array(16);
    sde.diffusion([...U, ...W], D);
    const noise = { u: D[0] + D[5], w: D[10] + D[15] };
    const A = ROWS.map(slopes);
    const transposed = A.map((M) => [0, 1].map((i) => [0, 1].map((k) => M[k][i])));
    return [
      equalRelative('Tr Cov ∇_w ℓ over uᵀC_1u with A_ki', noise.w / form(A, U), 1, 1e-12),
      equalRelative('Tr Cov ∇_u ℓ over wᵀC_2w with A_ki', noise.u / form(transposed, W), 1, 1e-12),
      atLeast('with A_ik: |ratio − 1| for w', Math.abs(noise.w / form(transposed, U) - 1), 0.1),
      atLeast('with A_ik: |ratio − 1| for u', Math.abs(noise.u / form(A, W) - 1), 0.1),
    ];
  },
};
