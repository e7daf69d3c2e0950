import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import type { Solution } from '../solution.js';
import { layOut, type Resolution } from './layout.js';
import { symmetricLimit, type SymmetricLimit } from './limit.js';
import { symmetricMarch } from './march.js';
import type { SymmetricState } from './state.js';
import { modelMarginal, type ModelMarginal } from './marginal.js';
import { symmetricModel } from './model.js';
import { startCloud, type StartCloud, type SymmetricStart } from './start.js';
import { totals, type Totals } from './totals.js';

/** Options of `evolveSymmetric`. */
export interface SymmetricOptions {
  readonly resolution?: Resolution;
  /** Ascending edges of cells in v on which each frame reports the law of v (default: none). */
  readonly edges?: readonly number[];
  /** Whether each frame keeps the joint law of (v, ζ) (default false). */
  readonly joint?: boolean;
  /** Whether to run again at half the resolution and report the difference (default true; a tenth to a fifth of the cost). */
  readonly estimateError?: boolean;
  /** Called with each frame as it is ready. */
  readonly onFrame?: (frame: SymmetricFrame) => void;
}

/** The law of (v, ζ), or of (ξ, ζ) with ξ = asinh(v/2e^ζ), on the cells of the solver; row-major, rows of constant ζ from the top. */
export interface JointLaw {
  /** v at the columns. */
  readonly v: Float64Array;
  /** ζ in the middle of the rows; each is `fall` high. */
  readonly zeta: Float64Array;
  readonly fall: number;
  readonly mass: Float64Array;
  /** Mean of ζ within each cell. */
  readonly meanZeta: Float64Array;
  /** Mass that is not on these cells: balanced, exactly or to e^ζ of the last row. */
  readonly balanced: number;
}

/** What is known at one output time. */
export interface SymmetricFrame extends Totals {
  readonly time: number;
  readonly marginal?: ModelMarginal;
  readonly joint?: JointLaw;
  /** Estimated error of `positive`: its difference to a run at half the resolution; null where none was made. */
  readonly error: number | null;
}

/** A run over all output times. */
export interface SymmetricEvolution {
  readonly frames: readonly SymmetricFrame[];
  readonly massError: number;
  readonly smallestMass: number;
  readonly limit: SymmetricLimit;
  readonly warnings: readonly string[];
}

/**
 * The time evolution of depth 1 without assuming balance: P(v > 0), E v and the law of v at each of `times`, from any start at any width.
 * A problem's own `width` does not matter: the starting points carry theirs.
 *
 * Method and errors: docs/derivations/learning-time.md. Mass is kept and never negative whatever the steps; the error is of second order
 * in the cells and the step. stats: cells, steps, errorEstimate, handed (mass that became balanced), handedEarly (of that, what
 * had the wrong sign while |v| was still above a twentieth of the linear scale, where its law is approximate).
 * Throws InputError for another depth, T ≤ 0, E[xy] ≤ 0, a start without points, or times that are negative or not finite.
 */
