import { bracketRoot } from '../../src/num/bracket-root.js';

/** A rectangle of the plane of two parameters. */
export interface Window {
  readonly lower: readonly [number, number];
  readonly upper: readonly [number, number];
}

/** One piece of the manifold: points (θ₁, θ₂) in order along it, pairs in one array. */
export interface ManifoldCurve {
  readonly points: Float64Array;
  /** Whether the last point joins the first; else the ends lie on the window or at a fixed point of the symmetry. */
  readonly closed: boolean;
}

type Place = readonly [number, number];

/** What continuation in the plane works with. */
export interface Plane {
  readonly window: Window;
  /** Length of the window's diagonal. */
  readonly size: number;
  /** The balanced point of the orbit through (x, y); undefined where it has none. */
  project(x: number, y: number): Place | undefined;
  /** Aθ. */
  orbitVelocity(x: number, y: number): Place;
}

/** Steps relative to the window's diagonal, and the turn between chords that a step may make. */
const STEP = { first: 1 / 400, least: 1e-7, largest: 1 / 60 };
const TURN = { accepted: 0.15, easy: 0.05 };

/** How far a point lies outside the window; negative inside. */
export function violation({ lower, upper }: Window, [x, y]: Place): number {
  return Math.max(lower[0] - x, x - upper[0], lower[1] - y, y - upper[1]);
}

/** A traced piece: pairs of coordinates; `ended` is false where it has more than `most` points. */
export interface TracedCurve {
  readonly points: readonly number[];
  readonly closed: boolean;
  readonly ended: boolean;
}

/** Traces the piece of the manifold through a point on it, in both directions, up to `most` points each way. */
export function curveTracer(plane: Plane, most: number): (seed: Place) => TracedCurve {
  return (seed) => {
    const across = firstDirection(plane, seed);
    if (!across) return { points: [], closed: false, ended: true };
    const forward = follow(plane, seed, across, most);
    if (forward.closed) return { points: [seed, ...forward.points].flat(), closed: true, ended: true };
    const backward = follow(plane, seed, [-across[0], -across[1]], most);
    const points = [...backward.points.reverse(), seed, ...forward.points].flat();
    return { points, closed: false, ended: forward.ended && backward.ended };
  };
}

/** The direction of the manifold at a point of it: from there to the balance of an orbit close by. */
function firstDirection(plane: Plane, [x, y]: Place): Place | undefined {
  const [a, b] = plane.orbitVelocity(x, y);
  const length = Math.hypot(a, b);
  for (const step of [1e-4, -1e-4, 1e-6, -1e-6]) {
    const beside = plane.project(x - (step * plane.size * b) / length, y + (step * plane.size * a) / length);
    if (beside) return unit([beside[0] - x, beside[1] - y]);
  }
  return undefined;
}

/** Follows the manifold one way until it leaves the window, closes, or comes to an end. */
function follow(
  plane: Plane,
  seed: Place,
  direction: Place,
  most: number,
): { points: Place[]; closed: boolean; ended: boolean } {
  const points: Place[] = [];
  let [here, along] = [seed, direction];
  let step = STEP.first * plane.size;
  let travelled = 0;
  while (points.length < most) {
    const next = plane.project(here[0] + step * along[0], here[1] + step * along[1]);
    const chord = next && unit([next[0] - here[0], next[1] - here[1]]);
    const turn = chord
      ? Math.abs(Math.atan2(along[0] * chord[1] - along[1] * chord[0], along[0] * chord[0] + along[1] * chord[1]))
      : Infinity;
    const length = next ? Math.hypot(next[0] - here[0], next[1] - here[1]) : 0;
    if (!next || !chord || !(turn <= TURN.accepted) || !(length > 0.3 * step && length < 3 * step)) {
      step /= 2;
      if (step < STEP.least * plane.size) return { points, closed: false, ended: true };
      continue;
    }
    if (violation(plane.window, next) > 0) {
      const last = clipped(plane, here, along, step);
      if (last) points.push(last);
      return { points, closed: false, ended: true };
    }
    travelled += length;
    const gap = Math.hypot(next[0] - seed[0], next[1] - seed[1]);
    const returning = chord[0] * direction[0] + chord[1] * direction[1] > 0.5;
    if (travelled > 4 * gap && gap < length && returning && points.length > 3)
      return { points, closed: true, ended: true };
    points.push(next);
    [here, along] = [next, chord];
    if (turn < TURN.easy) step = Math.min(1.5 * step, STEP.largest * plane.size);
  }
  return { points, closed: false, ended: false };
}

/** The point of the last step that lies on the window's edge. */
function clipped({ project, window }: Plane, here: Place, along: Place, step: number): Place | undefined {
  const at = (s: number): Place | undefined => project(here[0] + s * along[0], here[1] + s * along[1]);
  const { root, outcome } = bracketRoot((s) => violation(window, at(s) ?? [NaN, NaN]), {
    within: [0, step],
    tolerance: 1e-14 * step,
  });
  return outcome === 'converged' ? at(root) : undefined;
}

function unit([x, y]: Place): Place | undefined {
  const length = Math.hypot(x, y);
  return length > 0 ? [x / length, y / length] : undefined;
}
