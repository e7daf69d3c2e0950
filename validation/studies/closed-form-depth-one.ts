import { closedFormCheck } from '../closed-form-agreement.js';
import { generic, standard } from '../standard-problem.js';
import type { Study } from '../study.js';

/** Two layers. */
export const closedFormDepthOne: Study = {
  name: 'closed-form-depth-one',
  claim: 'Finite volumes give the closed form of two layers from 0.003 T_c to 0.99 T_c, with decay and modified loss.',
  reference: '[NB] Eqs. (15) and (98)',
  cost: 0.6,
  run: () =>
    closedFormCheck(
      'depth-1',
      'depth 1',
      [
        ...[0.001, 0.05, 0.2, 0.33].map((temperature) => standard({ temperature })),
        generic({ weightDecay: 0.2, width: 4 }),
        generic({ beta: [1.3, -0.8], temperature: 0.2 }),
        generic({ modifiedLoss: true, learningRate: 0.15 }),
      ],
      1e-9,
    ),
};
