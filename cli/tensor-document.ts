import { discretise, type DiscretisedSde } from '../src/fv/discretise.js';
import { refuseFixedPoints } from '../src/fv/fixed-point.js';
import { axis, type Axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import { gridOf, type Grid } from '../src/grid/grid.js';
import type { TensorDocument } from '../src/io/tensor-document.js';
import { orbitSolver } from '../solvers/balance/balance-point.js';
import { balanceSystem } from '../solvers/balance/balance-system.js';
import { exponentialSymmetry } from '../solvers/balance/exponential-symmetry.js';
import { traceManifold } from '../solvers/balance/manifold.js';
import { regularisationEffect, regularisationSentence } from '../solvers/steady/regularisation.js';
import { boxOf } from '../solvers/steady/tensor-box.js';
import { stationaryInSteps, stationaryOnGrid, type TensorState } from '../solvers/steady/tensor-state.js';
import { Interrupted, type Steps } from '../solvers/steps.js';
import { interruptible } from './interruptible.js';
import { parameterAxis } from './parameter-axis.js';
import type { ExpressionProblem, StationaryChoices } from './stationary-output.js';
import { version } from './version.js';

/** Cells along an axis that the program chooses, in the plane and in space: even, so that 0 lies between two nodes. */
const CELLS = { 2: 160, 3: 32 } as const;

/** The steady states of a loss of two or three parameters on a tensor grid; of a coarse one where Ctrl-C stops the elimination. */
export async function tensorDocument(
  expression: ExpressionProblem,
  started: number,
  { memoryLimit }: StationaryChoices = {},
): Promise<TensorDocument> {
  const { problem, sde, figures } = expression;
  const { axes, coarse } = axesOf(expression);
  const beforeSolving = performance.now();
  const cells = gridOf(axes);
  refuseFixedPoints(sde, cells);
  const steps = solutionInSteps(expression, { axes, coarse, memoryLimit });
  const { value, interrupted } = await interruptible('steady state', steps);
  const { generator, state } = value;
  const solved = performance.now();
  const effect = interrupted === null ? regularisationEffect(sde, generator) : undefined;
  const balance = balanceCurves(expression, generator);
  return {
    command: 'stationary',
    version: version(),
    problem,
    result: {
      components: state.components,
      ...(state.ends.length > 0 && { ends: state.ends }),
      ...(state.density && { density: state.density }),
      generator: { ...generator.facts, stencil: generator.stencil },
      solver: state.solutions,
      ...(effect && { regularisation: effect }),
      ...(balance.length > 0 && { balance }),
      ...figures,
    },
    warnings: [
      ...(interrupted === null ? [] : [interruption(interrupted, generator, cells)]),
      ...sde.warnings,
      ...generator.warnings,
      ...(effect ? [regularisationSentence(effect)] : []),
      ...state.warnings,
    ],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
}

interface Wanted {
  readonly axes: readonly Axis[];
  readonly coarse: DiscretisedSde | null;
  readonly memoryLimit: number | undefined;
}

/** The steady states with their generator; where they are stopped before anything is known, those on the coarse grid, if there is one. */
function* solutionInSteps(
  expression: ExpressionProblem,
  { axes, coarse, memoryLimit }: Wanted,
): Steps<{ generator: DiscretisedSde; state: TensorState }> {
  const products = expression.figures.symmetries.map(({ pair }) => pair);
  const options = { products, memoryLimit };
  try {
    if (coarse !== null) yield { share: 0, words: 'generator' };
    const generator = discretise(expression.sde, gridOf(axes));
    return { generator, state: yield* stationaryInSteps(generator, options) };
  } catch (error) {
    if (!(error instanceof Interrupted) || coarse === null) throw error;
    return { generator: coarse, state: stationaryOnGrid(coarse, options) };
  }
}

/** What is given after Ctrl-C. */
function interruption(place: string, { grid }: DiscretisedSde, wanted: Grid): string {
  const size = ({ axes }: Grid): string => axes.map(({ cells }) => cells).join(' × ');
  const given =
    grid.size === wanted.size
      ? 'what the iteration had come to'
      : `the steady state on the ${size(grid)} cells by which the axes were chosen, instead of ${size(wanted)}`;
  return `Interrupted ${place}: this is ${given}.`;
}

/** The noise-balanced manifold inside the grid, where two parameters can be rescaled against each other. */
function balanceCurves(
  { problem, sde, figures, symbolic, law }: ExpressionProblem,
  { grid }: DiscretisedSde,
): [number, number][][] {
  if (sde.names.length !== 2 || figures.symmetries.length === 0 || !symbolic || !law) return [];
  const symmetry = exponentialSymmetry(
    [
      [1, 0],
      [0, -1],
    ],
    sde.names,
  );
  const system = balanceSystem(symbolic, law, problem.sgd);
  const [u, w] = grid.axes.map(({ centres }) => [centres[0], centres[centres.length - 1]] as const);
  const window = { lower: [u[0], w[0]] as const, upper: [u[1], w[1]] as const };
  const { curves } = traceManifold(system, symmetry, orbitSolver(system, symmetry), window).value;
  return curves.map(({ points }) =>
    Array.from({ length: points.length / 2 }, (_, i): [number, number] => [points[2 * i], points[2 * i + 1]]),
  );
}

/** The axes of the problem; those not given go from end to end of a domain, or cover what a coarse solution shows. */
function axesOf({ problem, sde }: ExpressionProblem): { axes: Axis[]; coarse: DiscretisedSde | null } {
  const cells = CELLS[sde.names.length as 2 | 3];
  const given = sde.names.map((name) => parameterAxis(problem, name, cells));
  if (given.every((spec) => spec !== null))
    return { axes: given.map((spec, k) => axis(sde.names[k], spec)), coarse: null };
  const { half, coarse } = boxOf(sde, given);
  const own = (k: number): AxisSpec => ({ kind: 'uniform', from: -half[k], to: half[k], cells });
  return { axes: given.map((spec, k) => axis(sde.names[k], spec ?? own(k))), coarse };
}
