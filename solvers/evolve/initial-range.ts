import type { Cumulative } from '../../src/data/cumulative.js';
import { endBehaviour } from '../../src/sde/end-behaviour.js';
import type { LineSde } from '../../src/sde/line.js';
import { lineLaw, type LineLaw } from '../steady/line-law.js';

/** What a grid must reach on one line, in its coordinate y, and the scale on which a density varies there. */
export interface LineRange {
  readonly line: LineSde;
  readonly low: number;
  readonly high: number;
  /** The smaller of the widths (half the distance from the 16 % to the 84 % point) of the initial and the steady density. */
  readonly width: number;
  /** Probability that the initial law gives to the line. */
  readonly weight: number;
  /** y that should be a node: the median of the initial density. NaN where the line starts empty. */
  readonly anchor: number;
  /** The y beyond which v cannot be told from the line's end in double precision, or a/D cannot be integrated over a cell. */
  readonly limits: readonly [number, number];
}

/** Probability that is left out at each end of a range. */
const LEFT_OUT = 1e-17;
/** Share of the second moment that is left out where a power tail runs to infinity. */
const MOMENT_LEFT_OUT = 1e-7;
/**
 * Largest |a/D| on a grid. Fitting a line up to an essential singularity takes work in proportion, 0.1 s at the first; beside a point
 * that drift crosses, what comes later is only drift, and the steps in time suffer.
 */
const STEEPEST = { stay: 5e3, cross: 300 } as const;
/** A Gaussian falls to LEFT_OUT of its peak after this many times √(D t). */
const SPREAD = 2 * Math.sqrt(-Math.log(LEFT_OUT));

/** The range of a line for an initial law and a time: it covers the start, the steady state, and what the time allows on the way to a collapse. */
export function lineRange(line: LineSde, law: Cumulative, horizon: number): LineRange {
  const far = limitsOf(line);
  const start = startOf(line, law, far);
  const result = lineLaw(line);
  const steady = result.kind === 'density' ? steadyOf(result) : null;
  const reach = ([0, 1] as const).map((e) => {
    const outward = e === 0 ? -1 : 1;
    const further = (a: number, b: number): number => (outward * (a - b) > 0 ? a : b);
    const home = further(line.settled[e], start?.ends[e] ?? line.settled[e]);
    const travelled = home + outward * travel(line, outward, horizon);
    const end = endBehaviour(line, outward);
    if (!end.normalisable) return travelled;
    const settled = home + outward * (end.kind === 'power' ? Math.log(LEFT_OUT) / end.slope : 5);
    const wanted = steady?.ends[e] ?? settled;
    // Towards a finite end the steady state may reach far further than the time allows.
    const bounded = Number.isFinite(line.map.support[sideOf(line, e)]);
    const needed = bounded && outward * (travelled - wanted) < 0 ? travelled : wanted;
    return further(needed, start?.ends[e] ?? needed);
  });
  const centre = start?.median ?? (line.settled[0] + line.settled[1]) / 2;
  const limits = [gentle(line, 0, far[0], centre), gentle(line, 1, far[1], centre)] as const;
  const [low, high] = [Math.max(limits[0], reach[0]), Math.min(limits[1], reach[1])];
  const width = Math.min(start?.width || Infinity, steady?.width ?? Infinity);
  return { line, low, high, width, weight: start?.weight ?? 0, anchor: start?.median ?? NaN, limits };
}

/** Index in `support` of the end at y → −∞ (e = 0) or y → ∞ (e = 1). */
export const sideOf = (line: LineSde, e: 0 | 1): 0 | 1 => (line.map.orientation > 0 ? e : e === 0 ? 1 : 0);

/** Probability of y(v) in (from, to) without atoms. */
function between({ map }: LineSde, law: Cumulative, from: number, to: number): number {
  const [a, b] = [map.value(from), map.value(to)];
  return map.orientation > 0 ? law.between(a, b) : law.between(b, a);
}

/** Probability that a law gives to a line, ends excluded. */
export function weightOn(line: LineSde, law: Cumulative): number {
  const [low, high] = line.map.support;
  const atoms = law.atoms.filter(({ value }) => value > low && value < high);
  return law.between(low, high) + atoms.reduce((sum, { weight }) => sum + weight, 0);
}

