import { InputError } from './input-error.js';

/**
 * Selling's decomposition: a symmetric positive definite d×d matrix (d = 2, 3) as D = Σ_k ρ_k e_k e_kᵀ with ρ_k ≥ 0 and
 * integer vectors e_k, so that a diffusion of any direction splits into jumps along a lattice.
 *
 * A superbase is b_0 + … + b_d = 0 with b_1 … b_d a basis of ℤᵈ. If it is D-obtuse, ⟨b_i, D b_j⟩ ≤ 0 for all i ≠ j, then
 * D = −Σ_{i<j} ⟨b_i, D b_j⟩ e_ij e_ijᵀ with e_ij = b_k^⊥ in the plane and b_k × b_l in space, {k, l} the other indices
 * (Selling 1874; Conway & Sloane 1992; Fehrenbach & Mirebeau 2014, J. Math. Imaging Vis. 49, lemma 2).
 */
export interface LatticeStencil {
  readonly dimension: 2 | 3;
  /** Number of e_k: 3 in the plane, 6 in space (some ρ_k may be 0). */
  readonly count: number;
  /** e_k as rows: offsets[k·d … k·d + d). */
  readonly offsets: Int32Array;
  /** ρ_k ≥ 0. */
  readonly weights: Float64Array;
  /** Where walks start; what they meet stays known to later ones, as neighbouring tensors take nearly the same way. */
  readonly canonical: Superbase;
}

type Vector = readonly number[];

/** Vectors that sum to 0, with what the formula needs of each pair of them. */
interface Superbase {
  readonly vectors: readonly Vector[];
  readonly pairs: readonly Pair[];
  /** The largest |coordinate| of an e_ij. */
  readonly radius: number;
}

interface Pair {
  readonly i: number;
  readonly j: number;
  /** ⟨b_i, b_j⟩. */
  readonly dot: number;
  /** e_ij, orthogonal to every b but b_i and b_j. */
  readonly conormal: Vector;
  /** The superbase across the wall of this pair, once it has been met. */
  across?: Superbase;
}

/** What a decomposition found: `singular` means that D is, to working precision, not positive definite. */
export type Decomposition = 'decomposed' | 'singular';

/** Coordinates beyond this would lose integer exactness in products; no definite double matrix needs them. */
const LARGEST_COORDINATE = 2 ** 25;

/** Room for the stencil of a `dimension`×`dimension` matrix, to be filled by `decompose` or `regularise`. */
export function latticeStencil(dimension: 2 | 3): LatticeStencil {
  const count = dimension === 2 ? 3 : 6;
  return {
    dimension,
    count,
    offsets: new Int32Array(count * dimension),
    weights: new Float64Array(count),
    canonical: superbaseOf(canonicalVectors(dimension)),
  };
}

/** The largest |coordinate| among the offsets that carry weight: how many cells a jump can cross along one axis. */
export function stencilRadius(stencil: LatticeStencil): number {
  const { dimension: d, count, offsets, weights } = stencil;
  let radius = 0;
  for (let k = 0; k < count; k++) {
    if (weights[k] === 0) continue;
    for (let a = 0; a < d; a++) radius = Math.max(radius, Math.abs(offsets[k * d + a]));
  }
  return radius;
}

/**
 * Writes Selling's decomposition of D (row-major, symmetric) into `out`. Lagrange reduction of pairs comes first, so the
 * number of steps grows with the logarithm of the condition number; inner products are compensated, so condition numbers
 * of 10¹² leave ρ_k right to rounding of D's entries. A `singular` outcome leaves `out` undefined; `regularise` is the cure.
 * Throws InputError when an entry is not finite or D is not symmetric.
 */
export function decompose(D: ArrayLike<number>, out: LatticeStencil): Decomposition {
  checkSymmetric(D, out.dimension);
  const vectors = canonicalVectors(out.dimension);
  if (!reducePairs(vectors, D) || !makeObtuse(vectors, D)) return 'singular';
  writeStencil(superbaseOf(vectors), D, 0, out);
  return 'decomposed';
}

