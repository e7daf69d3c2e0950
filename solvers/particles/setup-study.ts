import { InputError } from '../../src/num/input-error.js';
import { sgd } from '../../src/sde/gradient-noise.js';
import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { dataLaw, expressionModel, isSdeMethod, particleExperiment, type ParticleSetup } from './experiment.js';
import { modelSde } from './model-sde.js';
import { reducedCoefficients } from './reduced-coefficients.js';
import { deepStep, regressionStep, twoLayerStep } from './reduced-step.js';
import type { SdeStep } from './schemes/step.js';
import { sdeStep } from './sde-process.js';
import { stepStudy, type StepStudy } from './step-study.js';

/** How the mean of the first observable depends on the time step of a setup. Throws InputError for methods without an SDE. */
export function studySetup(
  setup: ParticleSetup,
  size: { readonly steps: number; readonly paths: number; readonly seed: number },
): StepStudy {
  if (!isSdeMethod(setup.method)) {
    throw new InputError('particles.stepStudy', 'a method that solves an SDE', setup.method, 'Leave it out.');
  }
  const { run, initial } = particleExperiment(setup);
  const { process, observables } = run;
  const { of } = observables[0];
  return stepStudy({
    ...size,
    dimension: process.dimension,
    stepAt: stepsOf(setup),
    of,
    initial,
    timeStep: setup.timeStep,
  });
}

/** The scheme of a setup for steps of any length. */
function stepsOf({ linear, method, model, data, sgd: settings }: ParticleSetup): (timeStep: number) => SdeStep {
  if (linear !== null && method === 'sde') return (timeStep) => reducedStep(linear, timeStep);
  const sde = linear === null ? sgd(expressionModel(model), dataLaw(data), settings) : modelSde(linear);
  const general = method as 'sde' | 'euler' | 'milstein' | 'log';
  return () => sdeStep(sde, general === 'sde' ? 'euler' : general);
}

/** The plain kernel of the reduced coordinate, driven by given increments. */
function reducedStep(problem: DiagonalLinearProblem, timeStep: number): SdeStep {
  const { depth } = problem;
  const [positive, negative] = ([1, -1] as const).map((side) => reducedCoefficients(problem, timeStep, side));
  return (theta, dt, dw) => {
    const sign = depth > 0 && theta[0] < 0 ? -1 : 1;
    const c = sign < 0 ? negative : positive;
    const xi = dw[0] / Math.sqrt(dt);
    const x = sign * theta[0];
    if (depth === 0) theta[0] = regressionStep(x, xi, c);
    else theta[0] = sign * (depth === 1 ? twoLayerStep(x, xi, c) : deepStep(x, xi, depth, c));
  };
}
