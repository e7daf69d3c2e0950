import { InputError } from '../../src/num/input-error.js';
import { createStream, nextUniform } from '../../src/num/random/stream.js';

/** The law of one parameter at time 0. */
export type InitialLaw =
  | { readonly law: 'constant'; readonly value: number }
  | { readonly law: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly law: 'uniform'; readonly low: number; readonly high: number };

/** One starting point: the two layers, d numbers each. */
export interface StartingPoint {
  readonly u: readonly number[];
  readonly w: readonly number[];
  /** Relative weight (default 1). */
  readonly weight?: number;
}

/**
 * Where the parameters start: rows of points (one or more, any width), or independent laws for each u_i and w_i. Laws are replaced by
 * `points` (default 65 536) points of a lattice rule shifted by `seed` (default 1).
 */
export type SymmetricStart =
  | readonly StartingPoint[]
  | {
      readonly u: readonly InitialLaw[];
      readonly w: readonly InitialLaw[];
      readonly points?: number;
      readonly seed?: number;
    };

/**
 * Start points in ln a, ln b and weight (summing to 1), with a = ¼Σ(u_i + w_i)², b = ¼Σ(u_i − w_i)²: all that the SDE depends on,
 * at any width. −Infinity stands for a = 0 or b = 0.
 */
export interface StartCloud {
  readonly logA: Float64Array;
  readonly logB: Float64Array;
  readonly weight: Float64Array;
}

/** Reads a start. Throws InputError at `initial` for no points, layers of different width, or numbers that make no sense. */
export function startCloud(start: SymmetricStart): StartCloud {
  const points: Iterable<StartingPoint> = 'length' in start ? start : pointsOfLaws(start);
  const [logA, logB, weight]: number[][] = [[], [], []];
  let total = 0;
  for (const { u, w, weight: m = 1 } of points) {
    checkPoint(u, w, m);
    const [a, b] = [squares(u, w, 1), squares(u, w, -1)];
    logA.push(a);
    logB.push(b);
    weight.push(m);
    total += m;
  }
  if (!(total > 0)) throw new InputError('initial', 'at least one starting point', 'none', 'Give a row of u and w.');
  return {
    logA: Float64Array.from(logA),
    logB: Float64Array.from(logB),
    weight: Float64Array.from(weight, (m) => m / total),
  };
}

function checkPoint(u: readonly number[], w: readonly number[], weight: number): void {
  if (u.length !== w.length || u.length === 0) {
    const cure = 'Give as many numbers for w as for u.';
    throw new InputError('initial', 'layers of one width', `${u.length} and ${w.length}`, cure);
  }
  const wrong = [...u, ...w].find((x) => !Number.isFinite(x));
  if (wrong !== undefined) throw new InputError('initial', 'finite numbers', String(wrong), 'Mend the row.');
  if (!(weight >= 0 && weight < Infinity)) {
    throw new InputError('initial.weight', 'a finite weight ≥ 0', String(weight), 'Mend the row.');
  }
}

/** ln ¼Σ(u_i ± w_i)², scaled by the largest term so that nothing overflows or underflows. */
function squares(u: readonly number[], w: readonly number[], sign: 1 | -1): number {
  const sums = u.map((x, i) => 0.5 * x + sign * (0.5 * w[i]));
  const largest = Math.max(...sums.map(Math.abs));
  if (largest === 0) return -Infinity;
  return 2 * Math.log(largest) + Math.log(sums.reduce((total, s) => total + (s / largest) ** 2, 0));
}

function* pointsOfLaws(start: Exclude<SymmetricStart, readonly StartingPoint[]>): Generator<StartingPoint> {
  const { points = 65_536, seed = 1 } = start;
  if (!(Number.isInteger(points) && points >= 1)) {
    throw new InputError('initial.points', 'a whole number ≥ 1', String(points), 'The default is 65536.');
  }
  const laws = [...start.u, ...start.w];
  laws.forEach(checkLaw);
  const dimensions = laws.reduce((n, { law }) => n + (law === 'normal' ? 2 : law === 'uniform' ? 1 : 0), 0);
  const lattice = kronecker(dimensions, seed);
  for (let n = 0; n < points; n++) {
    const coordinates = lattice(n);
    let k = 0;
    const values = laws.map((l) => {
      if (l.law === 'constant') return l.value;
      if (l.law === 'uniform') return l.low + (l.high - l.low) * tent(coordinates[k++]);
      // Box & Muller: smooth in both coordinates, which a lattice rule needs.
      const radius = Math.sqrt(-2 * Math.log(tent(coordinates[k++])));
      return l.mean + l.deviation * radius * Math.cos(2 * Math.PI * coordinates[k++]);
    });
    yield { u: values.slice(0, start.u.length), w: values.slice(start.u.length) };
  }
}

/** Folds (0, 1) so that both its ends meet: lattice rules are for periodic functions. */
function tent(x: number): number {
  return Math.max(1 - Math.abs(2 * x - 1), Number.MIN_VALUE);
}

function checkLaw(l: InitialLaw): void {
  const got = JSON.stringify(l);
  const demand = (holds: boolean, expectation: string): void => {
    if (!holds) throw new InputError('initial', expectation, got, 'Change the law.');
  };
  if (l.law === 'constant') demand(Number.isFinite(l.value), 'a finite value');
  else if (l.law === 'normal') {
    demand(Number.isFinite(l.mean) && l.deviation >= 0 && l.deviation < Infinity, 'a finite mean and a deviation ≥ 0');
  } else demand(l.low <= l.high && Number.isFinite(l.high - l.low), 'finite bounds, low ≤ high');
}

/**
 * The additive lattice of Roberts (2018): fractions of shift_k + n·φ^−(k+1), φ > 1 the root of φ^(d+1) = φ + 1, which generalises the
 * golden ratio to d dimensions. Shifts are drawn from `seed`; the fractions lie in [0, 1).
 */
function kronecker(dimensions: number, seed: number): (n: number) => Float64Array {
  const stream = createStream(seed, 0);
  let phi = 2;
  for (let k = 0; k < 60; k++) phi = (1 + phi) ** (1 / (dimensions + 1));
  const step = Float64Array.from({ length: dimensions }, (_, k) => phi ** -(k + 1));
  const shift = step.map(() => nextUniform(stream));
  const out = new Float64Array(dimensions);
  return (n) => {
    for (let k = 0; k < dimensions; k++) {
      const x = shift[k] + n * step[k];
      out[k] = x - Math.floor(x);
    }
    return out;
  };
}
