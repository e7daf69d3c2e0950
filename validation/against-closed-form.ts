import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import type { LineSteadyState } from '../solvers/steady/stationary.js';
import { closedFormFor, normalised } from './closed-forms/index.js';

/** How far a steady state is from the closed form that applies to its problem. */
export interface ClosedFormJudgement {
  readonly match: { readonly name: string; readonly reference: string; readonly maxLogError: number };
  /** ln of the closed form's density at the centres of the grid, by component name; NaN where it was not evaluated. */
  readonly logDensity: Readonly<Record<string, Float64Array>>;
}

/** Grids are compared at no more points than this, evenly spread: some closed forms cost a quadrature each. */
const POINTS = 2000;

/** Compares normalised log densities on the grid; null where no closed form applies or nothing is a density. */
export function againstClosedForm(problem: DiagonalLinearProblem, state: LineSteadyState): ClosedFormJudgement | null {
  const form = closedFormFor(problem);
  if (form === null || state.density === null) return null;
  const { axis, logDensity } = state.density;
  const pieces = normalised(form, problem);
  const stride = Math.max(1, Math.floor(axis.cells / POINTS));
  const values: Record<string, Float64Array> = {};
  let maxLogError = 0;
  for (const { line } of state.laws) {
    const [low, high] = line.map.support;
    const piece = pieces.find(({ support }) => support[0] <= low && support[1] >= high);
    if (piece === undefined) return null;
    const reference = (values[line.name] = new Float64Array(axis.cells).fill(NaN));
    for (let i = 0; i < axis.cells; i += stride) {
      if (!(axis.centres[i] > low && axis.centres[i] < high)) continue;
      reference[i] = piece.logDensity(axis.centres[i]);
      maxLogError = Math.max(maxLogError, Math.abs(reference[i] - logDensity[i]));
    }
  }
  return { match: { name: form.name, reference: form.reference, maxLogError }, logDensity: values };
}