/**
 * Decomposes D + εI with the smallest ε ≥ `least` (0 by default) for which no offset is longer than `maxRadius` cells along an axis, and
 * returns ε (in the units of D). D may be singular, and even indefinite: then ε also makes it definite enough.
 *
 * Walks from ε = ∞, where the canonical superbase is obtuse, down to 0. At the ε where one pair's inner product
 * ⟨b_i, (D + εI) b_j⟩ reaches 0 the superbase flips that pair; the walk stops where the flipped one would reach too far.
 * In the plane the matrices of bounded radius form a convex cone around I, so the ε is the smallest one there is.
 * Throws InputError when an entry is not finite, D is not symmetric, or maxRadius is not an integer ≥ 1.
 */
export function regularise(D: ArrayLike<number>, maxRadius: number, out: LatticeStencil, least = 0): number {
  checkSymmetric(D, out.dimension);
  if (!(maxRadius >= 1) || !Number.isInteger(maxRadius)) {
    throw new InputError('regularise', 'maxRadius must be an integer ≥ 1', `${maxRadius}`, 'Use 3 to 8.');
  }
  let superbase = out.canonical;
  for (;;) {
    // The largest ε at which some ⟨b_i, (D + εI) b_j⟩ is about to turn positive as ε falls; a negative slope marks a pair already flipped.
    let epsilon = least;
    let wall: Pair | undefined;
    for (const pair of superbase.pairs) {
      const value = product(superbase.vectors[pair.i], superbase.vectors[pair.j], D);
      const slope = 0 - pair.dot;
      if (!(value > 0) || slope < 0 || !(value / slope > epsilon)) continue;
      epsilon = value / slope;
      wall = pair;
    }
    const across = wall && (wall.across ??= superbaseOf(flip(superbase.vectors, wall.i, wall.j)));
    if (across === undefined || across.radius > maxRadius) {
      writeStencil(superbase, D, epsilon, out);
      return epsilon;
    }
    superbase = across;
  }
}

/** b_1 … b_d the unit vectors, b_0 = −(1, …, 1). */
function canonicalVectors(dimension: 2 | 3): Vector[] {
  return dimension === 2
    ? [
        [-1, -1],
        [1, 0],
        [0, 1],
      ]
    : [
        [-1, -1, -1],
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ];
}

/** Lagrange's reduction, pair by pair: u loses the nearest multiple of v until nothing shortens. False when D is singular. */
function reducePairs(superbase: Vector[], D: ArrayLike<number>): boolean {
  const d = superbase.length - 1;
  let changed = true;
  while (changed) {
    changed = false;
    for (let i = 1; i <= d; i++) {
      for (let j = 1; j <= d; j++) {
        const square = product(superbase[j], superbase[j], D);
        if (square < 0) return false;
        if (i === j || square === 0) continue;
        const multiple = Math.round(product(superbase[i], superbase[j], D) / square);
        if (multiple === 0) continue;
        const shorter = superbase[i].map((x, a) => x - multiple * superbase[j][a]);
        if (!(largest(shorter) < LARGEST_COORDINATE)) return false;
        // A tie (multiple = ±1 at half a length) changes nothing and must not be taken for progress.
        if (!(product(shorter, shorter, D) < product(superbase[i], superbase[i], D))) continue;
        superbase[i] = shorter;
        changed = true;
      }
    }
  }
  superbase[0] = superbase[1].map((_, a) => {
    let sum = 0;
    for (let i = 1; i <= d; i++) sum -= superbase[i][a];
    return sum;
  });
  return true;
}

/**
 * Selling's algorithm: flips pairs with ⟨b_i, D b_j⟩ > 0 until none is left. Each flip lowers Σ‖b_i‖²_D by a multiple of
 * that product, and from a reduced basis a handful suffice; the bound only catches matrices singular to rounding.
 */
