import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import type { LineSteadyState } from '../solvers/steady/stationary.js';
import { closedFormFor, normalised, type ClosedForm } from './closed-forms/index.js';

/** How far a steady state is from the closed form that applies to its problem. */
export interface ClosedFormJudgement {
  readonly match: { readonly name: string; readonly reference: string; readonly maxLogError: number };
  /** ln of the closed form's density at the centres of the grid, by component name; NaN where it was not evaluated. */
  readonly logDensity: Readonly<Record<string, Float64Array>>;
}

/** About as many cells are compared: some closed forms cost a quadrature each. */
const CELLS = 500;

/**
 * Compares normalised log densities on the grid, at cells spread evenly half over the axis and half over the probability. Null where
 * no closed form applies or nothing is a density; a message where the quadrature of the closed form fails.
 */
export function againstClosedForm(
  problem: DiagonalLinearProblem,
  state: LineSteadyState,
): ClosedFormJudgement | string | null {
  const form = closedFormFor(problem);
  if (form === null || state.density === null) return null;
  try {
    return judge(form, problem, state as LineSteadyState & { density: object });
  } catch (error) {
    return `The closed form ${form.reference} could not be evaluated: ${(error as Error).message}`;
  }
}

function judge(
  form: ClosedForm,
  problem: DiagonalLinearProblem,
  { density, laws }: LineSteadyState & { density: object },
): ClosedFormJudgement | null {
  const { axis, mass, logDensity } = density;
  const pieces = normalised(form, problem);
  const compared = spread(mass);
  const values: Record<string, Float64Array> = {};
  let maxLogError = 0;
  for (const { line } of laws) {
    const [low, high] = line.map.support;
    const piece = pieces.find(({ support }) => support[0] <= low && support[1] >= high);
    if (piece === undefined) return null;
    const reference = (values[line.name] = new Float64Array(axis.cells).fill(NaN));
    for (const i of compared) {
      if (!(axis.centres[i] > low && axis.centres[i] < high)) continue;
      reference[i] = piece.logDensity(axis.centres[i]);
      maxLogError = Math.max(maxLogError, Math.abs(reference[i] - logDensity[i]));
    }
  }
  return { match: { name: form.name, reference: form.reference, maxLogError }, logDensity: values };
}

/** Cells between which half the share of the axis plus half the probability grows by 1/CELLS. */
function spread(mass: Float64Array): number[] {
  const cells: number[] = [];
  let sum = 0;
  mass.forEach((p, i) => {
    sum += 0.5 / mass.length + 0.5 * p;
    if (sum * CELLS < cells.length) return;
    cells.push(i);
  });
  return cells;
}
