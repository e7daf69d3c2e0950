import type { DiagonalLinearProblem } from '../../src/model/diagonal-linear.js';
import { InputError } from '../../src/num/input-error.js';
import type { Solution } from '../solution.js';
import { jointLaw, type JointLaw } from './joint.js';
import { outputTimes } from '../evolve/frame.js';
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
  /** Side of the cells on which each frame reports the joint law of (ξ, ζ) (default: none). */
  readonly joint?: number;
  /** Whether to run again at half the resolution and report the difference (default true; a tenth to a fifth of the cost). */
  readonly estimateError?: boolean;
  /** Called with each frame as it is ready. */
  readonly onFrame?: (frame: SymmetricFrame) => void;
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
  const { times: sorted, warnings: moved } = outputTimes(times);
  const edges = options.edges === undefined ? null : checkedEdges(options.edges);
  const cloud = startCloud(start);
  const { resolution = {}, estimateError = true, joint } = options;
  if (joint !== undefined && !(joint > 0 && joint < Infinity)) {
    throw new InputError('evolveSymmetric', 'cells of (ξ, ζ) of a side > 0', String(joint), 'Use for example 0.25.');
  }
  const coarse = estimateError ? run(problem, cloud, sorted, { resolution: halved(problem, cloud, resolution) }) : null;
  const fine = run(problem, cloud, sorted, {
    resolution,
    complete: (frame, state, k) => {
      const error = coarse === null ? null : Math.abs(frame.positive - coarse.frames[k].positive);
      const marginal = edges === null ? {} : { marginal: modelMarginal(state, edges) };
      const full = { ...frame, error, ...marginal, ...(joint === undefined ? {} : { joint: jointLaw(state, joint) }) };
      options.onFrame?.(full);
      return full;
    },
  });
  const { frames, state } = fine;
  const errorEstimate = coarse === null ? NaN : Math.max(...frames.map((f) => f.error!));
  const warnings = [...moved];
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

function checkedEdges(edges: readonly number[]): Float64Array {
  const wrong = edges.findIndex((v, k) => !(k === 0 ? v === v : v > edges[k - 1]));
  if (edges.length < 2 || wrong >= 0) {
    const got = edges.length < 2 ? `${edges.length} numbers` : `${edges[wrong]} at place ${wrong}`;
    throw new InputError('evolveSymmetric', 'two or more ascending edges', got, 'Sort them and leave out repetitions.');
  }
  return Float64Array.from(edges);
}
