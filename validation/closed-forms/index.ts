/** Closed-form stationary densities of the diagonal-linear family, one per file, most specific first. */
import { anyDepth } from './any-depth.js';
import type { ClosedForm, LinearProblem } from './closed-form.js';
import { depthOne } from './depth-one.js';
import { depthZero } from './depth-zero.js';
import { infiniteDepth } from './infinite-depth.js';
import { interpolationDepthOne } from './interpolation-depth-one.js';
import { interpolationDepthZero } from './interpolation-depth-zero.js';
import { labelNoise } from './label-noise.js';

export type { ClosedForm, LinearProblem, Piece } from './closed-form.js';
export { normalised } from './piece.js';

/** Every closed form; [NB] in their references is arXiv:2308.06671. */
export const closedForms: readonly ClosedForm[] = [
  labelNoise,
  interpolationDepthZero,
  interpolationDepthOne,
  depthZero,
  depthOne,
  infiniteDepth,
  anyDepth,
];

/** The most specific closed form that is exact for this problem, or null. */
export function closedFormFor(p: LinearProblem): ClosedForm | null {
  return closedForms.find((form) => form.applies(p)) ?? null;
}
