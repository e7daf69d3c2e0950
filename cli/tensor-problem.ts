import type { AxisSpec } from '../src/grid/axis-spec.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { ExpressionFigures } from '../src/io/tensor-document.js';
import { model, type ModelText } from '../src/model/symbolic-loss.js';
import { rescalingSymmetries } from '../src/model/symmetry.js';
import { InputError } from '../src/num/input-error.js';
import { sgd, type GradientNoise } from '../src/sde/gradient-noise.js';
import type { TensorStage } from '../solvers/evolve/tensor-stages.js';
import { loadLaw, type LoadedProblem } from './load.js';
import { parameterAxis } from './parameter-axis.js';

/** A loss of two or three parameters with its SDE, its schedule and the axes it asks for. */
export interface TensorProblem {
  readonly problem: Problem;
  /** At the learning rate that commands without time use. */
  readonly sde: GradientNoise;
  readonly stages: readonly TensorStage[];
  /** One per parameter; null: the program chooses. */
  readonly axes: readonly (AxisSpec | null)[];
  readonly figures: ExpressionFigures;
  /** Pairs of parameters that can be rescaled against each other. */
  readonly products: readonly (readonly [string, string])[];
}

/** Cells along a finite domain of which no grid is given, in the plane and in space. */
const CELLS = [0, 160, 160, 32] as const;

/** Reads a problem over two or three parameters. Throws InputError for more of them, axes that are not theirs, and absorbing ends. */
export async function tensorProblem(loaded: LoadedProblem): Promise<TensorProblem> {
  const { problem } = loaded;
  const symbolic = model(problem.model as ModelText);
  const { parameters } = symbolic;
  if (parameters.length > 3) {
    const cure = 'Use particles, or coordinates in which fewer parameters are left.';
    throw new InputError('model.parameters', 'one to three for a density on a grid', `${parameters.length}`, cure);
  }
  for (const [key, table] of Object.entries({ grid: problem.grid, domain: problem.domain ?? {} })) {
    const wrong = table === 'auto' ? undefined : Object.keys(table).find((name) => !parameters.includes(name));
    if (wrong === undefined) continue;
    const expectation = `axes of ${parameters.join(', ')}`;
    throw new InputError(`${key}.${wrong}`, expectation, `axis ${wrong}`, 'Name axes after the parameters.');
  }
  const law = await loadLaw(loaded);
  const at = (learningRate: number): GradientNoise => sgd(symbolic, law, { ...problem.sgd, learningRate });
  const sde = sgd(symbolic, law, problem.sgd);
  const symmetries = rescalingSymmetries(symbolic, law.columns);
  return {
    problem,
    sde,
    stages: stagesOf(problem, sde, at),
    axes: parameters.map((name) => parameterAxis(problem, name, CELLS[parameters.length])),
    figures: { averages: sde.averages, symmetries },
    products: symmetries.map(({ pair }) => pair),
  };
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
