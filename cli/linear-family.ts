import type { MomentsResult } from '../src/io/document.js';
import { temperatureOf } from '../src/io/problem.js';
import type { Problem } from '../src/io/problem-schema.js';
import { regressionMoments } from '../src/data/moments.js';
import { InputError } from '../src/num/input-error.js';
import {
  criticalTemperature,
  globalMinimum,
  sdeValidityWarning,
  type DiagonalLinearProblem,
} from '../src/model/diagonal-linear.js';
import { loadLaw, type LoadedProblem } from './load.js';

/** A diagonal-linear problem of a problem file with the moments of its data. */
export interface LinearFamily {
  readonly linear: DiagonalLinearProblem;
  readonly result: MomentsResult;
  readonly warnings: readonly string[];
}

/** Moments of the data and the problem in their language. Throws InputError for a model that is no family. */
export async function linearFamily(loaded: LoadedProblem): Promise<LinearFamily> {
  const { problem } = loaded;
  const { model, sgd } = problem;
  if (!('family' in model) || model.family !== 'diagonal-linear') {
    const got = 'family' in model ? `family: ${model.family}` : 'an expression';
    throw new InputError('model', 'family: diagonal-linear', got, 'α, β and T_c belong to the diagonal-linear family.');
  }
  const { alpha, beta, delta, warnings } = regressionMoments(await loadLaw(loaded));
  const linear: DiagonalLinearProblem = {
    depth: model.depth,
    width: model.width,
    alpha,
    beta,
    delta,
    temperature: temperatureOf(problem),
    weightDecay: sgd.weightDecay,
    learningRate: sgd.learningRate ?? null,
    modifiedLoss: sgd.modifiedLoss,
  };
  const result = {
    alpha,
    beta,
    delta,
    temperature: linear.temperature,
    criticalTemperature: criticalTemperature(linear),
    globalMinimum: globalMinimum(linear),
  };
  return { linear, result, warnings: [...warnings, ...sdeValidityWarning(linear), ...coordinateWarning(problem)] };
}

function coordinateWarning({ coordinates }: Problem): string[] {
  return coordinates === 'reduced'
    ? []
    : [`coordinates: ${coordinates} has no bearing on this command, which is about v.`];
}
