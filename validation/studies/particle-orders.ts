import type { Sde } from '../../src/sde/sde.js';
import { studyOrder } from '../../solvers/particles/order-study.js';
import { sdeStep } from '../../solvers/particles/sde-process.js';
import { equal, type Study } from '../study.js';

const [MU, SIGMA] = [0.8, 1];

/** dx = μx dt + σx dW, whose noise is multiplicative as that of SGD is, and whose paths are known. */
const geometric: Sde = {
  names: ['x'],
  drift: (at, out) => void (out[0] = MU * at[0]),
  diffusion: (at, out) => void (out[0] = 0.5 * (SIGMA * at[0]) ** 2),
};

/** Particles of an SDE. */
export const particleOrders: Study = {
  name: 'particle-orders',
  claim: 'Euler–Maruyama converges with strong order ½ and weak order 1, Milstein with strong and weak order 1.',
  reference: 'Kloeden & Platen, Numerical Solution of SDEs, sections 10.2 and 10.3',
  cost: 1,
  run: (scale) => {
    const orders = (method: 'euler' | 'milstein') =>
      studyOrder({
        step: sdeStep(geometric, method),
        start: 1,
        time: 1,
        exact: (w) => Math.exp(MU - 0.5 * SIGMA * SIGMA + SIGMA * w),
        steps: [16, 32, 64, 128, 256],
        paths: 3000 * scale,
        seed: 1,
      });
    const [euler, milstein] = [orders('euler'), orders('milstein')];
    return [
      equal('Euler–Maruyama: strong order', euler.strongOrder, 0.5, 0.06),
      equal('Euler–Maruyama: weak order', euler.weakOrder, 1, 0.15),
      equal('Milstein: strong order', milstein.strongOrder, 1, 0.06),
      equal('Milstein: weak order', milstein.weakOrder, 1, 0.15),
    ];
  },
};
