import { describe, expect, it } from 'vitest';
import type { TwoLayerShape } from '../../../src/model/two-layer.js';
import { networkBalance } from '../../../solvers/balance/network-balance.js';
import { trainNetwork } from '../../../solvers/balance/network-training.js';
import { identityData, randomWeights } from './networks.js';

const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

describe('trainNetwork', () => {
  for (const activation of ['linear', 'relu'] as const) {
    it(`a long run of SGD ends at the balance of its orbit (${activation})`, () => {
      const shape: TwoLayerShape = { activation, inputs: 4, width: 6, outputs: 4 };
      const data = identityData(4, 256, 7);
      const [learningRate, batchSize] = [0.01, 1];
      // SGD is known to second order in its step: h = η.
      const settings = { temperature: learningRate / batchSize, weightDecay: 0, modification: learningRate };
      const logs: number[] = [];
      const observe = (_: number, weights: Parameters<typeof networkBalance>[1]): void => {
        logs.push(Math.log(networkBalance(shape, weights, data, settings).value.layer.lambda));
      };
      const { outcome } = trainNetwork(shape, randomWeights(shape, 1, 7), data, {
        learningRate,
        batchSize,
        weightDecay: 0,
        steps: 60_000,
        seed: 3,
        every: 500,
        observe,
      });
      expect(outcome).toBe('converged');
      expect(Math.abs(logs[0])).toBeGreaterThan(0.05);
      // ln λ to the balanced point: 0 within the sampling error of block means over the second half.
      const late = logs.slice(logs.length / 2);
      const blocks = Array.from({ length: 6 }, (_, b) => mean(late.slice(b * 10, b * 10 + 10)));
      const error = Math.sqrt(mean(blocks.map((b) => (b - mean(blocks)) ** 2)) / 5);
      expect(Math.abs(mean(blocks))).toBeLessThan(4 * error + 1e-3);
    });
  }

  const shape: TwoLayerShape = { activation: 'linear', inputs: 2, width: 2, outputs: 2 };
  const options = { learningRate: 0.01, batchSize: 2, weightDecay: 0.1, steps: 20, seed: 1 };
  const data = identityData(2, 8, 1);
  it('repeats itself for a seed and leaves the weights given alone', () => {
    const weights = randomWeights(shape, 1, 1);
    const kept = weights.outer.slice();
    const [first, again, other] = [1, 1, 2].map(
      (seed) => trainNetwork(shape, weights, data, { ...options, seed }).value.outer,
    );
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(weights.outer).toEqual(kept);
  });
  it('tells of divergence and refuses a wrong number of steps', () => {
    const weights = randomWeights(shape, 10, 1);
    expect(trainNetwork(shape, weights, data, { ...options, learningRate: 10, steps: 100, every: 10 })).toMatchObject({
      outcome: 'diverged',
    });
    expect(() => trainNetwork(shape, weights, data, { ...options, steps: 1.5 })).toThrow(
      /^--train: a number of steps ≥ 0, got 1\.5\./,
    );
  });
});
