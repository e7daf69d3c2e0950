import { InputError } from '../../../src/num/input-error.js';
import type { Sde } from '../../../src/sde/sde.js';
import type { SdeStep } from './step.js';

/**
 * Euler & Maruyama: θ ← θ + a Δt + B ΔW with B Bᵀ = 2D. Any dimension; strong order ½ (1 for additive noise), weak order 1.
 * Throws InputError where D(θ) is not positive semi-definite.
 */
export function eulerStep(sde: Sde): SdeStep {
  const n = sde.names.length;
  const a = new Float64Array(n);
  const D = new Float64Array(n * n);
  return (theta, dt, dw) => {
    sde.drift(theta, a);
    sde.diffusion(theta, D);
    factor(D, n);
    for (let i = 0; i < n; i++) {
      let move = a[i] * dt;
      for (let j = 0; j <= i; j++) move += D[i * n + j] * dw[j];
      theta[i] += move;
    }
  };
}

/**
 * The lower triangle L of L Lᵀ = 2D, in place. A pivot below 10⁻¹² of its diagonal entry is rounding and counts as zero:
 * gradient noise often has fewer directions than there are parameters, and its square root would otherwise be 10⁻⁸ of a
 * spurious one. The column below a zero pivot is then zero too.
 */
function factor(D: Float64Array, n: number): void {
  for (let j = 0; j < n; j++) {
    const diagonal = 2 * D[j * n + j];
    let pivot = diagonal;
    for (let k = 0; k < j; k++) pivot -= D[j * n + k] ** 2;
    // A diverging chain brings infinities, which the caller counts; only a finite negative pivot is wrong input.
    if (diagonal < 0 || pivot < -1e-8 * diagonal) {
      throw new InputError(
        'sde.diffusion',
        'a positive semi-definite matrix',
        `pivot ${pivot} at row ${j}`,
        'Check D(θ).',
      );
    }
    const root = pivot <= 1e-12 * diagonal ? 0 : Math.sqrt(pivot);
    D[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = 2 * D[i * n + j];
      for (let k = 0; k < j; k++) sum -= D[i * n + k] * D[j * n + k];
      D[i * n + j] = root > 0 ? sum / root : 0;
    }
  }
}
