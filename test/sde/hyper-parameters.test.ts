import { describe, expect, it } from 'vitest';
import type { SgdOptions } from '../../src/sde/hyper-parameters.js';
import { hyperParameters } from '../../src/sde/hyper-parameters.js';

describe('hyperParameters', () => {
  it('reduces the settings to T, γ and the modification', () => {
    expect(hyperParameters({ learningRate: 0.1, batchSize: 4 })).toEqual({
      temperature: 0.025,
      weightDecay: 0,
      modification: 0,
    });
    expect(hyperParameters({ temperature: 0, weightDecay: 1 })).toEqual({
      temperature: 0,
      weightDecay: 1,
      modification: 0,
    });
    expect(hyperParameters({ temperature: 0.5, modifiedLoss: 'paper' }).modification).toBe(0.5);
    expect(hyperParameters({ temperature: 0.5, learningRate: 0.7, modifiedLoss: true }).modification).toBe(0.7);
    expect(hyperParameters({ temperature: 0.025, learningRate: 0.1, batchSize: 4 }).temperature).toBe(0.025);
  });

  const refused: readonly [SgdOptions, RegExp][] = [
    [{ learningRate: 0, batchSize: 1 }, /sgd\.learningRate: a number > 0, got 0/],
    [{ learningRate: NaN, batchSize: 1 }, /sgd\.learningRate/],
    [{ learningRate: 0.1, batchSize: 0.5 }, /sgd\.batchSize: a whole number ≥ 1, got 0\.5/],
    [{ temperature: -1 }, /sgd\.temperature: a number ≥ 0/],
    [{ temperature: NaN }, /sgd\.temperature/],
    [{ temperature: 1, weightDecay: -0.1 }, /sgd\.weightDecay: a number ≥ 0/],
    [{ temperature: 1, modifiedLoss: 'book' as never }, /sgd\.modifiedLoss: true, false or "paper"/],
    [{}, /sgd: a temperature, or a learning rate and a batch size, got no learning rate/],
    [{ learningRate: 0.1 }, /got no batch size/],
    [
      { learningRate: 0.1, batchSize: 4, temperature: 0.03 },
      /sgd\.temperature: learningRate\/batchSize = 0\.025, got 0\.03/,
    ],
    [{ temperature: 0.1, modifiedLoss: true }, /sgd\.modifiedLoss: a learning rate beside it/],
  ];
  it.each(refused)('refuses %j', (options, message) => {
    expect(() => hyperParameters(options)).toThrow(message);
  });
});
