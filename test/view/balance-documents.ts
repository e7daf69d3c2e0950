import type { BalanceDocument } from '../../src/io/balance-document.js';

const rest = { command: 'balance', version: '1.2.3', warnings: ['mind the gap'], stats: { milliseconds: 5 } } as const;

/** A result for two parameters with made-up numbers. */
export function planeDocument(): BalanceDocument {
  return {
    ...rest,
    problem: { model: { parameters: ['u', 'w'], prediction: 'u*w*x' }, sgd: { learningRate: 0.1, batchSize: 4 } },
    result: {
      points: [
        { start: [2, 0.5], theta: [1, 1], lambda: 0.5, factors: [0.5, 2], residual: 1e-15, noiseU: 3, noiseW: 3 },
      ],
      convention: 'factor',
      ratio: { value: 1, lower: 1, upper: 1 },
      unbalanced: [
        { start: [0, 1], outcome: 'runaway', message: 'No balanced point: w collapses.' },
        { start: [0, 2], outcome: 'runaway', message: 'No balanced point: w collapses.' },
      ],
      parameters: ['u', 'w'],
      manifold: [
        [-1, -1],
        [1, 1],
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      pieces: [
        { first: 0, count: 2, closed: false },
        { first: 2, count: 3, closed: true },
      ],
      minima: [{ theta: [1, 1.2], loss: 0.25 }],
      flow: { times: [0, 1], lambda: [0, 1], charge: [3, 0] },
      trajectories: { times: [0, 10], gradientFlow: [3, 3], sgd: [3, 1], predicted: [3, 1.1], isotropic: [3, 4] },
    },
  };
}

/** A result for a network of three neurons with made-up numbers. */
export function networkDocument(): BalanceDocument {
  const model = { family: 'relu', width: 3, inputs: ['a', 'b'], outputs: ['y'], bias: true };
  const ratio = { value: 1.5, lower: 0.5, upper: Infinity };
  return {
    ...rest,
    warnings: [],
    problem: { model, sgd: { temperature: 0.01 } },
    result: {
      points: [
        {
          neuron: 1,
          theta: [1, 2, 3, 4],
          lambda: 2,
          residual: 1e-12,
          noiseU: 2,
          noiseW: 2,
          before: { noiseU: 1, noiseW: 4 },
          ratio,
        },
        {
          neuron: 3,
          theta: [1, 2, 3, 4],
          lambda: 1.1,
          residual: 1e-9,
          noiseU: 12,
          noiseW: 12,
          before: { noiseU: 9, noiseW: 16 },
          ratio,
        },
      ],
      convention: 'factor',
      ratio,
      unbalanced: [{ neuron: 2, outcome: 'noiseless', message: 'A dead neuron.' }],
      layer: { lambda: 1.4, residual: 0, noiseU: 14, noiseW: 14, ratio: 1.4 },
      fullRank: { active: 2, full: 1 },
      training: { steps: [0, 100], loss: [5, 1], low: [2, 0.5], median: [4, 1], high: [8, 2] },
    },
  };
}
