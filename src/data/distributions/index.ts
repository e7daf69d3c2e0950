import { bernoulli } from './bernoulli.js';
import { constant } from './constant.js';
import { discrete } from './discrete.js';
import type { LawFamily } from './distribution.js';
import { exponential } from './exponential.js';
import { laplace } from './laplace.js';
import { lognormal } from './lognormal.js';
import { normal } from './normal.js';
import { rademacher } from './rademacher.js';
import { student } from './student.js';
import { uniform } from './uniform.js';

/** Every law a column may have, by name. A new one is a file beside this and a word here. */
export const lawFamilies: ReadonlyMap<string, LawFamily> = new Map(
  [normal, uniform, rademacher, bernoulli, discrete, laplace, student, exponential, lognormal, constant].map(
    (family) => [family.name, family],
  ),
);
