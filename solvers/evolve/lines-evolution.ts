import type { Cumulative } from '../../src/data/cumulative.js';
import { axis as buildAxis, type Axis } from '../../src/grid/axis.js';
import type { AxisSpec } from '../../src/grid/axis-spec.js';
import type { FittedLine } from '../../src/fv/line-generator.js';
import { InputError } from '../../src/num/input-error.js';
import { logReversibleLaw, part } from '../../src/num/reversible.js';
import { compensatedSum } from '../../src/num/sum.js';
import { tridiagonal } from '../../src/num/tridiagonal.js';
import { lineLimits } from '../ergodic/line-limits.js';
import { automaticAxis } from './initial-grid.js';
import { initialCells, pointName, type InitialCells } from './initial-cells.js';
import { frameStatistics, relativeEntropy } from './frames-statistics.js';
import { onAxisAt, stagedFrames, type Stage } from './frames-on-lines.js';

/** Options of `evolveLines`. */
export interface LinesEvolutionOptions {
  readonly grid: AxisSpec | 'auto';
  /** Whether initial mass beyond the grid may be left out: up to 10⁻⁶ (false) or any share of it (true). */
  readonly allowOutside?: boolean;
}

/** One frame of an evolution on lines. */
export interface LinesFrame {
  readonly time: number;
  readonly mean: number;
  readonly variance: number;
  /** Probability of each line and of each fixed point between them. */
  readonly components: readonly { readonly name: string; readonly weight: number }[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** To the steady state that this start tends to, on the lines that have one; null where none has. */
  readonly relativeEntropy: number | null;
  readonly mass: Float64Array;
  readonly logDensity: Float64Array;
}

/** An evolution of the density of one variable on neighbouring lines. */
export interface LinesEvolution {
  readonly axis: Axis;
  readonly frames: readonly LinesFrame[];
  readonly massError: number;
  readonly smallestMass: number;
  readonly warnings: readonly string[];
  readonly stats: Readonly<Record<string, number>>;
}

/** Share of the initial law that may lie outside the grid without being allowed to. */
const OUTSIDE = 1e-6;
/** Estimated Σ|error| in time from which it is spoken of; ramps are held to 10⁻⁶ a step. */
const WORST = 1e-3;
/** Mass in an outermost cell from which the end of the grid is spoken of. */
const AT_EDGE = 1e-9;

/**
 * The density of one variable at each of `times`, from an initial law, through stages of constant or ramped coefficients.
 * Throws InputError for an initial law outside the grid, a grid without a cell on a line, or times that no stage covers.
 */
export function evolveLines(
  stages: readonly Stage[],
  law: Cumulative,
  times: readonly number[],
  { grid, allowOutside = false }: LinesEvolutionOptions,
): LinesEvolution {
  const lines = stages[0].linesAt(0);
  const warnings: string[] = [];
  const variable = lines[0].variable;
  const axis = grid === 'auto' ? automaticAxis(stages, law, Math.max(...times), warnings) : buildAxis(variable, grid);
  const first = onAxisAt(stages, axis, 0);
  const { mass, fixed } = held(initialCells(law, axis, first.parts), { axis, allowOutside, warnings });
  const share = compensatedSum(mass);
  // The solver moves what can move, as a law of its own; points between the lines stay.
  const { evolution, steps, errorEstimate } =
    share > 0
      ? stagedFrames(
          stages,
          axis,
          mass.map((m) => m / share),
          times,
        )
      : still(times, mass);
  const reference = steadyReference(stages, law, axis, times[times.length - 1]);
  const constant = !stages.some(({ ramp }) => ramp);
  const frames = evolution.frames.map((frame): LinesFrame => {
    const now = share > 0 ? frame.density.mass.map((m) => m * share) : mass;
    const parts = stages.length === 1 && constant ? first.parts : onAxisAt(stages, axis, frame.time).parts;
    const integrals = frame.time === 0 && law.atoms.length === 0;
    const { weights, ...statistics } = frameStatistics(now, axis, parts, { fixed, integrals });
    const components = [
      ...lines.map(({ name }) => ({ name, weight: weights[parts.findIndex(({ line }) => line.name === name)] ?? 0 })),
      ...fixed.map(({ at, weight }) => ({ name: pointName(variable, at), weight })),
    ];
    const distance = reference === null ? null : relativeEntropy(now, reference);
    return { time: frame.time, ...statistics, components, relativeEntropy: distance, mass: now };
  });
  warnings.push(...evolution.warnings, ...edgeWarnings(axis, first.parts, frames));
  if (errorEstimate > WORST) {
    warnings.push(
      `The steps in time may be wrong by up to ${errorEstimate.toPrecision(2)} in all; use a grid of wider cells.`,
    );
  }
  return {
    axis,
    frames,
    massError: evolution.massError * share,
    smallestMass: evolution.smallestMass * (share > 0 ? share : 1),
    warnings,
    stats: { cells: axis.cells, steps, errorEstimate },
  };
}

/** Frames of a start in which nothing moves. */
function still(times: readonly number[], mass: Float64Array): ReturnType<typeof stagedFrames> {
  const density = { grid: { axes: [], size: mass.length }, mass };
  const frames = [...times].sort((a, b) => a - b).map((time) => ({ time, density, massError: 0, smallestMass: 0 }));
  return { evolution: { frames, massError: 0, smallestMass: 0, warnings: [] }, steps: 0, errorEstimate: 0 };
}

/** The initial masses without what lies outside, refused where that is more than a little and not allowed. */
function held(
  cells: InitialCells,
  {
    axis,
    allowOutside,
    warnings,
  }: { readonly axis: Axis; readonly allowOutside: boolean; readonly warnings: string[] },
): InitialCells {
  const { mass, fixed, outside } = cells;
  if (!(outside > 1e-14)) return cells;
  const share = outside.toPrecision(3);
  if (outside > OUTSIDE && !(allowOutside && outside < 1)) {
    const cure = 'Widen the grid, use grid: auto, or add --allow-outside to leave that part out.';
    throw new InputError(`grid.${axis.name}`, 'a grid that holds the initial density', `${share} of it outside`, cure);
  }
  warnings.push(
    `grid.${axis.name}: ${share} of the initial density lies outside the grid; it is left out and the rest scaled to 1.`,
  );
  const scale = 1 / (1 - outside);
  return {
    mass: mass.map((m) => m * scale),
    fixed: fixed.map((f) => ({ at: f.at, weight: f.weight * scale })),
    outside: 0,
  };
}

/** ln of the limit masses on the lines that keep a density, under the last coefficients; null where none does. */
function steadyReference(stages: readonly Stage[], law: Cumulative, axis: Axis, last: number): Float64Array | null {
  const end = stages[stages.length - 1];
  const { generator, parts } = onAxisAt(stages, axis, Number.isFinite(end.until) ? end.until : last);
  const { densities } = lineLimits(
    parts.map(({ line }) => line),
    law,
  );
  if (![...densities.values()].some((weight) => weight > 0)) return null;
  const out = new Float64Array(axis.cells).fill(-Infinity);
  const chain = tridiagonal(generator.rates);
  for (const { line, first, count } of parts) {
    const weight = densities.get(line) ?? 0;
    if (!(weight > 0)) continue;
    const logLaw = logReversibleLaw(part(chain, { first, last: first + count - 1 }));
    for (let k = 0; k < count; k++) out[first + k] = logLaw[k] + Math.log(weight);
  }
  return out;
}

/** What is said where mass has reached an end of the grid that is no end of the line, or a cell that keeps what enters it. */
function edgeWarnings(axis: Axis, parts: readonly FittedLine[], frames: readonly LinesFrame[]): string[] {
  return parts.flatMap(({ line, first, count, fit }) =>
    ([0, 1] as const).flatMap((side) => {
      const cell = side === 0 ? first : first + count - 1;
      const worst = frames.reduce((most, frame) => (frame.mass[cell] > most.mass[cell] ? frame : most));
      const mass = worst.mass[cell];
      if (!(mass > AT_EDGE)) return [];
      const end = line.map.support[side];
      const edge = axis.edges[side === 0 ? first : first + count];
      const inner = axis.edges[side === 0 ? first + 1 : first + count - 1];
      const share = `${mass.toPrecision(3)} of the probability at t = ${worst.time}`;
      const place = (v: number): string => `${axis.name} = ${Number(v.toPrecision(4))}`;
      if (side === 0 ? edge > end : edge < end)
        return [`${line.name}: the grid ends at ${place(edge)} like a wall, and the cell there holds ${share}.`];
      const entry = line.map.orientation > 0 === (side === 0) ? 0 : count - 1;
      if (fit.logVolume[entry] < Infinity || line.endDrift[side] !== 0) return [];
      return [
        `${line.name}: ${share} is within the last cell before ${place(end)}, beyond ${place(inner)}, which keeps what enters it.`,
      ];
    }),
  );
}
