/** COMPUTE: steady states, time evolution, spectra, passage times and particles from a generator or an SDE. */
export type { Solution } from './solution.js';
export { steadyState } from './steady/steady-state.js';
export { steadyStateByElimination } from './steady/elimination.js';
export { lineLaw, type LineCollapse, type LineLaw } from './steady/line-law.js';
export { lineStatistics, logDensityAt, type LineStatistics } from './steady/line-statistics.js';
export { logDensityOf, stationaryOnLines, type LineComponent, type LineSteadyState } from './steady/stationary.js';
export { evolve, evolveSchedule } from './evolve/evolve.js';
export { evolveRamp } from './evolve/ramp.js';
export { spectrum, type Spectrum } from './spectrum/spectrum.js';
export { firstPassage } from './passage/first-passage.js';
export { committor } from './passage/committor.js';
export { ergodicDecomposition, limitWeights, type ErgodicDecomposition } from './ergodic/decomposition.js';
export { evolveSymmetric } from './symmetry/evolve-symmetric.js';
export { reducedProcess } from './particles/reduced.js';
export { sdeProcess } from './particles/sde-process.js';
export { sgdProcess } from './particles/sgd.js';
export { simulate } from './particles/simulate.js';
