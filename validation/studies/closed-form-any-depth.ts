import { closedFormCheck } from '../closed-form-agreement.js';
import { generic, standard } from '../standard-problem.js';
import type { Study } from '../study.js';

/** Any depth and width. */
export const closedFormAnyDepth: Study = {
  name: 'closed-form-any-depth',
  claim: 'Finite volumes give the density of any depth and width, of either sign of E[xy].',
  reference: '[NB] Eqs. (14) and (94), with a lower limit v₀ > 0',
  cost: 0.9,
  run: () =>
    closedFormCheck(
      'any-depth',
      'depths 1 to 7',
      [
        standard({ depth: 2, temperature: 0.05 }),
        standard({ depth: 2, width: 3, temperature: 0.5 }),
        generic({ depth: 3, temperature: 0.3 }),
        generic({ depth: 7, width: 5, beta: [1.3, -0.8] }),
        generic({ depth: 1, weightDecay: 0.1 }),
        generic({ depth: 2, modifiedLoss: 'paper' }),
      ],
      1e-9,
    ),
};
