/** JUDGE: closed forms, distances and comparisons that a solver's result is held against. */
export { againstClosedForm, type ClosedFormJudgement } from './against-closed-form.js';
export { closedFormFor, closedForms, normalised, type ClosedForm, type LinearProblem } from './closed-forms/index.js';
export { totalVariation } from './distances/total-variation.js';
export { wasserstein1 } from './distances/wasserstein.js';
export { kolmogorovSmirnov } from './distances/kolmogorov-smirnov.js';
