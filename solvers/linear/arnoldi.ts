import type { KernelName } from './front-memory.js';
import { openVectors, type VectorSet } from './vector-set.js';

/** An orthonormal basis of a Krylov space of a resolvent and the projection of the resolvent on it. */
export interface ArnoldiSpace {
  /** The basis: `size` vectors and the next one, unless the space is closed. */
  readonly vectors: VectorSet;
  /** Length of the vector that the space was opened with. */
  readonly norm: number;
  /** Upper Hessenberg, `size` × `size` in the corner of rows `stride` long; the entry below the corner is kept too. */
  readonly H: { readonly entries: Float64Array; readonly stride: number };
  /** Dimension of the projection. */
  size: number;
  /** Whether the resolvent maps the space into itself, so that the projection is exact. */
  closed: boolean;
}

/** The space of one vector, with room for `limit` dimensions. */
export function openSpace(vector: Float64Array, limit: number, kernel?: KernelName): ArnoldiSpace {
  const length = norm(vector);
  const entries = new Float64Array((limit + 1) * (limit + 1));
  // Beside the basis there is one vector for sums.
  const vectors = openVectors(vector.length, limit + 2, kernel);
  vectors.reserve(1);
  vectors.vector(0).set(vector.map((x) => x / length));
  return { vectors, norm: length, H: { entries, stride: limit + 1 }, size: 0, closed: false };
}

/**
 * One step: the resolvent of the last vector, orthogonalised twice (Arnoldi 1951; twice is enough: Giraud, Langou, Rozložník & van den
 * Eshof, Numer. Math. 101, 2005). `resolvent` must return a new vector.
 */
export function enlarge(space: ArnoldiSpace, resolvent: (v: Float64Array) => Float64Array): void {
  const { vectors, H } = space;
  const k = space.size++;
  vectors.reserve(k + 2);
  const w = vectors.vector(k + 1);
  w.set(resolvent(vectors.vector(k)));
  const before = norm(w);
  for (let pass = 0; pass < 2; pass++) {
    const parts = vectors.project(k + 1, k + 1).slice();
    parts.forEach((part, i) => (H.entries[i * H.stride + k] += part));
    vectors.add(
      parts.map((part) => -part),
      k + 1,
    );
  }
  const rest = norm(w);
  space.closed = !(rest > 1e-15 * before);
  if (space.closed) return;
  H.entries[(k + 1) * H.stride + k] = rest;
  for (let j = 0; j < w.length; j++) w[j] /= rest;
}

/** Σ coefficients[i]·basis[i] × scale. */
export function combine({ vectors, size }: ArnoldiSpace, coefficients: Float64Array, scale: number): Float64Array {
  vectors.reserve(size + 2);
  vectors.vector(size + 1).fill(0);
  vectors.add(
    coefficients.map((c) => scale * c),
    size + 1,
  );
  return vectors.vector(size + 1).slice();
}

/** Euclidean length. */
export function norm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i];
  return Math.sqrt(sum);
}
