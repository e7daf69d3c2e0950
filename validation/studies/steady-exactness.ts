import { generatorError } from '../closed-form-agreement.js';
import { generic, standard } from '../standard-problem.js';
import { atMost, type Study } from '../study.js';

/** Cells of the axes. */
const CELLS = [7, 60, 500];

/** The steady state of an exponentially fitted generator has no error of the grid. */
export const steadyExactness: Study = {
  name: 'steady-exactness',
  claim: 'The steady state of the fitted generator gives every cell its exact probability on any grid, however coarse.',
  reference: 'local equilibrium on every face: rate ratios are e^Φ with Φ = ∫a/D',
  cost: 0.6,
  run: (scale) =>
    [...CELLS, ...(scale > 1 ? [5000] : [])].flatMap((cells) => [
      atMost(
        `depth 1, ${cells} cells in constant ratio: Σ|error|`,
        generatorError('depth-1', standard(), { kind: 'log', from: 1e-4, to: 30, cells }),
        1e-9,
      ),
      atMost(
        `depth 0, ${cells} equal cells: Σ|error|`,
        generatorError('depth-0', generic({ depth: 0 }), { kind: 'uniform', from: -3, to: 4, cells }),
        1e-9,
      ),
    ]),
};