export function evolveSymmetric(
  problem: DiagonalLinearProblem,
  start: SymmetricStart,
  times: readonly number[],
  options: SymmetricOptions = {},
): Solution<SymmetricEvolution> {
  const sorted = checkedTimes(times);
  const edges = options.edges === undefined ? null : checkedEdges(options.edges);
  const cloud = startCloud(start);
  const { resolution = {}, estimateError = true } = options;
  const coarse = estimateError ? run(problem, cloud, sorted, { resolution: halved(problem, cloud, resolution) }) : null;
  const fine = run(problem, cloud, sorted, {
    resolution,
    complete: (frame, state, k) => {
      const error = coarse === null ? null : Math.abs(frame.positive - coarse.frames[k].positive);
      const marginal = edges === null ? {} : { marginal: modelMarginal(state, edges) };
      const full = { ...frame, error, ...marginal, ...(options.joint === true ? { joint: jointLaw(state) } : {}) };
      options.onFrame?.(full);
      return full;
    },
  });
  const { frames, state } = fine;
  const errorEstimate = coarse === null ? NaN : Math.max(...frames.map((f) => f.error!));
  const moved = sorted.some((t, i) => t !== times[i]);
  const warnings = moved ? ['The output times were not in ascending order; they were sorted.'] : [];
  if (state.handedEarly > 1e-3) {
    warnings.push(
      `${state.handedEarly.toExponential(1)} of the mass became balanced with the wrong sign before |v| was small; its time to cross is approximate.`,
    );
  }
  return {
    value: {
      frames,
      massError: Math.max(...frames.map((f) => Math.abs(f.massError))),
      smallestMass: Math.min(...frames.map((f) => f.smallestMass)),
      limit: symmetricLimit(problem, cloud),
      warnings,
    },
    outcome: 'converged',
    message: `${frames.length} frames in ${state.steps} steps on ${state.strip.rows} × ${state.strip.columns} cells.`,
    stats: {
      cells: state.cells.m0.length,
      steps: state.steps,
      errorEstimate,
      handed: state.handed,
      handedEarly: state.handedEarly,
    },
  };
}

type Complete = (frame: SymmetricFrame, state: SymmetricState, k: number) => SymmetricFrame;

function run(
  problem: DiagonalLinearProblem,
  cloud: StartCloud,
  times: readonly number[],
  { resolution, complete = (frame) => frame }: { readonly resolution: Resolution; readonly complete?: Complete },
): { readonly frames: SymmetricFrame[]; readonly state: SymmetricState } {
  const model = symmetricModel(problem);
  const grid = layOut(model, cloud, null, resolution);
  const { state, advance } = symmetricMarch(model, grid, cloud);
  const frames = times.map((time, k) => {
    advance(time, grid.timeStep);
    return complete({ time, ...totals(state), error: null }, state, k);
  });
  return { frames, state };
}

/** Cells and steps twice as large. */
function halved(problem: DiagonalLinearProblem, cloud: StartCloud, r: Resolution): Resolution {
  const { timeStep } = layOut(symmetricModel(problem), cloud, null, r);
  return { ...r, xi: 2 * (r.xi ?? 0.1), zeta: 2 * (r.zeta ?? 0.2), time: 2 * timeStep };
}

function jointLaw({ strip, cells, tail: { plus, minus }, atZero }: SymmetricState): JointLaw {
  const { fall, top, rows, columns } = strip;
  const meanZeta = cells.m0.map((m, c) => {
    const j = Math.floor(c / columns);
    return top - fall * (j + (m > 0 ? cells.m1[c] / m : 0.5));
  });
  const balanced = compensatedSum(plus.mass) + compensatedSum(minus.mass) + atZero;
  const zeta = Float64Array.from({ length: rows }, (_, j) => top - (j + 0.5) * fall);
  return { v: strip.v, zeta, fall, mass: cells.m0.slice(), meanZeta, balanced };
}

function checkedTimes(times: readonly number[]): number[] {
  if (times.length === 0)
    throw new InputError('evolveSymmetric', 'at least one output time', 'none', 'Give times such as [0, 1].');
  for (const t of times) {
    if (!(t >= 0 && t < Infinity)) {
      throw new InputError('evolveSymmetric', 'finite output times ≥ 0', String(t), 'The start stands at time 0.');
    }
  }
  return [...times].sort((a, b) => a - b);
}

function checkedEdges(edges: readonly number[]): Float64Array {
  const wrong = edges.findIndex((v, k) => !(k === 0 ? v === v : v > edges[k - 1]));
  if (edges.length < 2 || wrong >= 0) {
    const got = edges.length < 2 ? `${edges.length} numbers` : `${edges[wrong]} at place ${wrong}`;
    throw new InputError('evolveSymmetric', 'two or more ascending edges', got, 'Sort them and leave out repetitions.');
  }
  return Float64Array.from(edges);
}