/** Where an initial law lies on a line; null where it gives it no probability. */
function startOf(line: LineSde, law: Cumulative, limits: readonly [number, number]) {
  const weight = weightOn(line, law);
  if (!(weight > 0)) return null;
  const [low, high] = line.map.support;
  const atoms = law.atoms.filter(({ value }) => value > low && value < high);
  const places = atoms.map(({ value }) => line.map.coordinate(value));
  const below = (y: number): number =>
    between(line, law, -Infinity, y) + atoms.reduce((sum, atom, i) => (places[i] < y ? sum + atom.weight : sum), 0);
  const above = (y: number): number =>
    between(line, law, y, Infinity) + atoms.reduce((sum, atom, i) => (places[i] >= y ? sum + atom.weight : sum), 0);
  const first = crossing((y) => below(y) > LEFT_OUT * weight, limits);
  const last = crossing((y) => above(y) <= LEFT_OUT * weight, limits);
  const point = (share: number): number => crossing((y) => below(y) > share * weight, limits);
  const median = atoms.length === 1 && places.length === 1 && atoms[0].weight === weight ? places[0] : point(0.5);
  return { weight, ends: [first, last] as const, median, width: (point(0.84) - point(0.16)) / 2 };
}

/** Where a monotone condition becomes true, between the limits. */
function crossing(holds: (y: number) => boolean, [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  while (high - low > 1e-12 * Math.max(1, Math.abs(low), Math.abs(high))) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The part of y that holds a steady state, with the second moment where it is finite and v is not bounded. */
function steadyOf({ line, y, probability, bounds, tails, ends }: LineLaw) {
  const n = y.length;
  const second = y.map((at, i) => probability[i] * line.map.value(at) ** 2);
  const moment = second.reduce((sum, s) => sum + s, 0);
  const reach = ([0, 1] as const).map((e) => {
    const infinite = !Number.isFinite(line.map.support[sideOf(line, e)]);
    const needsMoment = infinite && (ends[e].kind === 'essential' || ends[e].slope + 2 < 0);
    if (tails[e] > LEFT_OUT) {
      return (
        bounds[e === 0 ? 0 : bounds.length - 1] +
        (e === 0 ? 1 : -1) * (Math.log(LEFT_OUT / tails[e]) / Math.abs(ends[e].slope))
      );
    }
    let [mass, power] = [tails[e], 0];
    for (let k = 0; k < n; k++) {
      const i = e === 0 ? k : n - 1 - k;
      mass += probability[i];
      power += second[i];
      if (mass > LEFT_OUT || (needsMoment && power > MOMENT_LEFT_OUT * moment)) return y[i];
    }
    return y[e === 0 ? 0 : n - 1];
  });
  const quantile = (share: number): number => {
    let sum = tails[0];
    for (let i = 0; i < n; i++) if ((sum += probability[i]) > share) return y[i];
    return y[n - 1];
  };
  return { ends: reach, width: (quantile(0.84) - quantile(0.16)) / 2 };
}

/** The y nearest to `from`, towards `centre`, at which |a/D| is no more than a grid can take. */
function gentle(line: LineSde, e: 0 | 1, from: number, centre: number): number {
  const out = new Float64Array(2);
  const most = line.endDrift[sideOf(line, e)] === 0 ? STEEPEST.stay : STEEPEST.cross;
  const steep = (y: number): boolean => {
    line.evaluate(y, out);
    return !(Math.abs(out[0] / out[1]) <= most);
  };
  let [far, near] = [from, centre];
  if (!steep(far)) return far;
  while (Math.abs(far - near) > 1e-3) {
    const middle = (far + near) / 2;
    if (steep(middle)) far = middle;
    else near = middle;
  }
  return near;
}

/** How far outward a path can get in a time with the coefficients far out, which settle there. */
function travel(line: LineSde, outward: 1 | -1, horizon: number): number {
  const out = new Float64Array(2);
  line.evaluate((outward < 0 ? line.settled[0] : line.settled[1]) + outward * 3, out);
  return Math.max(0, outward * out[0]) * horizon + SPREAD * Math.sqrt(out[1] * horizon);
}

/** The y between which v can be told from the ends of the support, and is neither 0 nor infinite. */
function limitsOf({ map }: LineSde): [number, number] {
  const limit = (outward: 1 | -1): number => {
    const end = map.value(outward * Infinity);
    const apart = (y: number): boolean => {
      const v = map.value(y);
      if (!Number.isFinite(end)) return Math.abs(v) < 1e300;
      return Math.abs(v - end) > Math.max(1e-300, 1e-13 * Math.abs(end));
    };
    let y = 690;
    while (y > 1 && !apart(outward * y)) y -= 0.5;
    return outward * y;
  };
  return [limit(-1), limit(1)];
}
