/** COMPUTE: steady states, time evolution, spectra, passage times and particles from a generator or an SDE. */
export type { Solution } from './solution.js';
export { steadyState } from './steady/steady-state.js';
export { steadyStateByElimination } from './steady/elimination.js';
export { lineLaw, type LineCollapse, type LineLaw } from './steady/line-law.js';
export { lineStatistics, logDensityAt, type LineStatistics } from './steady/line-statistics.js';
export { logDensityOf, stationaryOnLines, type LineComponent, type LineSteadyState } from './steady/stationary.js';
