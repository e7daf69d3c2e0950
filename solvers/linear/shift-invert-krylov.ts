import { InputError } from '../../src/num/input-error.js';
import { compensatedSum } from '../../src/num/sum.js';
import type { Solution } from '../solution.js';
import type { Elimination } from './elimination.js';
import { projectedExponential } from './hessenberg-exponential.js';
import { solve } from './solve.js';

/** Settings of `krylovEvolve`. */
export interface KrylovOptions {
  /** Largest estimated error of a frame, relative to it, both in the Euclidean norm; 1e-10 by default. */
  readonly tolerance?: number;
  /** Largest dimension of the Krylov space, which is the number of solves; 120 by default. */
  readonly dimensionLimit?: number;
}

/** exp(tA) m at one time. */
export interface KrylovFrame {
  readonly time: number;
  /** Masses ≥ 0 with the same total as at the start: what was below 0 is set to 0 and the rest scaled. */
  readonly mass: Float64Array;
  /** The smallest mass before that, at rounding or tolerance below 0. */
  readonly smallestMass: number;
  /** By how much the total was off before that, relative to it. */
  readonly massError: number;
  /** Estimated error before that, relative, in the Euclidean norm. */
  readonly errorEstimate: number;
}

/**
 * exp(tA) m at several times from one factorisation of sI − A, by projection on the Krylov space of the resolvent
 * (I − A/s)⁻¹ (Moret & Novati, BIT 44, 2004; van den Eshof & Hochbruck, SIAM J. Sci. Comput. 27, 2006). The number of solves
 * does not grow with the stiffness of A. One space serves all times; it is smallest for s ≈ `krylovShift(times)`.
 *
 * `elimination` is that of the generator with killing rate s and both factors kept. The space grows until, for every time,
 * the last two enlargements changed the result by an estimated error below the tolerance.
 * Outcome `step-limit`: the dimension limit came first; the frames carry their estimates.
 * `stats`: solves, errorEstimate, smallestMass, massError (the worst over frames).
 * Throws InputError for a time that is negative or not finite, s ≤ 0, or what `solve` refuses.
 */
export function krylovEvolve(
  elimination: Elimination,
  problem: { readonly mass: Float64Array; readonly times: readonly number[]; readonly shift: number },
  options: KrylovOptions = {},
): Solution<readonly KrylovFrame[], 'converged' | 'step-limit'> {
  const { mass, times, shift } = problem;
  const { tolerance = 1e-10, dimensionLimit = 120 } = options;
  checkTimes(times, shift);
  const space = openSpace(mass, dimensionLimit);
  const watches = times.map((time): Watch => {
    return {
      tau: time * shift,
      divisions: 1,
      coefficients: Float64Array.of(1),
      change: Infinity,
      error: time && Infinity,
    };
  });
  const isDone = (): boolean => space.closed || watches.every(({ error }) => error <= tolerance);
  while (space.size < dimensionLimit && space.norm > 0 && !isDone()) {
    const grow = Math.min(Math.max(2, space.size >> 3), dimensionLimit - space.size);
    for (let k = 0; k < grow && !space.closed; k++) enlarge(space, (v) => solve(elimination, v), shift);
    for (const watch of watches) if (watch.error > tolerance) review(watch, space, tolerance);
  }
  const frames = times.map((time, i) => frame(space, watches[i], { time, mass }));
  const worst = (key: 'errorEstimate' | 'massError'): number => Math.max(0, ...frames.map((f) => f[key]));
  const stats = {
    solves: space.size,
    errorEstimate: worst('errorEstimate'),
    massError: worst('massError'),
    smallestMass: Math.min(...frames.map((f) => f.smallestMass)),
  };
  const converged = isDone() || space.norm === 0;
  const message = converged
    ? `${space.size} solves, estimated error ${stats.errorEstimate.toExponential(1)}.`
    : `Estimated error ${stats.errorEstimate.toExponential(1)} after ${space.size} solves; raise dimensionLimit, or take fewer times at once.`;
  return { value: frames, outcome: converged ? 'converged' : 'step-limit', message, stats };
}

/** A shift for which one Krylov space serves all times: ten over the geometric mean of the shortest and the longest. */
export function krylovShift(times: readonly number[]): number {
  const positive = times.filter((t) => t > 0);
  return positive.length > 0 ? 10 / Math.sqrt(Math.min(...positive) * Math.max(...positive)) : 1;
}

function checkTimes(times: readonly number[], shift: number): void {
  for (const t of times) {
    if (t >= 0 && t < Infinity) continue;
    throw new InputError('krylovEvolve', 'times must be finite and ≥ 0', `${t}`, 'Start from the earliest density.');
  }
  if (!(shift > 0 && shift < Infinity)) {
    throw new InputError('krylovEvolve', 'the shift must be > 0', `${shift}`, 'Use krylovShift(times).');
  }
}

/** An Arnoldi basis and the projection of the resolvent on it. */
interface Space {
  readonly basis: Float64Array[];
  readonly norm: number;
  readonly H: { readonly entries: Float64Array; readonly stride: number };
  /** Dimension of the projection; there is one more basis vector, unless the space is closed. */
  size: number;
  /** Whether the resolvent maps the space into itself, so that the projection is exact. */
  closed: boolean;
}

