import { discretise } from '../src/fv/discretise.js';
import { axis, type Axis } from '../src/grid/axis.js';
import type { AxisSpec } from '../src/grid/axis-spec.js';
import { gridOf } from '../src/grid/grid.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { TensorDocument } from '../src/io/tensor-document.js';
import { InputError } from '../src/num/input-error.js';
import { boxOf } from '../solvers/steady/tensor-box.js';
import { stationaryOnGrid } from '../solvers/steady/tensor-state.js';
import type { ExpressionProblem } from './stationary-output.js';
import { version } from './version.js';

/** Cells along an axis that the program chooses: even, so that 0 lies between two nodes. */
const CELLS = 160;

/** The steady states of a loss of two parameters on a tensor grid. */
export function tensorDocument({ problem, sde, figures }: ExpressionProblem, started: number): TensorDocument {
  const axes = axesOf({ problem, sde, figures });
  const beforeSolving = performance.now();
  const generator = discretise(sde, gridOf(axes));
  const state = stationaryOnGrid(generator);
  const solved = performance.now();
  return {
    command: 'stationary',
    version: version(),
    problem,
    result: {
      components: state.components,
      ...(state.density && { density: state.density }),
      generator: { ...generator.facts, stencil: generator.stencil },
      ...figures,
    },
    warnings: [...sde.warnings, ...generator.warnings, ...state.warnings],
    stats: { milliseconds: performance.now() - started, solveMilliseconds: solved - beforeSolving },
  };
}

/** The axes of the problem; those not given go from end to end of a domain, or cover what a coarse solution shows. */
function axesOf({ problem, sde }: ExpressionProblem): Axis[] {
  const given = sde.names.map((name) => axisOf(problem, name));
  if (given.every((spec) => spec !== null)) return given.map((spec, k) => axis(sde.names[k], spec));
  const box = boxOf(sde, given);
  return given.map((spec, k) =>
    axis(sde.names[k], spec ?? { kind: 'uniform', from: -box[k], to: box[k], cells: CELLS }),
  );
}

function axisOf({ grid, domain }: Problem, name: string): AxisSpec | null {
  const given = grid === 'auto' ? undefined : (grid[name] as AxisSpec | undefined);
  const where = parameterDomain(name, domain?.[name]);
  if (where.kind === 'interval' && (where.lower === 'absorbing' || where.upper === 'absorbing')) {
    const cure = 'With absorbing ends no density is steady; use one parameter, or reflecting ends.';
    throw new InputError(`domain.${name}`, 'reflecting or periodic ends over two parameters', 'an absorbing end', cure);
  }
  const { from, to } = where;
  const periodic = where.kind === 'periodic';
  if (given === undefined)
    return Number.isFinite(to - from) ? { kind: 'uniform', from, to, cells: CELLS, periodic } : null;
  const within = !(given.from! < from || given.to! > to) && !(periodic && (given.from !== from || given.to !== to));
  if (within) return periodic ? { ...given, periodic } : given;
  throw new InputError(
    `grid.${name}`,
    `an axis ${periodic ? 'once around' : 'inside'} [${from}, ${to}]`,
    `[${given.from}, ${given.to}]`,
    'Match the domain.',
  );
}
