import { discretise, type DiscretisedSde } from '../src/fv/discretise.js';
import { refuseFixedPoints } from '../src/fv/fixed-point.js';
import { axis, type Axis } from '../src/grid/axis.js';
import { gridOf } from '../src/grid/grid.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import type { TensorDocument } from '../src/io/tensor-document.js';
import { orbitSolver } from '../solvers/balance/balance-point.js';
import { balanceSystem } from '../solvers/balance/balance-system.js';
import { exponentialSymmetry } from '../solvers/balance/exponential-symmetry.js';
import { traceManifold } from '../solvers/balance/manifold.js';
import { regularisationEffect, regularisationSentence } from '../solvers/steady/regularisation.js';
import { boxOf } from '../solvers/steady/tensor-box.js';
import type { Walls } from '../solvers/steady/tensor-ends.js';
import { stationaryOnGrid } from '../solvers/steady/tensor-state.js';
import { parameterAxis } from './parameter-axis.js';
import { progress } from './progress.js';
import type { ExpressionProblem, StationaryChoices } from './stationary-output.js';
import { version } from './version.js';

/** Cells along an axis that the program chooses, in the plane and in space: even, so that 0 lies between two nodes. */
const CELLS = { 2: 160, 3: 32 } as const;

/** The steady states of a loss of two or three parameters on a tensor grid. */
export function tensorDocument(
  expression: ExpressionProblem,
  started: number,
  { memoryLimit }: StationaryChoices = {},
): TensorDocument {
  const { problem, sde, figures } = expression;
  const axes = axesOf(expression);
  const beforeSolving = performance.now();
  const cells = gridOf(axes);
  refuseFixedPoints(sde, cells);
  const bar = progress('steady state');
  const generator = discretise(sde, cells);
  const products = figures.symmetries.map(({ pair }) => pair);
  // Imbalance falls from about 1 to 1e-11; the bar goes by its logarithm.
  const onCycle = (cycles: number, imbalance: number): void =>
    bar.update(Math.max(0, -Math.log10(imbalance) / 11), `${cycles} cycles, imbalance ${imbalance.toExponential(1)}`);
  const onFront = (share: number): void => bar.update(share, 'elimination');
  const walls = wallsOf(expression, axes);
  const state = stationaryOnGrid(generator, { products, walls, memoryLimit, onFront, onCycle });
  bar.end();
  const solved = performance.now();
  const effect = regularisationEffect(sde, generator);
  const balance = balanceCurves(expression, generator);
  return {
    command: 'stationary',
    version: version(),
    problem,
    result: {
      components: state.components,
      ...(state.density && { density: state.density }),
      generator: { ...generator.facts, stencil: generator.stencil },
      solver: state.solutions,
      ...(effect && { regularisation: effect }),
      ...(balance.length > 0 && { balance }),
      ...figures,
    },
    warnings: [
      ...sde.warnings,
      ...generator.warnings,
      ...(effect ? [regularisationSentence(effect)] : []),
      ...state.warnings,
    ],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
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

/** Ends of the grid at which a domain ends. */
function wallsOf({ problem }: ExpressionProblem, axes: readonly Axis[]): Walls {
  return Object.fromEntries(
    axes.map(({ name, edges, cells }) => {
      const { from, to } = parameterDomain(name, problem.domain?.[name]);
      return [name, [edges[0] === from, edges[cells] === to]];
    }),
  );
}

/** The axes of the problem; those not given go from end to end of a domain, or cover what a coarse solution shows. */
function axesOf({ problem, sde }: ExpressionProblem): Axis[] {
  const cells = CELLS[sde.names.length as 2 | 3];
  const given = sde.names.map((name) => parameterAxis(problem, name, cells));
  if (given.every((spec) => spec !== null)) return given.map((spec, k) => axis(sde.names[k], spec));
  const box = boxOf(sde, given);
  return given.map((spec, k) => axis(sde.names[k], spec ?? { kind: 'uniform', from: -box[k], to: box[k], cells }));
}
