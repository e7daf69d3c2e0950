import { closedFormCheck } from '../closed-form-agreement.js';
import { labelNoiseOnly } from '../standard-problem.js';
import type { Study } from '../study.js';

/** Gaussian, Gamma and generalised inverse Gaussian laws. */
export const closedFormLabelNoise: Study = {
  name: 'closed-form-label-noise',
  claim: 'With noise in the labels only, finite volumes give Gaussian, Gamma and generalised inverse Gaussian laws.',
  reference: '[NB] Eq. (14) with α₁ = α₂ = 0',
  cost: 0.5,
  run: () =>
    closedFormCheck(
      'label-noise',
      'label noise',
      [
        labelNoiseOnly(1, 1, { depth: 0, weightDecay: 0.2 }),
        labelNoiseOnly(1, 1),
        labelNoiseOnly(1.4, 0.6, { temperature: 1 }),
        labelNoiseOnly(1, 1, { depth: 2, width: 2 }),
        labelNoiseOnly(1, 0.8, { depth: 3, temperature: 0.4 }),
      ],
      1e-9,
    ),
};
