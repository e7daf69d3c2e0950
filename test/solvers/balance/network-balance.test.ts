import { describe, expect, it } from 'vitest';
import { addGradient, forwardPass } from '../../../src/model/two-layer.js';
import type { TwoLayerShape, TwoLayerWeights } from '../../../src/model/two-layer.js';
import { networkBalance, neuronBounds } from '../../../solvers/balance/network-balance.js';
import { neuronNoise } from '../../../solvers/balance/neuron-noise.js';
import { identityData, randomWeights } from './networks.js';

const plain = { temperature: 0.01, weightDecay: 0, modification: 0 };

describe('neuronNoise', () => {
  it('is the trace of the covariance of per-sample gradients', () => {
    const shape: TwoLayerShape = { activation: 'relu', inputs: 3, width: 4, outputs: 3 };
    const data = identityData(3, 30, 1);
    const weights = randomWeights(shape, 1, 2);
    const noise = neuronNoise(shape, weights, data, forwardPass(shape, weights, data));
    const samples = Array.from({ length: 30 }, (_, n) => {
      const out: TwoLayerWeights = { outer: new Float64Array(12), inner: new Float64Array(12) };
      addGradient(shape, weights, data, { n, scale: 1, out, r: new Float64Array(3) });
      return out;
    });
    for (const key of ['outer', 'inner'] as const) {
      for (let i = 0; i < 4; i++) {
        let [trace, norm] = [0, 0];
        for (let k = 3 * i; k < 3 * i + 3; k++) {
          const mean = samples.reduce((sum, s) => sum + s[key][k], 0) / 30;
          trace += samples.reduce((sum, s) => sum + (s[key][k] - mean) ** 2, 0) / 30;
          norm += mean * mean;
        }
        expect(noise[key][i]).toBeCloseTo(trace, 12);
        expect(noise[`${key}Mean`][i]).toBeCloseTo(norm, 12);
      }
    }
  });
});

describe('networkBalance', () => {
  // At the size of [NB] Fig. 2: 20 → 200 → 20, y = x + ε.
  for (const activation of ['linear', 'relu'] as const) {
    it(`balances every neuron of random ${activation} networks, inside the bounds`, () => {
      const shape: TwoLayerShape = { activation, inputs: 20, width: 200, outputs: 20 };
      for (let run = 0; run < 4; run++) {
        const data = identityData(20, 80, run);
        const weights = randomWeights(shape, 0.2, run);
        const { value, outcome } = networkBalance(shape, weights, data, plain);
        expect(outcome).toBe('converged');
        for (const { residual, noiseU, noiseW } of [...value.neurons, value.layer]) {
          expect(residual).toBeLessThan(1e-10);
          expect(Math.abs(noiseU - noiseW)).toBeLessThan(1e-10 * noiseU);
        }
        expect(forwardPass(shape, value.weights, data).loss).toBeCloseTo(value.loss, 10);
        for (const { neuron, lower, upper, fullRank } of neuronBounds(shape, weights, data, {
          settings: plain,
          neurons: [0, 77, 199],
        })) {
          expect(fullRank).toBe(true);
          expect(value.neurons[neuron].ratio).toBeGreaterThan(lower);
          expect(value.neurons[neuron].ratio).toBeLessThan(upper);
        }
      }
    });
  }

  it('obeys λ⁴ = wᵀC₂w / uᵀC₁u', () => {
    const shape: TwoLayerShape = { activation: 'linear', inputs: 4, width: 3, outputs: 4 };
    const data = identityData(4, 50, 3);
    const weights = randomWeights(shape, 1, 3);
    const before = neuronNoise(shape, weights, data, forwardPass(shape, weights, data));
    const { neurons, layer } = networkBalance(shape, weights, data, plain).value;
    neurons.forEach(({ lambda }, i) => expect(lambda ** 4 / (before.outer[i] / before.inner[i])).toBeCloseTo(1, 12));
    const total = (a: Float64Array) => a.reduce((sum, v) => sum + v, 0);
    expect(layer.lambda ** 4).toBeCloseTo(total(before.outer) / total(before.inner), 10);
  });

  it('includes weight decay and the modified loss, in the balance and in the bounds', () => {
    const shape: TwoLayerShape = { activation: 'relu', inputs: 4, width: 6, outputs: 4 };
    const data = identityData(4, 200, 4);
    const weights = randomWeights(shape, 1, 4);
    for (const settings of [
      { temperature: 0.02, weightDecay: 0.3, modification: 0 },
      { temperature: 0.02, weightDecay: 0.05, modification: 0.1 },
    ]) {
      const { neurons } = networkBalance(shape, weights, data, settings).value;
      const bounds = neuronBounds(shape, weights, data, { settings, neurons: neurons.map((_, i) => i) });
      neurons.forEach(({ residual, ratio, noiseU, noiseW }, i) => {
        expect(residual).toBeLessThan(1e-12);
        // Decay makes up for what the noises differ.
        expect(Math.abs(noiseU / noiseW - 1)).toBeGreaterThan(1e-6);
        expect(ratio).toBeGreaterThan(bounds[i].lower);
        expect(ratio).toBeLessThan(bounds[i].upper);
      });
    }
  });

  it('tells of dead neurons, vanishing weights and singular C', () => {
    const shape: TwoLayerShape = { activation: 'relu', inputs: 2, width: 3, outputs: 2 };
    const data = { count: 4, x: Float64Array.of(1, 1, 1, -1, 1, 2, 1, -2), y: Float64Array.of(1, 0, 2, 0, 3, 0, 4, 0) };
    // Neuron 0 is never active (its first input is a bias of 1), neuron 1 has u = 0, neuron 2 is sound.
    const weights = { outer: Float64Array.of(1, 1, 0, 0, 1, 0), inner: Float64Array.of(-9, 1, 9, 1, 9, 1) };
    const { value, outcome, message } = networkBalance(shape, weights, data, plain);
    expect(value.neurons.map((neuron) => neuron.outcome)).toEqual(['noiseless', 'runaway', 'converged']);
    expect(outcome).toBe('partly');
    expect(message).toMatch(/^2 of 3 neurons: Every point of the orbit is balanced/);
    expect(value.neurons[0].residual).toBeNaN();
    expect([...value.weights.outer.subarray(0, 4)]).toEqual([1, 1, 0, 0]);
    // The second output is never wrong, so C₁ has rank 1 and nothing bounds the ratio from above.
    const [bounds] = neuronBounds(shape, weights, data, { settings: plain, neurons: [2] });
    expect(bounds).toMatchObject({ upper: Infinity, ranks: [1, 2], fullRank: false });
    const zero = { outer: new Float64Array(6), inner: new Float64Array(6) };
    expect(
      networkBalance(shape, zero, data, plain).value.neurons.every((neuron) => neuron.outcome === 'noiseless'),
    ).toBe(true);
  });
});
