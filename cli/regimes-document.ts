import type { RegimesDocument, RegimesResult } from '../src/io/regimes-document.js';
import { InputError } from '../src/num/input-error.js';
import type { DiagonalLinearProblem } from '../src/model/diagonal-linear.js';
import { reducedLines } from '../src/sde/reduced.js';
import { stationaryOnLines } from '../solvers/steady/stationary.js';
import { regimeLines, seenRegime } from '../validation/regimes.js';
import { linearFamily } from './linear-family.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** Where a problem stands among the five regimes of depth 1. */
export async function regimesDocument(loaded: LoadedProblem): Promise<RegimesDocument> {
  const started = performance.now();
  const { linear, result: moments, warnings } = await linearFamily(loaded);
  const found = regimesOf(linear);
  const [first] = stationaryOnLines(reducedLines(linear), 'auto').components;
  return {
    command: 'regimes',
    version: version(),
    problem: loaded.problem,
    result: { criticalTemperature: moments.criticalTemperature, ...found.result, mode: first.mode, moments },
    warnings: [...warnings, ...found.warnings],
    stats: { milliseconds: performance.now() - started },
  };
}

type Found = Pick<
  RegimesResult,
  'singularTemperature' | 'transitionalTemperature' | 'regime' | 'interiorMaximum' | 'originExponent'
>;

/** The regime as the solver sees it and the lines by formula; nothing, with the reason as a warning, where there are no regimes. */
function regimesOf(linear: DiagonalLinearProblem): { readonly result: Found; readonly warnings: readonly string[] } {
  try {
    const { singular, transitional } = regimeLines(linear);
    const { regime, maximum, originExponent } = seenRegime(linear);
    const transitionalTemperature = Number.isFinite(transitional) ? transitional : null;
    const result = { singularTemperature: singular, transitionalTemperature, regime };
    return { result: { ...result, interiorMaximum: maximum, originExponent }, warnings: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const nothing = { singularTemperature: null, transitionalTemperature: null, regime: null };
    const warnings = [`There are no five regimes: ${error.message}`];
    return { result: { ...nothing, interiorMaximum: null, originExponent: null }, warnings };
  }
}
