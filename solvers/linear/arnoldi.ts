/** An orthonormal basis of a Krylov space of a resolvent and the projection of the resolvent on it. */
export interface ArnoldiSpace {
  readonly basis: Float64Array[];
  /** Length of the vector that the space was opened with. */
  readonly norm: number;
  /** Upper Hessenberg, `size` × `size` in the corner of rows `stride` long; the entry below the corner is kept too. */
  readonly H: { readonly entries: Float64Array; readonly stride: number };
  /** Dimension of the projection; there is one more basis vector, unless the space is closed. */
  size: number;
  /** Whether the resolvent maps the space into itself, so that the projection is exact. */
  closed: boolean;
}

/** The space of one vector, with room for `limit` dimensions. */
export function openSpace(vector: Float64Array, limit: number): ArnoldiSpace {
  const length = norm(vector);
  const entries = new Float64Array((limit + 1) * (limit + 1));
  const first = vector.map((x) => x / length);
  return { basis: [first], norm: length, H: { entries, stride: limit + 1 }, size: 0, closed: false };
}

/** One step: the resolvent of the last vector, orthogonalised twice (Arnoldi 1951). `resolvent` must return a new vector. */
export function enlarge(space: ArnoldiSpace, resolvent: (v: Float64Array) => Float64Array): void {
  const { basis, H } = space;
  const k = space.size++;
  const w = resolvent(basis[k]);
  const before = norm(w);
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i <= k; i += 4) orthogonalise(w, basis.slice(i, Math.min(i + 4, k + 1)), H, i * H.stride + k);
  }
  const rest = norm(w);
  space.closed = !(rest > 1e-15 * before);
  if (space.closed) return;
  H.entries[(k + 1) * H.stride + k] = rest;
  for (let j = 0; j < w.length; j++) w[j] /= rest;
  basis.push(w);
}

/** Takes from w its parts along up to four vectors at once, and adds them to a column of H, from entry `at` down. */
function orthogonalise(w: Float64Array, vectors: readonly Float64Array[], H: ArnoldiSpace['H'], at: number): void {
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

/** Σ coefficients[i]·basis[i] × scale. */
export function combine(basis: readonly Float64Array[], coefficients: Float64Array, scale: number): Float64Array {
  const sum = new Float64Array(basis[0].length);
  coefficients.forEach((c, i) => {
    const [v, factor] = [basis[i], scale * c];
    for (let j = 0; j < sum.length; j++) sum[j] += factor * v[j];
  });
  return sum;
}

/** Euclidean length. */
export function norm(v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += v[i] * v[i];
  return Math.sqrt(sum);
}
