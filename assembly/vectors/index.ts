// Sums over many long vectors, for solvers/linear/vector-set.ts, and products with a matrix of few diagonals, for
// solvers/evolve/jump-powers.ts. Addresses are in bytes and multiples of 16, lengths are even: what pads a vector is 0. Vectors are
// gone through in pieces, so that the one that takes part in every sum stays in the fastest memory.

/** Bytes of a piece. */
const PIECE: usize = 8192;

/** Where the host may put its numbers. */
export function base(): usize {
  return (__heap_base + 15) & ~15;
}

/** parts[i] = v_i·w for `count` vectors that begin at `first`, `stride` apart. */
export function project(first: usize, stride: usize, count: i32, w: usize, bytes: usize, parts: usize): void {
  memory.fill(parts, 0, (<usize>count) << 3);
  for (let from: usize = 0; from < bytes; from += PIECE) {
    const length = min(PIECE, bytes - from);
    let v = first + from;
    let part = parts;
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      projectFour(v, stride, w + from, length, part);
      v += 4 * stride;
      part += 32;
    }
    for (; i < count; i++) {
      projectOne(v, w + from, length, part);
      v += stride;
      part += 8;
    }
  }
}

function projectFour(a: usize, stride: usize, w: usize, length: usize, part: usize): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  for (const end = a + length; a < end; a += 16, w += 16) {
    const x = v128.load(w);
    s0 = f64x2.add(s0, f64x2.mul(x, v128.load(a)));
    s1 = f64x2.add(s1, f64x2.mul(x, v128.load(a + stride)));
    s2 = f64x2.add(s2, f64x2.mul(x, v128.load(a + 2 * stride)));
    s3 = f64x2.add(s3, f64x2.mul(x, v128.load(a + 3 * stride)));
  }
  addSum(part, s0);
  addSum(part + 8, s1);
  addSum(part + 16, s2);
  addSum(part + 24, s3);
}

function projectOne(a: usize, w: usize, length: usize, part: usize): void {
  let sum = f64x2.splat(0);
  for (const end = a + length; a < end; a += 16, w += 16) sum = f64x2.add(sum, f64x2.mul(v128.load(w), v128.load(a)));
  addSum(part, sum);
}

function addSum(part: usize, sum: v128): void {
  store<f64>(part, load<f64>(part) + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1)));
}

/** w += Σ_i factors[i] v_i. */
export function combine(first: usize, stride: usize, count: i32, factors: usize, w: usize, bytes: usize): void {
  for (let from: usize = 0; from < bytes; from += PIECE) {
    const length = min(PIECE, bytes - from);
    let v = first + from;
    let factor = factors;
    let i = 0;
    for (; i + 4 <= count; i += 4) {
      addFour(v, stride, w + from, length, factor);
      v += 4 * stride;
      factor += 32;
    }
    for (; i < count; i++) {
      addMultiple(w + from, length, load<f64>(factor), v);
      v += stride;
      factor += 8;
    }
  }
}

function addFour(a: usize, stride: usize, w: usize, length: usize, factor: usize): void {
  const f0 = v128.load_splat<f64>(factor);
  const f1 = v128.load_splat<f64>(factor, 8);
  const f2 = v128.load_splat<f64>(factor, 16);
  const f3 = v128.load_splat<f64>(factor, 24);
  for (const end = a + length; a < end; a += 16, w += 16) {
    const left = f64x2.add(f64x2.mul(f0, v128.load(a)), f64x2.mul(f1, v128.load(a + stride)));
    const right = f64x2.add(f64x2.mul(f2, v128.load(a + 2 * stride)), f64x2.mul(f3, v128.load(a + 3 * stride)));
    v128.store(w, f64x2.add(v128.load(w), f64x2.add(left, right)));
  }
}

/** w += factor·v. */
export function addMultiple(w: usize, bytes: usize, factor: f64, v: usize): void {
  const factors = f64x2.splat(factor);
  for (const end = w + bytes; w < end; w += 16, v += 16) {
    v128.store(w, f64x2.add(v128.load(w), f64x2.mul(factors, v128.load(v))));
  }
}

/**
 * out[i] = Σ_d values[d][i] v[i + offsets[d]], summed in the order of the diagonals, whose values lie one after another, `bytes` each;
 * offsets in bytes. v must be readable that far beyond its ends.
 */
export function product(values: usize, offsets: usize, count: i32, v: usize, out: usize, bytes: usize): void {
  for (let from: usize = 0; from < bytes; from += PIECE) {
    const length = min(PIECE, bytes - from);
    memory.fill(out + from, 0, length);
    let d = 0;
    for (; d + 2 <= count; d += 2) {
      const a = v + from + load<i32>(offsets + ((<usize>d) << 2));
      const b = v + from + load<i32>(offsets + ((<usize>d) << 2), 4);
      addTwoProducts(out + from, length, values + d * bytes + from, bytes, a, b);
    }
    if (d < count) {
      const a = v + from + load<i32>(offsets + ((<usize>d) << 2));
      addProduct(out + from, length, values + d * bytes + from, a);
    }
  }
}

function addTwoProducts(out: usize, length: usize, x: usize, bytes: usize, a: usize, b: usize): void {
  for (const end = out + length; out < end; out += 16, x += 16, a += 16, b += 16) {
    const first = f64x2.add(v128.load(out), f64x2.mul(v128.load(x), v128.load(a)));
    v128.store(out, f64x2.add(first, f64x2.mul(v128.load(x + bytes), v128.load(b))));
  }
}

function addProduct(out: usize, length: usize, x: usize, a: usize): void {
  for (const end = out + length; out < end; out += 16, x += 16, a += 16) {
    v128.store(out, f64x2.add(v128.load(out), f64x2.mul(v128.load(x), v128.load(a))));
  }
}
