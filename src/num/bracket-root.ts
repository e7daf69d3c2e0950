/** A real function of one real variable. */
export type RealFunction = (x: number) => number;

/**
 * How a search for a root ended:
 * - `converged`: the root is known to the tolerance, or f is exactly 0 there;
 * - `no-sign-change`: f has one sign at both ends however far the bracket grew;
 * - `jump`: f changes sign without becoming small, so a pole or a discontinuity is what was found;
 * - `not-finite`: f is NaN at `root`;
 * - `step-limit`: the evaluations allowed were used up.
 */
export type RootOutcome = 'converged' | 'no-sign-change' | 'jump' | 'not-finite' | 'step-limit';

/** What a search found: always a place and what is known about it, never an exception. */
export interface BracketedRoot {
  /** The root, or the place that the outcome is about. */
  readonly root: number;
  /** f(root). */
  readonly value: number;
  /** The last bracket; for `no-sign-change` the widest one that was tried. */
  readonly bracket: readonly [number, number];
  /** f at the ends of the bracket. */
  readonly ends: readonly [number, number];
  readonly outcome: RootOutcome;
  readonly evaluations: number;
}

/** Settings of a search. */
export interface RootOptions {
  /** The bracket to begin with, lower end first; while f has one sign it grows at both ends, by a factor 2, 4, 8, … */
  readonly within: readonly [number, number];
  /** The bracket never grows beyond these ends (default: the whole line). */
  readonly limits?: readonly [number, number];
  /** Largest error of the root. Default and least: two units in the last place, or 2⁻¹⁰⁰ of the bracket where the root is that near to 0. */
  readonly tolerance?: number;
  /** f′: with it the end of the search is Newton's, whose error is squared at each step. */
  readonly slope?: RealFunction;
  /** Most evaluations of f (default 300; halving alone takes at most 101 once f changes sign). */
  readonly evaluations?: number;
}

/** f at a place. */
interface Point {
  readonly x: number;
  readonly f: number;
}

/** Two units in the last place of numbers about 1. */
const TWO_ULPS = 2 ** -51;

/**
 * A root of f by the ITP method (Oliveira & Takahashi, ACM Trans. Math. Softw. 47:5, 2020): regula falsi, truncated and projected, so that it
 * converges faster than linearly and yet takes at most one evaluation more than halving. Where a slope is given, Newton steps are tried from
 * each new point and kept as long as they stay in the bracket and |f| falls fourfold. NaN, a missing sign change, jumps and exhausted steps are outcomes.
 */
export function bracketRoot(f: RealFunction, options: RootOptions): BracketedRoot {
  const { limits = [-Infinity, Infinity], evaluations: most = 300 } = options;
  let count = 0;
  const at = (x: number): Point => (count++, { x, f: f(x) });
  const found = (point: Point, outcome: RootOutcome, [a, b]: readonly [Point, Point]): BracketedRoot => ({
    root: point.x,
    value: point.f,
    bracket: [a.x, b.x],
    ends: [a.f, b.f],
    outcome,
    evaluations: count,
  });

  let [a, b] = [at(options.within[0]), at(options.within[1])];
  for (let factor = 2; ; factor *= 2) {
    const end = endAmong(a, b);
    if (end) return found(end, end.f === 0 ? 'converged' : 'not-finite', [a, b]);
    if (a.f > 0 !== b.f > 0) break;
    const [lower, upper] = grown([a.x, b.x], factor, limits);
    if ((lower === a.x && upper === b.x) || count >= most) {
      const nearer = Math.abs(a.f) < Math.abs(b.f) ? a : b;
      return found(nearer, count >= most ? 'step-limit' : 'no-sign-change', [a, b]);
    }
    // The old end is kept on the side where f did not change sign.
    const [c, d] = [lower === a.x ? a : at(lower), upper === b.x ? b : at(upper)];
    if (c.f > 0 !== a.f > 0 && c.f !== 0) [a, b] = [c, a];
    else if (d.f > 0 !== b.f > 0 && d.f !== 0) [a, b] = [b, d];
    else [a, b] = [c, d];
  }
  return narrowed([a, b], { at, found, count: () => count, most, options });
}

