import type { FirstTimeTable, LearningDocument, LearningRow } from '../src/io/learning-document.js';
import type { FirstTime } from '../solvers/symmetry/first-time.js';
import { learningTimes, type LearningTime } from '../solvers/symmetry/learning-times.js';
import { InputError } from '../src/num/input-error.js';
import type { LoadedProblem } from './load.js';
import { demandPositive } from './particle-options.js';
import { progress } from './progress.js';
import { layersText, symmetricProblem } from './symmetric-problem.js';
import { symmetricStart } from './symmetric-start.js';
import { version } from './version.js';

/** What `learning-time` is asked for beside the problem. */
export interface LearningRequest {
  /** a₀ of starts of the wrong sign, in place of the initial law. */
  readonly imbalances?: readonly number[];
  /** In place of the problem's own. */
  readonly temperatures?: readonly number[];
  /** The v that counts as learned; half of the minimum if left out. */
  readonly learned?: number;
}

/** Cells finer than the default of an evolution: medians are right to three digits. */
const RESOLUTION = { xi: 0.15, zeta: 0.3 };
/** Points of a distribution function: more than a screen shows. */
const POINTS = 200;

/** The laws of the times to the right sign and to learn. */
export async function learningDocument(loaded: LoadedProblem, request: LearningRequest): Promise<LearningDocument> {
  const started = performance.now();
  const { linear, moments, warnings } = await symmetricProblem(loaded);
  const { imbalances, temperatures = [linear.temperature] } = request;
  const level = request.learned ?? moments.globalMinimum / 2;
  checkOptions(request, moments.globalMinimum);
  const start = imbalances ? { imbalances } : await symmetricStart(loaded, linear.width);
  const bar = progress('learning times');
  const onRow = (row: LearningTime, done: number, of: number): void =>
    bar.update(done / of, `T = ${row.temperature}, ${done} of ${of}`);
  const rows = learningTimes(linear, { temperatures, start, learned: level, resolution: RESOLUTION, onRow });
  bar.end();
  return {
    command: 'learning-time',
    version: version(),
    problem: loaded.problem,
    result: {
      initial: imbalances ? `a₀ and b₀ = ${moments.globalMinimum}, v = a₀ − b₀` : layersText(loaded.problem.initial),
      level,
      rows: rows.map(rowOf),
      moments,
    },
    warnings,
    stats: { milliseconds: performance.now() - started },
  };
}

function checkOptions({ imbalances = [], temperatures = [], learned }: LearningRequest, opposite: number): void {
  demandPositive('--learned', learned);
  for (const temperature of temperatures) demandPositive('--temperatures', temperature);
  const wrong = imbalances.find((a) => !(a > 0 && a < opposite));
  if (wrong === undefined) return;
  const cure = 'Use for example 1e-3: starts have b₀ = β₂/β₁ and the wrong sign.';
  throw new InputError('--imbalances', `numbers between 0 and ${opposite}`, String(wrong), cure);
}

const rowOf = ({ temperature, imbalance, sign, learned, growth }: LearningTime): LearningRow => ({
  temperature,
  imbalance,
  sign: tableOf(sign),
  learned: tableOf(learned),
  growth,
});

function tableOf({ times, survival, quantiles, never }: FirstTime): FirstTimeTable {
  const stride = Math.ceil(times.length / POINTS);
  const kept = Array.from(times.keys()).filter((k) => k % stride === 0 || k === times.length - 1);
  return {
    quantiles: Object.fromEntries(quantiles.map(({ level, time }) => [String(level), time])),
    times: kept.map((k) => times[k]),
    reached: kept.map((k) => 1 - survival[k]),
    never,
  };
}
