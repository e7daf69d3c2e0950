import { chebyshevAt } from '../num/chebyshev.js';
import { InputError } from '../num/input-error.js';
import { coefficientBlocks, kinks, type ScalarCoefficients } from './coefficient-blocks.js';

export type { ScalarCoefficients } from './coefficient-blocks.js';

/**
 * One end of a region: where the noise vanishes (`zero`), where the coefficients stop being numbers (`singular`), an end of
 * the domain (`boundary`), or infinity, with the furthest θ at which the coefficients can be evaluated.
 */
export interface RegionEnd {
  readonly kind: 'zero' | 'singular' | 'boundary' | 'infinite';
  /** θ of the end, ±Infinity for `infinite`. */
  readonly at: number;
  readonly reach: number;
}

/** An open interval in which there is noise, between places where there is none. */
export interface Region {
  readonly lower: RegionEnd;
  readonly upper: RegionEnd;
  /** Where the drift changes sign, ascending. */
  readonly driftZeros: readonly number[];
  /** Where D has a local minimum that is not zero. */
  readonly quietPoints: readonly number[];
  /** Where a or D has a kink or jumps; null where there are too many to tell. */
  readonly kinks: readonly number[] | null;
}

/** A minimum of D this small against its surroundings is a zero blurred by rounding. */
const ZERO = 1e-24;
/** D within this of its neighbours has no minimum worth looking at. */
const FLAT = 1e-9;
/** Quiet points further out are unevennesses of averages over nodes. */
const FAR = 1e5;
/** Places nearer to each other than this, relatively, are one. */
const SAME = 1e-9;
/** Beyond these sizes coefficients count as overflowing or underflowing rather than as singular. */
const LARGE = 1e140;
const HUGE = 1e280;
const TINY = 1e-280;
/** Noise smaller than this is none: near the end of the range of numbers it has no digits. */
const LEAST = 1e-290;
/** The furthest that coefficients are followed, and the distance at which a place counts as 0. */
const FURTHEST = 1e25;
const NEAREST = 1e-40;
/** How finely the polynomial of a block is looked at. */
const LOOKS = 200;

/**
 * Scans the coefficients on scales from 2^−30 to 2^30 for what splits the line and what stands out on it: on blocks of θ they
 * are replaced by polynomials, which are looked at closely. Some thousand evaluations. Throws InputError where there is no noise.
 */
export function scanRegions(coefficients: ScalarCoefficients, from: number, to: number): Region[] {
  const scan = sampled(coefficients, blockEdges(from, to));
  const regions: Region[] = [];
  for (let i = 0; i < scan.points.length; i++) {
    if (scan.status[i] !== 'noisy') continue;
    let last = i;
    while (scan.status[last + 1] === 'noisy') last++;
    const run = { scan, first: i, last };
    regions.push(...splitAtZeros(run, runEnd(run, -1, from), runEnd(run, 1, to)));
    i = last;
  }
  if (regions.length > 0) return regions;
  const cure = 'Gradients must differ between samples; check data and loss.';
  throw new InputError('model', 'gradient noise somewhere', 'a loss whose gradient is the same for every sample', cure);
}

type Status = 'noisy' | 'silent' | 'undefined';

interface Scan {
  readonly coefficients: ScalarCoefficients;
  readonly points: readonly number[];
  readonly drift: readonly number[];
  readonly diffusion: readonly number[];
  readonly status: readonly Status[];
  readonly kinks: readonly number[] | null;
}

/** Consecutive points of a scan that all have noise. */
interface Run {
  readonly scan: Scan;
  readonly first: number;
  readonly last: number;
}

function statusOf([a, D]: ArrayLike<number> & Iterable<number>): Status {
  if (!Number.isFinite(a) || !Number.isFinite(D)) return 'undefined';
  return D > LEAST ? 'noisy' : 'silent';
}

/** Octaves from 2^−10 to 2^12 around 0 and around finite ends, longer blocks beyond, and even ones between finite ends. */
function blockEdges(from: number, to: number): number[] {
  const anchors = [0, from, to].filter((x) => Number.isFinite(x));
  const edges = [from, to, ...anchors].filter((x) => Number.isFinite(x));
  for (let k = -30; k <= 30; k++) {
    if ((k < -10 || k > 12) && k % 5 !== 0) continue;
    for (const anchor of anchors) edges.push(anchor - 2 ** k, anchor + 2 ** k);
  }
  if (Number.isFinite(to - from)) for (let k = 1; k < 32; k++) edges.push(from + ((to - from) * k) / 32);
  return [...new Set(edges.filter((x) => x >= from && x <= to))].sort((a, b) => a - b);
}

