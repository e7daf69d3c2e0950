import type { ComparisonDocument } from '../src/io/comparison-document.js';
import type { ValidationDocument } from '../src/io/validation-document.js';
import { model } from '../src/model/symbolic-loss.js';
import { sgd } from '../src/sde/gradient-noise.js';
import { InputError } from '../src/num/input-error.js';
import { gradientTrials } from '../validation/gradient-trials.js';
import { lineTrials, type Trial } from '../validation/problem-trials.js';
import { atLeast, atMost, type Check } from '../validation/study.js';
import { comparisonDocument } from './compare-document.js';
import { lineProblem } from './line-problem.js';
import { linearFamily } from './linear-family.js';
import { loadLaw, type LoadedProblem } from './load.js';
import { judged, type ValidateChoices } from './validate-document.js';

/** Chains at scale 1: a family has compiled kernels, an expression has not. */
const PARTICLES = { family: 2000, expression: 200 };
/** Noise-to-signal ratio from which SGD is held to its SDE, and the Kolmogorov–Smirnov distance that is allowed then. */
const NOISY = 10;
const CLOSE = 0.05;
/** A p-value below this is no accident: runs are repeatable, so this is tried once per problem. */
const UNLIKELY = 1e-4;

/** Tries on a problem whatever applies to it and says what does not. */
export async function problemValidation(loaded: LoadedProblem, choices: ValidateChoices): Promise<ValidationDocument> {
  const started = performance.now();
  const { problem } = loaded;
  const trials = [...(await exactTrials(loaded)), ...(await sampledTrials(loaded, choices))];
  const only = choices.only ?? [''];
  const chosen = trials.filter(({ study }) => only.some((part) => study.includes(part)));
  const checks = chosen.flatMap((trial) =>
    'checks' in trial ? trial.checks.map((check) => ({ study: trial.study, ...check })) : [],
  );
  const notApplicable = chosen.flatMap((trial) => ('reason' in trial ? [trial] : []));
  return judged(checks, problem, performance.now() - started, notApplicable);
}

/** Trials without chance. */
async function exactTrials(loaded: LoadedProblem): Promise<Trial[]> {
  const { model: text } = loaded.problem;
  const isFamily = 'family' in text && text.family === 'diagonal-linear';
  if ('family' in text && !isFamily) {
    return [{ study: 'generator', reason: `a ${text.family} network is followed by particles and balance only` }];
  }
  const gradient = isFamily
    ? []
    : gradientTrials(model(text as Parameters<typeof model>[0]), await loadLaw(loaded), loaded.problem.sgd);
  const lines = await attempted('generator', async () => {
    const { lines: all, grid } = await lineProblem(loaded);
    return lineTrials(all, grid, isFamily ? (await linearFamily(loaded)).linear : null);
  });
  return [...gradient, ...lines];
}

/** The law of particles against the density, and SGD where its SDE claims to hold. */
async function sampledTrials(loaded: LoadedProblem, { scale = 1, workers }: ValidateChoices): Promise<Trial[]> {
  const { model: text, sgd: settings } = loaded.problem;
  if (!('family' in text)) {
    const { averages } = sgd(model(text as Parameters<typeof model>[0]), await loadLaw(loaded), settings);
    const reason = 'its SDE takes averages over the data at every step of every particle; compare does that';
    if (averages.kind !== 'moments') return [{ study: 'particles', reason }];
  }
  return attempted('particles', async () => {
    const particles = Math.round(PARTICLES['family' in text ? 'family' : 'expression'] * scale);
    const { result } = await comparisonDocument(loaded, {
      particles,
      seed: 1,
      ...(workers !== undefined && { workers }),
    });
    const checks = result.pairs.flatMap((pair) =>
      pairChecks(pair, { exact: result.marginals.length === 1, noiseToSignal: result.noiseToSignal }),
    );
    const trials: Trial[] = [{ study: 'particles', checks }];
    const ratio = result.noiseToSignal;
    if (ratio === null) {
      trials.push({ study: 'sgd', reason: 'how good its SDE is has no simple measure for an expression; see compare' });
    } else if (!(ratio >= NOISY)) {
      const got = Number(ratio.toPrecision(3));
      trials.push({
        study: 'sgd',
        reason: `α₃/(S β₂²) = ${got} is below ${NOISY}: SGD need not follow its SDE; see compare`,
      });
    }
    return trials;
  });
}

/** Whether the finite volumes are exact (one variable), and α₃/(S β₂²). */
interface Trust {
  readonly exact: boolean;
  readonly noiseToSignal: number | null;
}

function pairChecks(pair: ComparisonDocument['result']['pairs'][number], { exact, noiseToSignal }: Trust): Check[] {
  const { left, right, variable, pValue, kolmogorovSmirnov, totalVariation } = pair;
  const names = `${variable}: ${left} and ${right}`;
  if (left === 'closed form' && right === 'finite volume') {
    return [atMost(`${names}, total variation of the cells compared`, totalVariation, 1e-6)];
  }
  if (left !== 'finite volume' || pValue === null) return [];
  if (right === 'SDE' && exact) {
    return [atLeast(`${names}, probability of a larger Kolmogorov–Smirnov distance by chance`, pValue, UNLIKELY)];
  }
  if (right === 'SGD' && !(noiseToSignal !== null && noiseToSignal >= NOISY)) return [];
  return [atMost(`${names}, Kolmogorov–Smirnov distance`, kolmogorovSmirnov, CLOSE)];
}

/** Trials, or the reason why there are none where the solvers refuse the problem. */
async function attempted(study: string, make: () => Promise<Trial[]>): Promise<Trial[]> {
  try {
    return await make();
  } catch (error) {
    // What is wrong with the data is wrong input; what a command cannot do with a sound problem is no fault of the problem.
    if (!(error instanceof InputError) || /^data\b/.test(error.path)) throw error;
    return [{ study, reason: error.message }];
  }
}
