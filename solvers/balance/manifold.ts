import { InputError } from '../../src/num/input-error.js';
import type { Solution } from '../solution.js';
import type { OrbitSolver } from './balance-point.js';
import type { BalanceSystem } from './balance-system.js';
import type { ExponentialSymmetry } from './exponential-symmetry.js';
import { symmetryVelocity } from './exponential-symmetry.js';
import type { MinimumPoint } from './manifold-minimum.js';
import { onMinimum } from './manifold-minimum.js';
import type { ManifoldCurve, Plane, Window } from './manifold-curve.js';
import { curveTracer, violation } from './manifold-curve.js';

/** The noise-balanced manifold of a loss with two parameters inside a window. */
export interface Manifold {
  readonly curves: readonly ManifoldCurve[];
  /** Where it meets the set of least loss, without decay. */
  readonly minima: readonly MinimumPoint[];
}

/** Points per side of the lattice whose orbits are searched for pieces, and the longest piece. */
const SEEDS = 24;
const MOST_POINTS = 20_000;

/**
 * Traces the noise-balanced manifold {G = 0} of two parameters inside a window. Every symmetry orbit meets it once, so the orbit's balance is
 * the corrector of the continuation: predict along the last chord, then slide along the orbit. Steps shrink until the turn between chords is
 * below 0.15 rad. Orbits through a lattice of 24² points look for pieces, so one that no such orbit meets inside the window is not found.
 * Throws InputError at `window` for a window without area.
 */
export function traceManifold(
  system: BalanceSystem,
  symmetry: ExponentialSymmetry,
  solver: OrbitSolver,
  window: Window,
): Solution<Manifold, 'converged' | 'step-limit'> {
  const [[left, bottom], [right, top]] = [window.lower, window.upper];
  if (!(right > left && top > bottom && Math.hypot(right - left, top - bottom) < Infinity)) {
    throw new InputError(
      'window',
      'lower < upper for both parameters',
      `[${left}, ${right}] × [${bottom}, ${top}]`,
      'Exchange the ends.',
    );
  }
  let orbits = 0;
  const plane: Plane = {
    window,
    size: Math.hypot(right - left, top - bottom),
    project(x, y) {
      orbits++;
      const theta = solver.balance([x, y]).value?.theta;
      return theta && [theta[0], theta[1]];
    },
    orbitVelocity: (x, y) => [...symmetryVelocity(symmetry, [x, y])] as [number, number],
  };
  const trace = curveTracer(plane, MOST_POINTS);
  const curves: ManifoldCurve[] = [];
  const losses: number[] = [];
  let complete = true;
  for (const [x, y] of lattice(window)) {
    losses.push(system.loss([x, y]));
    const seed = plane.project(x, y);
    if (!seed || violation(window, seed) > 0 || curves.some((curve) => isNear(curve, seed, plane.size / 300))) continue;
    const { points, closed, ended } = trace(seed);
    complete &&= ended;
    if (points.length > 2) curves.push({ points: Float64Array.from(points), closed });
  }
  const minima = onMinimum(system, curves, { losses, project: (x, y) => plane.project(x, y) });
  const points = curves.reduce((sum, curve) => sum + curve.points.length / 2, 0);
  return {
    value: { curves, minima },
    outcome: complete ? 'converged' : 'step-limit',
    message: complete
      ? `${curves.length} pieces.`
      : `A piece has more than ${MOST_POINTS} points; take a smaller window.`,
    stats: { orbits, points },
  };
}

/** Lattice points with irrational offsets, so that none lies on an axis of a window that is symmetric about 0. */
function* lattice({ lower, upper }: Window): Generator<[number, number]> {
  for (let i = 0; i < SEEDS; i++) {
    for (let j = 0; j < SEEDS; j++) {
      const [s, t] = [(i + 0.414_213) / SEEDS, (j + 0.618_034) / SEEDS];
      yield [lower[0] + s * (upper[0] - lower[0]), lower[1] + t * (upper[1] - lower[1])];
    }
  }
}

/** Whether a point is within `distance` of the chords of a curve. */
function isNear({ points, closed }: ManifoldCurve, [x, y]: readonly [number, number], distance: number): boolean {
  const count = points.length / 2;
  for (let i = 0; i + (closed ? 0 : 1) < count; i++) {
    const j = (i + 1) % count;
    const [dx, dy] = [points[2 * j] - points[2 * i], points[2 * j + 1] - points[2 * i + 1]];
    const [px, py] = [x - points[2 * i], y - points[2 * i + 1]];
    const t = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
    if (Math.hypot(px - t * dx, py - t * dy) < distance) return true;
  }
  return false;
}