function openSpace(mass: Float64Array, limit: number): Space {
  const length = norm(mass);
  const entries = new Float64Array(limit * limit);
  const first = mass.map((x) => x / length);
  return { basis: [first], norm: length, H: { entries, stride: limit }, size: 0, closed: false };
}

/** One time: its coefficients in the basis so far, and by how much the last enlargements changed them. */
interface Watch {
  readonly tau: number;
  /** In how many steps the projected exponential is taken. */
  divisions: number;
  coefficients: Float64Array;
  change: number;
  error: number;
}

/**
 * Looks again at one time after the space has grown. If changes keep shrinking by a factor q, all that are still to come
 * add up to the last one times q/(1 − q); q is taken between ½ and 0.95. A small change is believed once halving the steps
 * of the projected exponential changes as little.
 */
function review(watch: Watch, space: Space, tolerance: number): void {
  const H = { ...space.H, size: space.size };
  const current = projectedExponential(H, watch.tau, watch.divisions);
  const length = norm(current);
  const change = distance(current, watch.coefficients) / length;
  const q = Math.min(Math.max(change / watch.change, 0.5), 0.95);
  watch.coefficients = current;
  watch.error = space.closed ? 0 : (change * q) / (1 - q);
  watch.change = change;
  if (watch.error > tolerance) return;
  let gap = Infinity;
  for (let divisions = 2 * watch.divisions; divisions <= MOST_DIVISIONS; divisions *= 2) {
    const finer = projectedExponential(H, watch.tau, divisions);
    const next = distance(finer, watch.coefficients) / length;
    if (next <= Math.max(0.1 * tolerance, 3e-14)) return;
    // Small gaps that no longer shrink are rounding.
    if (next < 1e-8 && next > 0.5 * gap) {
      watch.error = Math.max(watch.error, next);
      return;
    }
    gap = next;
    watch.divisions = divisions;
    watch.coefficients = finer;
    // What had settled was something else: look again when the space has grown.
    watch.error = space.closed ? 0 : Infinity;
  }
}

/** Steps of the projected exponential: enough for a thousand turns. */
const MOST_DIVISIONS = 4096;

/** One Arnoldi step: the resolvent (I − A/s)⁻¹ of the last vector, orthogonalised twice. */
function enlarge(space: Space, resolvent: (v: Float64Array) => Float64Array, shift: number): void {
  const { basis, H } = space;
  const k = space.size++;
  const w = resolvent(basis[k]);
  for (let j = 0; j < w.length; j++) w[j] *= shift;
  const before = norm(w);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i <= k; i += 4) orthogonalise(w, basis.slice(i, Math.min(i + 4, k + 1)), H, i * H.stride + k);
  }
  const rest = norm(w);
  space.closed = !(rest > 1e-15 * before);
  if (space.closed || k + 1 === H.stride) return;
  H.entries[(k + 1) * H.stride + k] = rest;
  for (let j = 0; j < w.length; j++) w[j] /= rest;
  basis.push(w);
}

/** Takes from w its parts along up to four vectors at once, and adds them to a column of H, from entry `at` down. */
function orthogonalise(w: Float64Array, vectors: readonly Float64Array[], H: Space['H'], at: number): void {
  const nothing = new Float64Array(vectors.length < 4 ? w.length : 0);
  const [a, b = nothing, c = nothing, d = nothing] = vectors;
  let [p, q, r, s] = [0, 0, 0, 0];
  for (let j = 0; j < w.length; j++) {
    const x = w[j];
    p += a[j] * x;
    q += b[j] * x;
    r += c[j] * x;
    s += d[j] * x;
  }
  for (let j = 0; j < w.length; j++) w[j] -= p * a[j] + q * b[j] + r * c[j] + s * d[j];
  [p, q, r, s].slice(0, vectors.length).forEach((part, i) => (H.entries[at + i * H.stride] += part));
}

function frame(
  space: Space,
  watch: Watch,
  { time, mass }: { readonly time: number; readonly mass: Float64Array },
): KrylovFrame {
  const result = time === 0 || space.norm === 0 ? mass.slice() : combine(space, watch.coefficients);
  const total = compensatedSum(mass);
  const found = compensatedSum(result);
  let smallestMass = Infinity;
  for (let j = 0; j < result.length; j++) {
    if (result[j] < smallestMass) smallestMass = result[j];
    if (result[j] < 0) result[j] = 0;
  }
  const scale = total / compensatedSum(result);
  if (time > 0 && total > 0) for (let j = 0; j < result.length; j++) result[j] *= scale;
  const massError = total > 0 ? Math.abs(found / total - 1) : 0;
  return { time, mass: result, smallestMass, massError, errorEstimate: watch.error };
}

function combine({ basis, norm: length }: Space, coefficients: Float64Array): Float64Array {
  const sum = new Float64Array(basis[0].length);
  coefficients.forEach((c, i) => {
    const v = basis[i];
    for (let j = 0; j < sum.length; j++) sum[j] += length * c * v[j];
  });
  return sum;
}

function norm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i];
  return Math.sqrt(sum);
}

/** ‖u − v‖, the shorter one continued by zeros. */
function distance(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += (u[i] - (i < v.length ? v[i] : 0)) ** 2;
  return Math.sqrt(sum);
}
