import { describe, expect, test } from 'vitest';
import { halfLineRule } from '../../src/num/double-exponential.js';

const average = (n: number, half: Parameters<typeof halfLineRule>[1], f: (z: number) => number): number => {
  const { nodes, weights } = halfLineRule(n, half);
  return nodes.reduce((sum, node, i) => sum + weights[i] * f(node), 0);
};

describe('halfLineRule', () => {
  const gaussian = { decay: 'gaussian', density: (z: number) => Math.exp((-z * z) / 2), reach: 13 } as const;
  const exponential = { decay: 'exponential', density: (z: number) => Math.exp(-z), reach: 80 } as const;
  const cauchy = { decay: 'algebraic', density: (z: number) => 1 / (1 + z * z), reach: 1e32 } as const;

  test.each([
    ['E cos z = exp(−1/2)', 32, gaussian, Math.cos, 0.6065306597126334],
    ['E z = √(2/π)', 32, gaussian, (z: number) => z, 0.7978845608028654],
    ['E z⁸ = 105', 64, gaussian, (z: number) => z ** 8, 105],
    ['E tanh(5z)²', 64, gaussian, (z: number) => Math.tanh(5 * z) ** 2, 0.8429617595625437],
    ['E cos z = 1/2', 64, exponential, Math.cos, 0.5],
    ['E z⁶ = 720', 64, exponential, (z: number) => z ** 6, 720],
    ['E tanh(5z)²', 64, exponential, (z: number) => Math.tanh(5 * z) ** 2, 0.8247622851868461],
    ['E tanh(5z)²', 128, cauchy, (z: number) => Math.tanh(5 * z) ** 2, 0.8764084099191218],
  ] as const)('%s with %i nodes', (_, n, half, f, exact) => {
    expect(Math.abs(average(n, half, f) / exact - 1)).toBeLessThan(1e-12);
  });

  test('nodes ascend within (0, reach] and weights are positive and sum to 1', () => {
    for (const half of [gaussian, exponential, cauchy]) {
      const { nodes, weights } = halfLineRule(100, half);
      expect(nodes.every((node, i) => node > (i === 0 ? 0 : nodes[i - 1]) && node <= half.reach * (1 + 1e-6))).toBe(
        true,
      );
      expect(weights.every((w) => w >= 0)).toBe(true);
      expect(weights.reduce((sum, w) => sum + w)).toBeCloseTo(1, 14);
    }
  });
});
