import { closedFormCheck } from '../closed-form-agreement.js';
import { generic, standard } from '../standard-problem.js';
import type { Study } from '../study.js';

/** Linear regression. */
export const closedFormDepthZero: Study = {
  name: 'closed-form-depth-zero',
  claim: 'Finite volumes give the closed form of linear regression, also with weight decay and modified loss.',
  reference: '[NB] Eq. (12)',
  cost: 0.4,
  run: () =>
    closedFormCheck(
      'depth-0',
      'depth 0',
      [
        standard({ depth: 0 }),
        standard({ depth: 0, temperature: 3 }),
        generic({ depth: 0, weightDecay: 0.3 }),
        generic({ depth: 0, modifiedLoss: true, learningRate: 0.2 }),
      ],
      1e-9,
    ),
};
