import { InputError } from '../num/input-error.js';

/** Writes a and D at θ to out[0] and out[1]. */
export type ScalarCoefficients = (theta: number, out: Float64Array) => void;

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
}

/** A minimum of D this small against its surroundings, at one cell's distance, is a zero blurred by rounding. */
const ZERO = 1e-24;
/** D within this of its neighbours has no minimum worth looking at. */
const FLAT = 1e-9;
/** Beyond these sizes coefficients count as overflowing or underflowing rather than as singular. */
const HUGE = 1e140;
const TINY = 1e-250;
/** The furthest that coefficients are followed. */
const FURTHEST = 1e100;

/**
 * Scans the coefficients on scales from 1e-9 to 1e9 (and evenly between finite ends) for what splits the line and what stands
 * out on it. Throws InputError where there is no noise anywhere.
 */
export function scanRegions(coefficients: ScalarCoefficients, from: number, to: number): Region[] {
  const scan = sampled(coefficients, samplePoints(from, to));
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
  readonly points: Float64Array;
  readonly drift: Float64Array;
  readonly diffusion: Float64Array;
  readonly status: readonly Status[];
}

/** Consecutive points of a scan that all have noise. */
interface Run {
  readonly scan: Scan;
  readonly first: number;
  readonly last: number;
}

function statusOf([a, D]: ArrayLike<number> & Iterable<number>): Status {
  if (!Number.isFinite(a) || !Number.isFinite(D)) return 'undefined';
  return D > 0 ? 'noisy' : 'silent';
}

function sampled(coefficients: ScalarCoefficients, points: Float64Array): Scan {
  const pair = new Float64Array(2);
  const drift = new Float64Array(points.length);
  const diffusion = new Float64Array(points.length);
  const status = Array.from(points, (theta, i) => {
    coefficients(theta, pair);
    [drift[i], diffusion[i]] = pair;
    return statusOf(pair);
  });
  return { coefficients, points, drift, diffusion, status };
}

/** Points inside (from, to): 24 a decade on both sides of 0 and of finite ends, and two even lattices. */
function samplePoints(from: number, to: number): Float64Array {
  const anchors = [0, from, to].filter((x) => Number.isFinite(x));
  const points = anchors.filter((x) => x > from && x < to);
  for (let k = -9 * 24; k <= 9 * 24; k++) {
    const distance = 10 ** (k / 24);
    for (const anchor of anchors) points.push(anchor - distance, anchor + distance);
  }
  for (let k = -1000; k <= 1000; k++) points.push(k / 100, k / 10);
  if (Number.isFinite(to - from)) for (let k = 1; k < 1000; k++) points.push(from + ((to - from) * k) / 1000);
  const inside = points.filter((x) => x > from && x < to);
  return Float64Array.from(new Set(inside)).sort();
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
  const cut = Math.max(Math.abs(pair[0]), pair[1]) > HUGE || pair[1] < TINY || smooth(coefficients, inside);
  if (cut && Math.abs(inside) > 1e-100 && !Number.isFinite(limit) && beyond.every((s) => s !== 'noisy')) {
    return { kind: 'infinite', at: limit, reach: inside };
  }
  const at = Math.abs(outside) < 1e-150 ? 0 : outside;
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
      driftZeros.push(signChange(at(0), points[i], points[i + 1]));
    } else if (drift[i] === 0 && drift[i - 1] !== 0) driftZeros.push(points[i]);
    if (i === first || i === last) continue;
    const around = Math.max(diffusion[i - 1], diffusion[i + 1]);
    if (!(diffusion[i] <= Math.min(diffusion[i - 1], diffusion[i + 1]) && diffusion[i] < (1 - FLAT) * around)) continue;
    const theta = minimum(at(1), points[i - 1], points[i + 1]);
    const isZero = at(1)(theta) <= ZERO * around;
    (isZero ? zeros : quietPoints).push(theta);
  }
  const ends = [lower, ...zeros.map((z): RegionEnd => ({ kind: 'zero', at: z, reach: z })), upper];
  return ends.slice(1).map((end, k) => {
    const inside = (theta: number): boolean => theta > ends[k].at && theta < end.at;
    return {
      lower: ends[k],
      upper: end,
      driftZeros: driftZeros.filter(inside),
      quietPoints: quietPoints.filter(inside),
    };
  });
}

function signChange(f: (theta: number) => number, low: number, high: number): number {
  const rising = f(low) < 0;
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
