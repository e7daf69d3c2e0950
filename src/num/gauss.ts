import { compensatedSum } from './sum.js';

/**
 * Gauss rules from three-term recurrences. The monic orthogonal polynomials of a probability measure satisfy
 *   P₀ = 1,  x·Pₙ = Pₙ₊₁ + aₙ·Pₙ + bₙ·Pₙ₋₁,  ‖Pₙ‖² = b₁·b₂⋯bₙ
 * (Gautschi, *Orthogonal Polynomials: Computation and Approximation*, 2004, §1.3). The n nodes are the zeros of Pₙ, which are the
 * eigenvalues of the tridiagonal Jacobi matrix, and the weights are 1/Σ_{k<n} pₖ(node)² with the orthonormal pₖ = Pₖ/‖Pₖ‖.
 */

/** The recurrence of a probability measure. `symmetric` promises aₙ = 0 for all n; b is asked for n ≥ 1 only. */
export interface Recurrence {
  readonly symmetric: boolean;
  a(n: number): number;
  b(n: number): number;
}

/** A quadrature rule Σ weights[i]·f(nodes[i]); the weights of a probability measure sum to 1. */
export interface Rule {
  readonly nodes: Float64Array;
  readonly weights: Float64Array;
}

/** Uniform density on [−1, 1]. */
export const legendre: Recurrence = { symmetric: true, a: () => 0, b: (n) => (n * n) / (4 * n * n - 1) };

/** Standard normal density exp(−x²/2)/√(2π). */
export const hermite: Recurrence = { symmetric: true, a: () => 0, b: (n) => n };

/** Exponential density exp(−x) on [0, ∞). */
export const laguerre: Recurrence = { symmetric: false, a: (n) => 2 * n + 1, b: (n) => n * n };

/** Density proportional to (1−x²)^(λ−1/2) on [−1, 1], for λ > −1/2. */
export function gegenbauer(lambda: number): Recurrence {
  // The case n = 1 is written with its common factor λ cancelled, which the general form would divide by at λ = 0.
  const b = (n: number): number =>
    n === 1 ? 1 / (2 * (1 + lambda)) : (n * (n + 2 * lambda - 1)) / (4 * (n + lambda) * (n + lambda - 1));
  return { symmetric: true, a: () => 0, b };
}

/**
 * The rule with n nodes, ascending, exact for polynomials of degree 2n − 1. Zeros are bracketed by Sturm counts, which cannot
 * fail, and polished by Newton's method; symmetric measures give exactly symmetric rules. Weights keep their relative accuracy
 * down to underflow because the sum they come from has no negative term. Cost O(n²): 2 ms at n = 64, 0.15 s at n = 512.
 */
export function gaussRule(recurrence: Recurrence, n: number): Rule {
  const a = Float64Array.from({ length: n }, (_, k) => recurrence.a(k));
  const rootB = Float64Array.from({ length: n }, (_, k) => (k === 0 ? 0 : Math.sqrt(recurrence.b(k))));
  const nodes = new Float64Array(n);
  const weights = new Float64Array(n);
  const [lower, upper] = gershgorin(a, rootB);
  const first = recurrence.symmetric ? Math.floor(n / 2) : 0;
  for (let i = first; i < n; i++) {
    const central = recurrence.symmetric && 2 * i + 1 === n;
    nodes[i] = central ? 0 : zero(a, rootB, i, [i > first ? nodes[i - 1] : lower, upper]);
    weights[i] = evaluate(a, rootB, nodes[i]).weight;
    if (recurrence.symmetric) {
      nodes[n - 1 - i] = central ? 0 : -nodes[i];
      weights[n - 1 - i] = weights[i];
    }
  }
  return { nodes, weights };
}

/** Zero number i (0-based, ascending): 20 halvings by Sturm count, then Newton steps that never leave the bracket. */
function zero(a: Float64Array, rootB: Float64Array, i: number, bracket: readonly [number, number]): number {
  let [low, high] = bracket;
  let x = low;
  for (let step = 0; step < 200; step++) {
    const newton = step < 20 ? NaN : x - evaluate(a, rootB, x).newtonStep;
    const next = newton > low && newton < high ? newton : 0.5 * (low + high);
    const done = Math.abs(next - x) <= 1e-16 * Math.abs(next) || next === low || next === high;
    x = next;
    if (done) break;
    if (zerosBelow(a, rootB, x) > i) high = x;
    else low = x;
  }
  return x;
}

