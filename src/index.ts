/** DESCRIBE: data laws, losses, SDEs, grids, generators, figures and file formats — pure functions and plain data. */
export { InputError } from './num/input-error.js';
export type { Csr } from './num/csr.js';
export type { DataLaw } from './data/law.js';
export { law } from './data/analytic.js';
export { rows } from './data/rows.js';
export { readCsv } from './data/csv.js';
export { regressionMoments, type RegressionMoments } from './data/moments.js';
export { model, type SymbolicModel } from './model/symbolic-loss.js';
export { rescalingSymmetries } from './model/symmetry.js';
export {
  criticalTemperature,
  globalMinimum,
  sdeValidityWarning,
  type DiagonalLinearProblem,
} from './model/diagonal-linear.js';
export type { Sde } from './sde/sde.js';
export type { LineSde } from './sde/line.js';
export { reducedLines } from './sde/reduced.js';
export { sgd, type GradientNoise } from './sde/gradient-noise.js';
export { changeOfVariables } from './sde/change-of-variables.js';
export { symmetryCoordinates } from './sde/symmetry-coordinates.js';
export { endBehaviour, type EndBehaviour, type FellerClass } from './sde/end-behaviour.js';
export { axis, type Axis } from './grid/axis.js';
export type { AxisSpec } from './grid/axis-spec.js';
export { grid, type Grid } from './grid/grid.js';
export type { Density } from './fv/density.js';
export type { AbsorbingEnd } from './fv/absorbing-end.js';
export type { Generator, GeneratorFacts } from './fv/generator.js';
export { discretise, type DiscretisedSde } from './fv/discretise.js';
export { fitLines, lineGenerator } from './fv/line-generator.js';
export { densityFigure, type Figure } from './view/density-figure.js';
export { figureSvg, type TitledFigure } from './view/figure-svg.js';
export { readProblem } from './io/problem.js';
export { readProblemText } from './io/problem-text.js';
export { problemJsonSchema, type Problem } from './io/problem-schema.js';
