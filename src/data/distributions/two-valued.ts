import type { Distribution } from './distribution.js';

/**
 * The law of a column that is `low` with probability 1 − p and `high` with probability p, scaled so that ξ is −p or 1 − p times
 * `high − low` over `scale`: a₀ = 0, a₁ = (1 − 2p)·r, b₁ = p(1 − p)·r² with r = (high − low)/scale.
 */
export function twoValued(text: string, values: readonly [number, number], p: number, scale: number): Distribution {
  const [low, high] = values;
  const r = (high - low) / scale;
  const [skew, variance] = [(1 - 2 * p) * r, p * (1 - p) * r * r];
  return {
    text,
    centre: low + p * (high - low),
    scale,
    recurrence: { symmetric: skew === 0, a: (n) => (n === 1 ? skew : 0), b: (n) => (n === 1 ? variance : 0) },
    momentsBelow: Infinity,
    atoms: 2,
    rule: () => ({ nodes: Float64Array.of(low, high), weights: Float64Array.of(1 - p, p) }),
  };
}