/** Number of eigenvalues of the Jacobi matrix below x (signs of the pivots of J − x; Golub & Van Loan, §8.4.1). */
function zerosBelow(a: Float64Array, rootB: Float64Array, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let k = 0; k < a.length; k++) {
    pivot = a[k] - x - (k === 0 ? 0 : (rootB[k] * rootB[k]) / pivot);
    if (pivot === 0) pivot = -1e-300; // a zero pivot is moved by less than rounding
    if (pivot < 0) count++;
  }
  return count;
}

/** Pₙ/Pₙ′ and the weight 1/Σ pₖ² at x, by the orthonormal recurrence, rescaled on the way so that nothing overflows. */
function evaluate(a: Float64Array, rootB: Float64Array, x: number): { newtonStep: number; weight: number } {
  const n = a.length;
  let [p, before, slope, slopeBefore, squares, scale] = [1, 0, 0, 0, 1, 1];
  for (let k = 0; k < n; k++) {
    // The norm of Pₙ itself does not matter for Pₙ/Pₙ′, and a discrete measure has none.
    const norm = k + 1 < n ? rootB[k + 1] : 1;
    const next = ((x - a[k]) * p - rootB[k] * before) / norm;
    const slopeNext = (p + (x - a[k]) * slope - rootB[k] * slopeBefore) / norm;
    [before, p, slopeBefore, slope] = [p, next, slope, slopeNext];
    if (k + 1 < n) squares += p * p;
    if (Math.abs(p) > 1e100 || Math.abs(slope) > 1e100) {
      [p, before, slope, slopeBefore] = [p * 1e-100, before * 1e-100, slope * 1e-100, slopeBefore * 1e-100];
      squares *= 1e-200;
      scale *= 1e-200;
    }
  }
  return { newtonStep: p / slope, weight: scale / squares };
}

function gershgorin(a: Float64Array, rootB: Float64Array): [number, number] {
  const radius = Array.from(a, (_, k) => rootB[k] + (k + 1 < a.length ? rootB[k + 1] : 0));
  const lower = Math.min(...radius.map((r, k) => a[k] - r));
  const upper = Math.max(...radius.map((r, k) => a[k] + r));
  const margin = 1e-6 * (upper - lower) + 1e-6 * Math.max(Math.abs(lower), Math.abs(upper)) + 1e-300;
  return [lower - margin, upper + margin];
}

/**
 * The recurrence of the discrete measure Σ weights[i]·δ(nodes[i]) up to degree `degree` < number of nodes, by Stieltjes'
 * procedure (Gautschi 2004, §2.2.3.1). Accurate while degree is well below the number of nodes or that number is small (≲ 30).
 */
export function stieltjes(nodes: Float64Array, weights: Float64Array, degree: number): Recurrence {
  const a = new Float64Array(degree + 1);
  const b = new Float64Array(degree + 1);
  let p = new Float64Array(nodes.length).fill(1);
  let before = new Float64Array(nodes.length);
  let norm = 1;
  for (let k = 0; k <= degree; k++) {
    const square = compensatedSum(
      p.map((value) => value * value),
      weights,
    );
    a[k] =
      compensatedSum(
        p.map((value, i) => nodes[i] * value * value),
        weights,
      ) / square;
    b[k] = k === 0 ? 0 : square / norm;
    norm = square;
    const [current, previous] = [p, before];
    p = current.map((value, i) => (nodes[i] - a[k]) * value - b[k] * previous[i]);
    before = current;
  }
  return { symmetric: a.every((value) => value === 0), a: (n) => a[n], b: (n) => b[n] };
}

/** The rule of the symmetric measure whose half on (0, ∞) `half` integrates. */
export function mirrored(half: Rule): Rule {
  const nodes = Float64Array.of(...half.nodes.map((node) => -node).reverse(), ...half.nodes);
  const weights = half.weights.map((weight) => weight / 2);
  return { nodes, weights: Float64Array.of(...weights.toReversed(), ...weights) };
}