function makeObtuse(superbase: Vector[], D: ArrayLike<number>): boolean {
  const count = superbase.length;
  for (let step = 0; step < 100; step++) {
    let worst = 0;
    let pair: [number, number] | undefined;
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) {
        const value = product(superbase[i], superbase[j], D);
        if (value > worst) {
          worst = value;
          pair = [i, j];
        }
      }
    }
    if (pair === undefined) return superbase.every((b) => product(b, b, D) >= 0);
    const next = flip(superbase, ...pair);
    next.forEach((b, i) => (superbase[i] = b));
    if (!superbase.every((b) => largest(b) < LARGEST_COORDINATE)) return false;
  }
  return false;
}

/** The superbase across the wall ⟨b_i, D b_j⟩ = 0: b_i changes sign and is added to the others (once each, in all to zero). */
function flip(superbase: readonly Vector[], i: number, j: number): Vector[] {
  const plane = superbase.length === 3;
  return superbase.map((b, k) => {
    if (k === i) return b.map((x) => -x);
    if (k === j) return b;
    return b.map((x, a) => x + (plane ? 2 : 1) * superbase[i][a]);
  });
}

function writeStencil({ vectors, pairs }: Superbase, D: ArrayLike<number>, epsilon: number, out: LatticeStencil): void {
  const { dimension: d, offsets, weights } = out;
  pairs.forEach(({ i, j, dot, conormal }, k) => {
    const weight = -product(vectors[i], vectors[j], D) - epsilon * dot;
    weights[k] = Math.max(weight, 0); // only the pair sitting on its wall can be below 0, by rounding
    for (let a = 0; a < d; a++) offsets[k * d + a] = conormal[a];
  });
}

function superbaseOf(vectors: readonly Vector[]): Superbase {
  const pairs = vectors.flatMap((b, i) =>
    vectors.slice(i + 1).map((c, k): Pair => {
      const j = i + 1 + k;
      const dot = b.reduce((sum, x, a) => sum + x * c[a], 0);
      return { i, j, dot, conormal: conormalOf(vectors, i, j) };
    }),
  );
  return { vectors, pairs, radius: Math.max(...pairs.map(({ conormal }) => largest(conormal))) };
}

function conormalOf(vectors: readonly Vector[], i: number, j: number): Vector {
  const [u, v] = vectors.filter((_, k) => k !== i && k !== j);
  if (v === undefined) return [-u[1], u[0]];
  return [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
}

function largest(b: Vector): number {
  return b.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/**
 * ⟨u, D v⟩ as if in twice the working precision (Ogita, Rump & Oishi 2005, algorithm Dot2): for an ill-conditioned D the
 * terms are as much as its condition number above their sum.
 */
function product(u: Vector, v: Vector, D: ArrayLike<number>): number {
  const d = u.length;
  let sum = 0;
  let error = 0;
  for (let i = 0; i < d; i++) {
    for (let j = i; j < d; j++) {
      const factor = i === j ? u[i] * v[i] : u[i] * v[j] + u[j] * v[i];
      const entry = D[i * d + j];
      const high = factor * entry;
      const total = sum + high;
      const part = total - sum;
      error += sum - (total - part) + (high - part) + productError(factor, entry, high);
      sum = total;
    }
  }
  return sum + error;
}

/** x·y − fl(x·y), by Veltkamp's splitting. */
function productError(x: number, y: number, xy: number): number {
  const cx = 134217729 * x;
  const xh = cx - (cx - x);
  const cy = 134217729 * y;
  const yh = cy - (cy - y);
  return (x - xh) * (y - yh) - (xy - xh * yh - (x - xh) * yh - xh * (y - yh));
}

function checkSymmetric(D: ArrayLike<number>, d: number): void {
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      const value = D[i * d + j];
      if (!Number.isFinite(value)) {
        throw new InputError(
          'selling',
          `D[${i}][${j}] must be finite`,
          `${value}`,
          'Check the diffusion tensor there.',
        );
      }
      if (value !== D[j * d + i]) {
        const got = `${value} and ${D[j * d + i]}`;
        throw new InputError('selling', `D[${i}][${j}] must equal D[${j}][${i}]`, got, 'Symmetrise D.');
      }
    }
  }
}
