import { closedFormCheck } from '../closed-form-agreement.js';
import { interpolating } from '../standard-problem.js';
import type { Study } from '../study.js';

/** Data without noise at one v. */
export const closedFormInterpolation: Study = {
  name: 'closed-form-interpolation',
  claim: 'Where the noise vanishes at one v = k, finite volumes give the density on the side that drift leads to.',
  reference: '[NB] Eqs. (105)–(110) and Table 1, corrected',
  cost: 0.4,
  run: () => [
    ...closedFormCheck(
      'interpolation-depth-1',
      'two layers',
      [
        interpolating(1.2, 0, { weightDecay: 0.2 }),
        interpolating(1.2, -0.4, { temperature: 0.2 }),
        interpolating(0.8, 0.3, { temperature: 0.05 }),
      ],
      1e-8,
    ),
    ...closedFormCheck(
      'interpolation-depth-0',
      'one layer',
      [interpolating(1.2, 0.3, { depth: 0 }), interpolating(1.2, 0, { depth: 0, weightDecay: 0.2, temperature: 0.3 })],
      1e-8,
    ),
  ],
};
