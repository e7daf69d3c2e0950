import { createChains } from '../../solvers/particles/chains.js';
import { sgdProcess } from '../../solvers/particles/sgd.js';
import { diagonalLinear } from '../../solvers/particles/trainable.js';
import { lawSource } from '../../solvers/particles/law-source.js';
import { atMost, equal, type Study } from '../study.js';

const START = [0.9, 0.3, 0.2, -0.6, 0.5, 0.1];

/** Theorem 4.1: what two layers never forget. */
export const memoryOfTwoLayers: Study = {
  name: 'memory-of-two-layers',
  claim:
    'At depth 1 SGD itself never changes the ratios of u_i + w_i, nor those of u_i − w_i: the effective width is that of the start.',
  reference: '[NB] Th. 4.1; one step is s → s(1 + 2ηq), t → t(1 − 2ηq) for all chains alike',
  cost: 0.2,
  run: (scale) => {
    const [depth, width] = [1, 3];
    const data = lawSource({ x: 'normal(0, 1)', e: 'normal(0, 1)', y: 'x + e' }, ['x', 'y']);
    const process = sgdProcess({ model: diagonalLinear(depth, width), data, learningRate: 0.05, batchSize: 2 });
    const chains = createChains(process, { count: 8, seed: 5, initial: (_, theta) => theta.set(START) });
    process.advance(chains, 2000 * scale);
    const sums = (theta: ArrayLike<number>, sign: number): number[] =>
      [0, 1, 2].map((i) => theta[2 * i] + sign * theta[2 * i + 1]);
    let [worst, shrunk, moved] = [0, 0, 0];
    for (let k = 0; k < chains.count; k++) {
      const theta = START.map((_, i) => chains.theta[i * chains.count + k]);
      const [s, s0] = [sums(theta, 1), sums(START, 1)];
      worst = Math.max(worst, ...[1, 2].map((i) => Math.abs((s[i] * s0[0]) / (s[0] * s0[i]) - 1)));
      shrunk = Math.max(shrunk, Math.hypot(...sums(theta, -1)) / Math.hypot(...s));
      moved += Math.abs(s[0] / s0[0] - 1) > 0.02 ? 1 : 0;
    }
    return [
      atMost(`relative change of the ratios of u_i + w_i over ${2000 * scale} steps of 8 runs`, worst, 1e-11),
      atMost('largest ‖u − w‖ over ‖u + w‖ at the end: balance', shrunk, 1e-2),
      equal('runs in which u_1 + w_1 itself moved by over 2 %', moved, 8, 2),
    ];
  },
};