function sampled(coefficients: ScalarCoefficients, edges: readonly number[]): Scan {
  const pair = new Float64Array(2);
  const rows: { theta: number; a: number; D: number; status: Status }[] = [];
  const direct = (theta: number): void => {
    coefficients(theta, pair);
    rows.push({ theta, a: pair[0], D: pair[1], status: statusOf(pair) });
  };
  const blocks = coefficientBlocks(coefficients, edges);
  for (const { low, high, drift, diffusion, resolved, samples } of blocks) {
    if (!resolved) {
      for (const { theta, a, D } of samples) rows.push({ theta, a, D, status: statusOf([a, D]) });
      continue;
    }
    for (let k = 0; k < LOOKS; k++) {
      const theta = low + ((k + 0.5) / LOOKS) * (high - low);
      const D = chebyshevAt(diffusion, theta);
      // Where the polynomial says nothing (D nearly 0) the function itself is asked.
      if (!(D > 1e-6 * Math.abs(diffusion.coefficients[0]))) direct(theta);
      else rows.push({ theta, a: chebyshevAt(drift, theta), D, status: 'noisy' });
    }
  }
  for (const edge of edges.slice(1, -1)) direct(edge);
  rows.sort((x, y) => x.theta - y.theta);
  return {
    coefficients,
    points: rows.map((r) => r.theta),
    drift: rows.map((r) => r.a),
    diffusion: rows.map((r) => r.D),
    status: rows.map((r) => r.status),
    kinks: kinks(coefficients, blocks),
  };
}

/** What ends a run on one side, `limit` being the end of the domain there. */
function runEnd({ scan, first, last }: Run, direction: -1 | 1, limit: number): RegionEnd {
  const { points, status, coefficients } = scan;
  const i = direction < 0 ? first : last;
  if (status[i + direction] === undefined) {
    if (Number.isFinite(limit)) return boundary(scan, points[i], limit);
    return { kind: 'infinite', at: limit, reach: furthest(coefficients, points[i]) };
  }
  const [inside, outside] = bisected(coefficients, points[i], points[i + direction]);
  const beyond = direction < 0 ? status.slice(0, first) : status.slice(last + 1);
  const pair = new Float64Array(2);
  coefficients(inside, pair);
  const cut = Math.max(Math.abs(pair[0]), pair[1]) > LARGE || pair[1] < TINY || smooth(coefficients, inside);
  if (cut && Math.abs(inside) > NEAREST && !Number.isFinite(limit) && beyond.every((s) => s !== 'noisy')) {
    return { kind: 'infinite', at: limit, reach: inside };
  }
  const at = Math.abs(outside) < NEAREST ? 0 : outside;
  return { kind: status[i + direction] === 'silent' ? 'zero' : 'singular', at, reach: at };
}

/** An end of the domain: an ordinary point, or a zero or pole of the coefficients. */
function boundary({ coefficients }: Scan, inside: number, limit: number): RegionEnd {
  const pair = new Float64Array(2);
  coefficients(inside, pair);
  const near = pair[1];
  coefficients(limit, pair);
  const status = statusOf(pair);
  const kind = status === 'undefined' ? 'singular' : pair[1] <= 1e-12 * near ? 'zero' : 'boundary';
  return { kind, at: limit, reach: limit };
}

/** The furthest power of ten times θ at which the coefficients still can be used. */
function furthest(coefficients: ScalarCoefficients, theta: number): number {
  const pair = new Float64Array(2);
  let reach = theta;
  while (Math.abs(reach) < FURTHEST) {
    coefficients(10 * reach, pair);
    if (statusOf(pair) !== 'noisy' || pair[1] < TINY || Math.max(Math.abs(pair[0]), pair[1]) > HUGE) return reach;
    reach *= 10;
  }
  return reach;
}

/** The neighbouring numbers between which the status changes from `noisy` to something else. */
function bisected(coefficients: ScalarCoefficients, inside: number, outside: number): [number, number] {
  const pair = new Float64Array(2);
  for (let step = 0; step < 1100; step++) {
    const middle = (inside + outside) / 2;
    if (middle === inside || middle === outside) break;
    coefficients(middle, pair);
    if (statusOf(pair) === 'noisy') inside = middle;
    else outside = middle;
  }
  return [inside, outside];
}

