import type { AxisSpec } from '../src/grid/axis-spec.js';
import { parameterDomain } from '../src/io/parameter-domain.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { ExpressionFigures } from '../src/io/tensor-document.js';
import { model, type ModelText } from '../src/model/symbolic-loss.js';
import { rescalingSymmetries } from '../src/model/symmetry.js';
import { InputError } from '../src/num/input-error.js';
import { circleSde } from '../src/sde/circle.js';
import { sgd, type GradientNoise } from '../src/sde/gradient-noise.js';
import { reachedEnds } from '../src/sde/reached-ends.js';
import type { TensorStage } from '../solvers/evolve/tensor-stages.js';
import { checkAxisNames } from './axis-names.js';
import { loadLaw, type LoadedProblem } from './load.js';
import { openAxis, parameterAxis } from './parameter-axis.js';

/** A loss of one to three parameters with its SDE, its schedule and the axes it asks for. */
export interface TensorProblem {
  readonly problem: Problem;
  /** At the learning rate that commands without time use. */
  readonly sde: GradientNoise;
  readonly stages: readonly TensorStage[];
  /** One per parameter; null: the program chooses. Of one parameter also an axis with `from` or `to` alone: how far it goes. */
  readonly axes: readonly (AxisSpec | null)[];
  readonly figures: ExpressionFigures;
  /** Pairs of parameters that can be rescaled against each other. */
  readonly products: readonly (readonly [string, string])[];
}

/** Cells along a finite domain of which no grid is given, by the number of parameters. */
const CELLS = [0, 1000, 160, 32] as const;

/**
 * Reads a problem over one to three parameters. Throws InputError for more of them, axes that are not theirs, and for one parameter on a
 * circle that is no period of the loss.
 */
export async function tensorProblem(loaded: LoadedProblem): Promise<TensorProblem> {
  const { problem } = loaded;
  const symbolic = model(problem.model as ModelText);
  const { parameters } = symbolic;
  if (parameters.length > 3) {
    const cure = 'Use particles, or coordinates in which fewer parameters are left.';
    throw new InputError('model.parameters', 'one to three for a density on a grid', `${parameters.length}`, cure);
  }
  checkAxisNames(problem, parameters, `${parameters.length > 1 ? 'axes' : 'one axis,'} of ${parameters.join(', ')}`);
  const law = await loadLaw(loaded);
  const at = (learningRate: number): GradientNoise => sgd(symbolic, law, { ...problem.sgd, learningRate });
  const sde = sgd(symbolic, law, problem.sgd);
  const symmetries = rescalingSymmetries(symbolic, law.columns);
  return {
    problem,
    sde,
    stages: stagesOf(problem, sde, at),
    axes:
      parameters.length === 1
        ? [alongOne(problem, sde)]
        : parameters.map((name) => parameterAxis(problem, name, CELLS[parameters.length])),
    figures: { averages: sde.averages, symmetries },
    products: symmetries.map(({ pair }) => pair),
  };
}

/** The axis of one parameter: around one period, and with those ends absorbing that paths get to. */
function alongOne(problem: Problem, sde: GradientNoise): AxisSpec | null {
  const [name] = sde.names;
  const where = parameterDomain(name, problem.domain?.[name]);
  const spec = openAxis(problem, name, CELLS[1]);
  if (where.kind === 'periodic') circleSde(sde, where);
  if (where.kind === 'periodic' || !spec?.absorbing) return spec;
  const [lower, upper] = reachedEnds(sde, where);
  return { ...spec, absorbing: [spec.absorbing[0] && lower, spec.absorbing[1] && upper] };
}

function stagesOf(
  { sgd: { schedule } }: Problem,
  sde: GradientNoise,
  at: (rate: number) => GradientNoise,
): TensorStage[] {
  if (schedule === undefined) return [{ until: Infinity, ramp: false, sdeAt: () => sde }];
  return schedule.map(({ until, learningRate }, i): TensorStage => {
    if (typeof learningRate === 'number') {
      const constant = at(learningRate);
      return { until, ramp: false, sdeAt: () => constant };
    }
    const begin = i === 0 ? 0 : schedule[i - 1].until;
    const { from, to } = learningRate;
    const rate = (time: number): number => from + (to - from) * Math.min(1, (time - begin) / (until - begin));
    return { until, ramp: true, sdeAt: (time) => at(rate(time)) };
  });
}
