import { describe, expect, it } from 'vitest';
import { addGradient, forwardPass } from '../../src/model/two-layer.js';
import type { TwoLayerShape, TwoLayerWeights } from '../../src/model/two-layer.js';
import { identityData, randomWeights } from '../solvers/balance/networks.js';

describe('two-layer networks', () => {
  for (const activation of ['linear', 'relu'] as const) {
    const shape: TwoLayerShape = { activation, inputs: 3, width: 4, outputs: 3 };
    const data = identityData(3, 20, 1);
    const weights = randomWeights(shape, 0.7, 1);

    it(`${activation}: the residual is f(x) − y by its definition`, () => {
      const { hidden, residual, loss } = forwardPass(shape, weights, data);
      let total = 0;
      for (let n = 0; n < 20; n++) {
        const f = [0, 0, 0];
        for (let i = 0; i < 4; i++) {
          const h = [0, 1, 2].reduce((sum, k) => sum + weights.inner[3 * i + k] * data.x[3 * n + k], 0);
          expect(hidden[4 * n + i]).toBeCloseTo(h, 14);
          const s = activation === 'relu' ? Math.max(h, 0) : h;
          for (let j = 0; j < 3; j++) f[j] += weights.outer[3 * i + j] * s;
        }
        f.forEach((value, j) => {
          expect(residual[3 * n + j]).toBeCloseTo(value - data.y[3 * n + j], 13);
          total += (value - data.y[3 * n + j]) ** 2;
        });
      }
      expect(loss).toBeCloseTo(total / 20, 12);
    });

    it(`${activation}: gradients are the differences of the loss`, () => {
      const gradient: TwoLayerWeights = { outer: new Float64Array(12), inner: new Float64Array(12) };
      for (let n = 0; n < 20; n++)
        addGradient(shape, weights, data, { n, scale: 1 / 20, out: gradient, r: new Float64Array(3) });
      const h = 1e-6;
      for (const key of ['outer', 'inner'] as const) {
        for (let k = 0; k < 12; k++) {
          const at = (shift: number) =>
            forwardPass(shape, { ...weights, [key]: weights[key].map((v, i) => (i === k ? v + shift : v)) }, data).loss;
          expect(gradient[key][k]).toBeCloseTo((at(h) - at(-h)) / (2 * h), 6);
        }
      }
    });
  }
});