/** Whether the coefficients come up to θ without a trace of what stops them there: an overflow inside the expression. */
function smooth(coefficients: ScalarCoefficients, theta: number): boolean {
  const [near, far] = [new Float64Array(2), new Float64Array(2)];
  coefficients(theta * (1 - 1e-9), near);
  coefficients(theta * (1 - 1e-6), far);
  return near.every((value, k) => Math.abs(value - far[k]) <= 1e-3 * Math.abs(value));
}

/** Cuts a run where D vanishes, and lists what stands out in each part. */
function splitAtZeros({ scan, first, last }: Run, lower: RegionEnd, upper: RegionEnd): Region[] {
  const { coefficients, points, drift, diffusion } = scan;
  const at = (index: 0 | 1) => (theta: number) => {
    const pair = new Float64Array(2);
    coefficients(theta, pair);
    return pair[index];
  };
  const driftZeros: number[] = [];
  const quietPoints: number[] = [];
  const zeros: number[] = [];
  for (let i = first; i <= last; i++) {
    if (i < last && Math.sign(drift[i]) * Math.sign(drift[i + 1]) < 0) {
      const theta =
        signChange(at(0), points[i], points[i + 1]) ??
        // The polynomial may put a change on the wrong side of a point.
        signChange(at(0), points[Math.max(i - 1, first)], points[Math.min(i + 2, last)]);
      if (theta !== null) addApart(driftZeros, theta);
    } else if (drift[i] === 0 && i > first && i < last && drift[i - 1] !== 0) addApart(driftZeros, points[i]);
    if (i === first || i === last) continue;
    const around = Math.max(diffusion[i - 1], diffusion[i + 1]);
    if (!(diffusion[i] <= Math.min(diffusion[i - 1], diffusion[i + 1]) && diffusion[i] < (1 - FLAT) * around)) continue;
    const theta = minimum(at(1), points[i - 1], points[i + 1]);
    const isZero = at(1)(theta) <= ZERO * around;
    if (isZero || Math.abs(theta) < FAR) addApart(isZero ? zeros : quietPoints, theta);
  }
  const ends = [lower, ...zeros.map((z): RegionEnd => ({ kind: 'zero', at: z, reach: z })), upper];
  return ends.slice(1).map((end, k) => {
    const apart = (theta: number, at: number): boolean =>
      !Number.isFinite(at) || Math.abs(theta - at) > SAME * Math.abs(at);
    const inside = (theta: number): boolean =>
      theta > ends[k].at && theta < end.at && apart(theta, ends[k].at) && apart(theta, end.at);
    return {
      lower: ends[k],
      upper: end,
      driftZeros: driftZeros.filter(inside),
      quietPoints: quietPoints.filter(inside),
      kinks: scan.kinks && scan.kinks.filter(inside),
    };
  });
}

/** Adds what was found, in ascending order and unless it was found before. */
function addApart(list: number[], theta: number): void {
  const before = list[list.length - 1];
  if (before === undefined || theta - before > SAME * Math.abs(theta)) list.push(theta);
}

/** Where f changes sign between two points, or null where it has the same sign at both. */
function signChange(f: (theta: number) => number, low: number, high: number): number | null {
  const rising = f(low) < 0;
  const top = f(high);
  if (f(low) === 0) return low;
  if (top === 0) return high;
  if (top < 0 === rising) return null;
  for (let step = 0; step < 1100; step++) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) break;
    if (f(middle) < 0 === rising) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The minimum of f between two points by golden sections: to the last digits where f comes down to 0. */
function minimum(f: (theta: number) => number, low: number, high: number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [x1, x2] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [f1, f2] = [f(x1), f(x2)];
  for (let step = 0; step < 200 && x1 < x2; step++) {
    if (f1 <= f2) {
      [high, x2, f2] = [x2, x1, f1];
      x1 = high - ratio * (high - low);
      f1 = f(x1);
    } else {
      [low, x1, f1] = [x1, x2, f2];
      x2 = low + ratio * (high - low);
      f2 = f(x2);
    }
  }
  return f1 <= f2 ? x1 : x2;
}
