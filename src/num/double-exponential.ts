import type { Rule } from './gauss.js';
import { compensatedSum } from './sum.js';

/**
 * A map from the line onto (0, ∞) by its logarithm and the derivative of that, so that a density with the matching decay falls
 * off double exponentially at both ends (Takahasi & Mori 1974; Mori 1985 for the maps).
 */
interface LogMap {
  readonly logarithm: (t: number) => number;
  readonly slope: (t: number) => number;
}

const MAPS = {
  gaussian: { logarithm: (t) => t / 2 - Math.exp(-t), slope: (t) => 0.5 + Math.exp(-t) },
  exponential: { logarithm: (t) => t - Math.exp(-t), slope: (t) => 1 + Math.exp(-t) },
  algebraic: { logarithm: (t) => (Math.PI / 2) * Math.sinh(t), slope: (t) => (Math.PI / 2) * Math.cosh(t) },
} satisfies Record<string, LogMap>;

/** Half of a probability density: proportional to `density` on (0, reach), of no weight beyond. */
export interface HalfLine {
  readonly decay: keyof typeof MAPS;
  readonly density: (z: number) => number;
  readonly reach: number;
}

/**
 * Trapezoidal rule with n ≥ 2 nodes in the variable t of a double exponential map, its weights scaled to sum to 1. Nodes crowd
 * at 0, so poles of the integrand near 0 and jumps or kinks at 0 cost little: 32 nodes integrate cos z against a half Gaussian
 * to 10⁻¹³, 64 nodes tanh(20z)² to 10⁻¹¹, where Gauss–Hermite rules of 64 and 256 nodes reach 10⁻¹⁶ and 0.03.
 */
export function halfLineRule(n: number, { decay, density, reach }: HalfLine): Rule {
  const map = MAPS[decay];
  // What lies below 10⁻¹⁸ weighs less than rounding for any density that is finite at 0.
  const first = invert(map, Math.log(1e-18));
  const last = invert(map, Math.log(reach));
  const times = Float64Array.from({ length: n }, (_, i) => first + ((last - first) * i) / (n - 1));
  const nodes = times.map((t) => Math.exp(map.logarithm(t)));
  const weights = times.map((t, i) => nodes[i] * map.slope(t) * density(nodes[i]));
  const sum = compensatedSum(weights);
  return { nodes, weights: weights.map((weight) => weight / sum) };
}

/** t with logarithm(t) = target, by bisection on an increasing function. */
function invert(map: LogMap, target: number): number {
  let [low, high] = [-700, 1500];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (map.logarithm(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}