interface Search {
  readonly at: (x: number) => Point;
  readonly found: (point: Point, outcome: RootOutcome, bracket: readonly [Point, Point]) => BracketedRoot;
  readonly count: () => number;
  readonly most: number;
  readonly options: RootOptions;
}

/** The search inside a bracket with a sign change. */
function narrowed(start: readonly [Point, Point], { at, found, count, most, options }: Search): BracketedRoot {
  const { slope, tolerance = 0 } = options;
  let [a, b] = start;
  const width = b.x - a.x;
  const least = Math.max(tolerance, 2 ** -100 * width, Number.MIN_VALUE);
  let steps = -1;
  const take = (point: Point): void => {
    if (point.f > 0 === a.f > 0) a = point;
    else b = point;
  };
  for (let j = 0; ; j++) {
    const best = Math.abs(a.f) < Math.abs(b.f) ? a : b;
    const precision = Math.max(least, TWO_ULPS * Math.max(Math.abs(a.x), Math.abs(b.x)));
    if (b.x - a.x <= 2 * precision) return found(best, isJump(start, [a, b]) ? 'jump' : 'converged', [a, b]);
    if (count() >= most) return found(best, 'step-limit', [a, b]);
    // One step more than halving would need, as the projection demands (n₀ = 1).
    if (steps < 0) steps = Math.ceil(Math.log2((b.x - a.x) / (2 * precision))) + 1;
    let point = at(truncatedFalsi(a, b, { reach: precision * 2 ** (steps - j), width }));
    if (point.f === 0) return found(point, 'converged', [a, b]);
    if (Number.isNaN(point.f)) return found(point, 'not-finite', [a, b]);
    take(point);
    while (slope && count() < most) {
      const x = point.x - point.f / slope(point.x);
      // A Newton step estimates the error of the point it starts from.
      if (Math.abs(x - point.x) <= Math.max(least, TWO_ULPS * Math.abs(x))) return found(point, 'converged', [a, b]);
      if (!(x > a.x && x < b.x)) break;
      const next = at(x);
      if (next.f === 0) return found(next, 'converged', [a, b]);
      if (!(Math.abs(next.f) < Math.abs(point.f) / 4)) break;
      take(next);
      point = next;
    }
  }
}

/**
 * The next point of ITP with κ₁ = 0.2/width₀, κ₂ = 2. `reach` is ε·2^(n − j), the half-width that halving would have reached by now, and
 * `first` the width₀ of the first bracket.
 */
function truncatedFalsi(a: Point, b: Point, { reach, width: first }: { reach: number; width: number }): number {
  const width = b.x - a.x;
  // Halves before adding, so that the ends may be as large as doubles go.
  const middle = a.x / 2 + b.x / 2;
  const falsi = a.x - a.f * (width / (b.f - a.f));
  if (!(falsi > a.x && falsi < b.x)) return middle;
  const towards = Math.sign(middle - falsi);
  const shift = Math.min(0.2 * width * (width / first), Math.abs(middle - falsi));
  const truncated = falsi + towards * shift;
  const radius = Math.max(reach - width / 2, 0);
  const x = Math.abs(truncated - middle) <= radius ? truncated : middle - towards * radius;
  return x > a.x && x < b.x ? x : middle;
}

/** An end that ends the search: an exact root or NaN. */
function endAmong(a: Point, b: Point): Point | undefined {
  return [a, b].find(({ f }) => f === 0 || Number.isNaN(f));
}

/** The bracket that many times as wide about the same centre, inside the limits. */
function grown(
  [lower, upper]: readonly [number, number],
  factor: number,
  limits: readonly [number, number],
): [number, number] {
  const half = ((factor - 1) * (upper - lower)) / 2 || 1;
  const [least, largest] = [Math.max(limits[0], -Number.MAX_VALUE), Math.min(limits[1], Number.MAX_VALUE)];
  return [Math.max(lower - half, Math.min(least, lower)), Math.min(upper + half, Math.max(largest, upper))];
}

/** A bracket that became a millionth of what it was while f at its ends did not even fall to a thousandth. */
function isJump([a0, b0]: readonly [Point, Point], [a, b]: readonly [Point, Point]): boolean {
  const shrunk = b.x - a.x <= 1e-6 * (b0.x - a0.x);
  return shrunk && !(Math.abs(b.f - a.f) <= 1e-3 * Math.abs(b0.f - a0.f));
}
