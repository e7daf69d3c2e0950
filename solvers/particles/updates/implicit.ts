import type { Update } from './update.js';

const MAXIMUM_ITERATIONS = 40;
const TOLERANCE = 1e-12;

/**
 * Implicit SGD, θ′ = θ − η g_batch(θ′): in closed form where the model knows it, else by Newton's method from θ with a
 * difference Jacobian and halved steps while the residual grows. The equation may have several solutions or none nearby;
 * a step that does not reach relative 10⁻¹² keeps its last iterate and counts as unsolved.
 */
export const implicit: Update = ({ learningRate: eta, parameters: n }) => {
  const old = new Float64Array(n);
  const g = new Float64Array(n);
  const residual = new Float64Array(n);
  const trial = new Float64Array(n);
  const move = new Float64Array(n);
  const J = new Float64Array(n * n);
  return (theta, _velocity, _stream, { gradient, solve }) => {
    if (solve !== null) {
      solve(theta);
      return 0;
    }
    old.set(theta);
    /** Residual x − θ + η g(x) and its largest entry. */
    const evaluate = (x: Float64Array, out: Float64Array): number => {
      gradient(x, g);
      let size = 0;
      for (let i = 0; i < n; i++) {
        out[i] = x[i] - old[i] + eta * g[i];
        size = Math.max(size, Math.abs(out[i]));
      }
      return size;
    };
    let size = evaluate(theta, residual);
    for (let iteration = 0; iteration < MAXIMUM_ITERATIONS; iteration++) {
      if (size <= TOLERANCE * scaleOf(theta)) return 0;
      for (let j = 0; j < n; j++) {
        trial.set(theta);
        const h = 1e-7 * Math.max(1, Math.abs(theta[j]));
        trial[j] += h;
        evaluate(trial, move);
        for (let i = 0; i < n; i++) J[i * n + j] = (move[i] - residual[i]) / h;
      }
      move.set(residual);
      if (!eliminate(J, move, n)) return 1;
      let share = 1;
      let next = Infinity;
      for (let halving = 0; halving < 30; halving++, share *= 0.5) {
        for (let i = 0; i < n; i++) trial[i] = theta[i] - share * move[i];
        next = evaluate(trial, residual);
        if (next < size || next <= TOLERANCE * scaleOf(trial)) break;
      }
      theta.set(trial);
      size = next;
    }
    return size <= TOLERANCE * scaleOf(theta) ? 0 : 1;
  };
};

function scaleOf(x: Float64Array): number {
  let scale = 1;
  for (const value of x) scale = Math.max(scale, Math.abs(value));
  return scale;
}

/** Solves J x = b in place with partial pivoting; false where J is singular to rounding. */
function eliminate(J: Float64Array, b: Float64Array, n: number): boolean {
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(J[i * n + k]) > Math.abs(J[p * n + k])) p = i;
    if (!(Math.abs(J[p * n + k]) > 1e-300)) return false;
    for (let j = 0; j < n; j++) [J[k * n + j], J[p * n + j]] = [J[p * n + j], J[k * n + j]];
    [b[k], b[p]] = [b[p], b[k]];
    for (let i = k + 1; i < n; i++) {
      const ratio = J[i * n + k] / J[k * n + k];
      for (let j = k; j < n; j++) J[i * n + j] -= ratio * J[k * n + j];
      b[i] -= ratio * b[k];
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) b[i] -= J[i * n + j] * b[j];
    b[i] /= J[i * n + i];
  }
  return true;
}
