import type { AxisSpec } from '../../src/grid/axis-spec.js';
import type { Grid } from '../../src/grid/grid.js';
import { InputError } from '../../src/num/input-error.js';
import type { DiscretisedSde } from '../../src/fv/discretise.js';
import { atOnce, type Steps } from '../steps.js';
import { outputTimes } from './frame.js';
import { frameReader, readFrame, type TensorFrame } from './tensor-frame.js';
import { gridForEvolution } from './tensor-range.js';
import { stagesInSteps, type StagedRun, type TensorStage } from './tensor-stages.js';
import { startOnGrid, type TensorStart } from './tensor-start.js';

/** What `tensorFrames` is asked for. */
export interface TensorFramesOptions {
  readonly times: readonly number[];
  /** The axes in the order of the coordinates; null: the program chooses. */
  readonly axes: readonly (AxisSpec | null)[];
  /** Pairs of coordinates whose product is of interest. */
  readonly products?: readonly (readonly [string, string])[];
  /** Whether initial mass beyond the grid may be left out: up to 10⁻⁶ (false) or any share of it (true). */
  readonly allowOutside?: boolean;
  readonly memoryLimit?: number;
}

/** An evolution over two or three coordinates. */
export interface TensorEvolution extends Pick<
  StagedRun,
  'methods' | 'massError' | 'smallestMass' | 'repaired' | 'errorEstimate' | 'work' | 'rampError'
> {
  readonly grid: Grid;
  readonly generator: DiscretisedSde;
  readonly frames: readonly TensorFrame[];
  /** Share of the start that lies outside the grid; the rest was scaled to 1. */
  readonly outside: number;
  readonly warnings: readonly string[];
}

/** Share of the initial law that may lie outside the grid without being allowed to. */
const OUTSIDE = 1e-6;
/** Share from which it is spoken of; the number stands in the result anyway. */
const TOLD = 1e-8;
/** Probability in the outermost cells of an axis from which its ends are spoken of. */
const AT_EDGE = 1e-6;
/** Share of mass below 0 that was set to 0 from which it is spoken of. */
const REPAIRED = 1e-12;

/**
 * The density over two or three coordinates at each of the times, from a start, through stages of constant or ramped coefficients.
 * Throws InputError for a start outside the grid, times that are none, and what the solvers refuse.
 */
export function tensorFrames(
  stages: readonly TensorStage[],
  start: TensorStart,
  options: TensorFramesOptions,
): TensorEvolution {
  return atOnce(framesInSteps(stages, start, options));
}

/** The same step by step; where it is stopped, with the frames that are done. */
export function* framesInSteps(
  stages: readonly TensorStage[],
  start: TensorStart,
  options: TensorFramesOptions,
): Steps<TensorEvolution> {
  const { times, warnings: sorted } = outputTimes(options.times);
  const warnings: string[] = [...sorted];
  const grid = gridForEvolution(stages, start, options.axes, times);
  const cells = startOnGrid(start, grid);
  const mass = held(cells, { grid, allowOutside: options.allowOutside ?? false, warnings });
  const { memoryLimit } = options;
  const run = yield* stagesInSteps(stages, grid, mass, { times, ...(memoryLimit !== undefined && { memoryLimit }) });
  const reader = frameReader(grid, options.products ?? [], run.limit);
  const smooth = start.kind === 'product' && start.laws.every(({ atoms }) => atoms.length === 0);
  const frames = run.masses.map((m, i) => readFrame(reader, run.times[i], m, run.times[i] === 0 && smooth));
  const seen = start.kind === 'product' && !smooth ? frames.filter(({ time }) => time > 0) : frames;
  warnings.push(...run.generator.warnings, ...edgeWarnings(frames, grid), ...narrowWarnings(seen, grid));
  warnings.push(...nodeWarnings(grid, options.products ?? []), ...runWarnings(run));
  const { methods, massError, smallestMass, repaired, errorEstimate, work, rampError, generator } = run;
  const checks = { methods, massError, smallestMass, repaired, errorEstimate, work, rampError };
  return { grid, generator, frames, warnings, outside: cells.outside, ...checks };
}

/** The initial masses scaled to 1; refused where more than a little lies outside and that is not allowed. */
function held(
  { mass, outside }: { readonly mass: Float64Array; readonly outside: number },
  {
    grid,
    allowOutside,
    warnings,
  }: { readonly grid: Grid; readonly allowOutside: boolean; readonly warnings: string[] },
): Float64Array {
  const names = grid.axes.map(({ name }) => name).join(', ');
  const share = outside.toPrecision(3);
  if (outside > OUTSIDE && !(allowOutside && outside < 1)) {
    const cure = 'Widen the axes, use grid: auto, or add --allow-outside to leave that part out.';
    throw new InputError('grid', `axes ${names} that hold the initial density`, `${share} of it outside`, cure);
  }
  if (outside > TOLD)
    warnings.push(`grid: ${share} of the initial density lies outside; it is left out and the rest scaled to 1.`);
  return outside > 0 ? mass.map((m) => m / (1 - outside)) : mass;
}

function edgeWarnings(frames: readonly TensorFrame[], { axes }: Grid): string[] {
  return axes.flatMap(({ name }) => {
    const worst = frames.reduce((a, b) => (b.atEdge[name] > a.atEdge[name] ? b : a));
    if (!(worst.atEdge[name] > AT_EDGE)) return [];
    const share = worst.atEdge[name].toPrecision(2);
    return [
      `grid.${name}: ${share} of the mass lies in the outermost cells at t = ${worst.time}, which reflect. Widen the axis.`,
    ];
  });
}

/** What is narrower than a cell and a half is not seen as it is. */
function narrowWarnings(frames: readonly TensorFrame[], { axes }: Grid): string[] {
  return axes.flatMap(({ name, widths, centres }) => {
    const narrow = frames.find(({ moments }) => {
      const { mean, variance } = moments[name];
      const i = centres.findIndex((c) => c >= mean);
      return Math.sqrt(variance) < 1.5 * widths[i < 0 ? widths.length - 1 : i];
    });
    if (narrow === undefined) return [];
    return [
      `grid.${name}: at t = ${narrow.time} the density is narrower than a cell and a half. Use finer cells there.`,
    ];
  });
}

/** Under a rescaling symmetry noise and drift at u = ±w lead along it: mass in cells with such nodes beside the origin stays. */
export function nodeWarnings({ axes }: Grid, products: readonly (readonly [string, string])[]): string[] {
  const nearest = (name: string): number =>
    axes.find((axis) => axis.name === name)!.centres.reduce((least, c) => Math.min(least, Math.abs(c)), Infinity);
  return products.flatMap(([u, w]) => {
    if (Math.abs(nearest(u) / nearest(w) - 1) > 0.05) return [];
    return [
      `grid: nodes lie on ${u} = ±${w}, which SGD does not leave: cells beside the origin hold mass too long. Use steps of ${u} and ${w} in the ratio 3 to 2, such as 128 and 192 cells.`,
    ];
  });
}

function runWarnings({ repaired, rampError }: StagedRun): string[] {
  return [
    ...(repaired > REPAIRED
      ? [`${repaired.toPrecision(2)} of the mass came out below 0; it was set to 0 and the rest scaled.`]
      : []),
    ...(rampError > 1e-3
      ? [`Ramps of the learning rate are taken in steps that may be wrong by ${rampError.toPrecision(2)} in all.`]
      : []),
  ];
}
