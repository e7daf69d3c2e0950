/** JUDGE: closed forms, distances, comparisons and studies that a solver's result is held against. */
export { againstClosedForm, type ClosedFormJudgement } from './against-closed-form.js';
export { closedFormFor, closedForms, normalised, type ClosedForm, type LinearProblem } from './closed-forms/index.js';
export { totalVariation } from './distances/total-variation.js';
export { wasserstein1 } from './distances/wasserstein.js';
export { kolmogorovSmirnov, kolmogorovSmirnovCells } from './distances/kolmogorov-smirnov.js';
export { chiSquare } from './distances/chi-square.js';
export { binnedLaw, coarseEdges, type BinnedLaw } from './compare/binned-law.js';
export { comparePair, jointPair } from './compare/pair.js';
export { planeLaw } from './compare/plane-law.js';
export { steadyLaw } from './compare/steady-law.js';
export { tailOfCounts, tailOfDensity, correctionsOf, type TailFit } from './tails/tail-fit.js';
export { sampledTail } from './tails/sampled-tail.js';
export { tanhFluctuations } from './fluctuation/tanh-nets.js';
export { sgdBias } from './studies/sgd-bias.js';
export { studies } from './all-studies.js';
export type { Check, Study } from './study.js';
export { phaseDiagram, regimeLines, seenRegime, type PhaseDiagram, type Regime } from './regimes.js';
export { illustrations, type Illustration } from './figures/index.js';
