// Standard normals for a group of chains: xoshiro256++ on two chains at once and the ziggurat of src/num/random/normal.ts.

import { exponential, logarithm } from './elementary';
import { CONSTANTS, GROUP, HEIGHTS, LAYERS, LOCAL, MASK, NORMALS, STATES, WEDGES } from './memory';

const TAIL: f64 = 3.654152885361009;
const ONE: i64 = 0x3ff0000000000000;
const GAMMA: i64 = 0x9e3779b97f4a7c15;

/** The next 64 bits of the chain whose state lies at p. */
function nextBits(p: usize): i64 {
  const s0 = load<i64>(p);
  const s1 = load<i64>(p, 8);
  let s2 = load<i64>(p, 16);
  let s3 = load<i64>(p, 24);
  const out = rotl<i64>(s0 + s3, 23) + s0;
  s2 ^= s0;
  s3 ^= s1;
  store<i64>(p, s1 ^ s2, 8);
  store<i64>(p, s0 ^ s3);
  store<i64>(p, s2 ^ (s1 << 17), 16);
  store<i64>(p, rotl<i64>(s3, 45), 24);
  return out;
}

/** k·2⁻⁵² with k the 52 high bits, by way of the interval [1, 2). */
function fraction(bits: i64): f64 {
  return reinterpret<f64>((bits >>> 12) | ONE) - 1;
}

function uniform(p: usize): f64 {
  return fraction(nextBits(p)) + 1.1102230246251565e-16;
}

/** The normal that begins with the draw `first`: the loop of nextNormal. */
function settle(p: usize, first: i64): f64 {
  let bits = first;
  while (true) {
    const layer = usize((bits >>> 3) & 0xff);
    const pair = layer << 4;
    const u = fraction(bits) - 0.5;
    const x = u * load<f64>(pair, LAYERS);
    const rest = Math.abs(u) - load<f64>(pair, LAYERS + 8);
    if (rest < 0) return x;
    if (layer === 0) {
      const far = tail(p);
      return u < 0 ? -far : far;
    }
    const height = uniform(p);
    const gap = 1 - rest * load<f64>(pair, WEDGES) - height;
    if (Math.abs(gap) > load<f64>(pair, WEDGES + 8)) {
      if (gap > 0) return x;
    } else {
      const low = load<f64>(layer << 3, HEIGHTS);
      const exact = low + height * (load<f64>(layer << 3, HEIGHTS + 8) - low);
      if (exact < exponential(-0.5 * x * x)) return x;
    }
    bits = nextBits(p);
  }
}

function tail(p: usize): f64 {
  while (true) {
    const x = -logarithm(uniform(p)) / TAIL;
    const y = -logarithm(uniform(p));
    if (2 * y > x * x) return TAIL + x;
  }
}

/** SplitMix64's finaliser. */
function mix(x: i64): i64 {
  x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >>> 27)) * 0x94d049bb133111eb;
  return x ^ (x >>> 31);
}

/** Starts the generator of substeps from the bits of two numbers: seedFromNumbers of src/num/random/stream.ts. */
export function seedLocal(a: f64, b: f64): void {
  const start = mix(reinterpret<i64>(a)) ^ reinterpret<i64>(b);
  for (let i: i32 = 0; i < 4; i++) store<i64>(LOCAL + (usize(i) << 3), mix(start + i64(i + 1) * GAMMA));
}

/** A normal from the generator of substeps. */
export function localNormal(): f64 {
  return settle(LOCAL, nextBits(LOCAL));
}

function pairOf(p: usize, word: usize): v128 {
  return v128.load64_lane(p + 32 + word, v128.load64_zero(p + word), 1);
}

function storePair(p: usize, word: usize, s: v128): void {
  v128.store64_lane(p + word, s, 0);
  v128.store64_lane(p + 32 + word, s, 1);
}

/** Bytes from the normals of one step to those of the next. */
const ROW: usize = usize(GROUP) << 3;

/** Fills NORMALS[step][chain] for `count` steps of the GROUP chains that begin at chain `start`. */
export function fillNormals(start: i32, count: i32): void {
  for (let c: i32 = 0; c < GROUP; c += 2) fillPair(STATES + (usize(start + c) << 5), NORMALS + (usize(c) << 3), count);
}

/**
 * Normals of the two chains whose states lie at p, written every GROUP numbers from `out`. The inner loop holds no call and ends in
 * two plain tests: V8 would put on the stack, at every turn, what lives across a call, and compute a joint condition in six instructions.
 */
function fillPair(p: usize, out: usize, count: i32): void {
  const end = out + (usize(count * GROUP) << 3);
  let s0 = pairOf(p, 0);
  let s1 = pairOf(p, 8);
  let s2 = pairOf(p, 16);
  let s3 = pairOf(p, 24);
  while (true) {
    let bits = s0;
    let open: i32 = 0;
    while (true) {
      const sum = i64x2.add(s0, s3);
      bits = i64x2.add(v128.or(i64x2.shl(sum, 23), i64x2.shr_u(sum, 41)), s0);
      const c = v128.xor(s2, s0);
      const d = v128.xor(s3, s1);
      s2 = v128.xor(c, i64x2.shl(s1, 17));
      s1 = v128.xor(s1, c);
      s0 = v128.xor(s0, d);
      s3 = v128.or(i64x2.shl(d, 45), i64x2.shr_u(d, 19));
      open = place(out, bits);
      out += ROW;
      if (open !== 0) break;
      if (out >= end) break;
    }
    storePair(p, 0, s0);
    storePair(p, 8, s1);
    storePair(p, 16, s2);
    storePair(p, 24, s3);
    if (open & 1) store<f64>(out - ROW, settle(p, i64x2.extract_lane(bits, 0)));
    if (open & 2) store<f64>(out - ROW, settle(p + 32, i64x2.extract_lane(bits, 1)), 8);
    if (out >= end) return;
    s0 = pairOf(p, 0);
    s1 = pairOf(p, 8);
    s2 = pairOf(p, 16);
    s3 = pairOf(p, 24);
  }
}

/** Writes the normals of two draws to `out`; the bits of the result tell which lanes need a second look. */
function place(out: usize, bits: v128): i32 {
  // Bits 3–10 times 16 are the address of the layer's pair (2X, K/2). Lanes go through memory: extracting them costs more.
  v128.store(out, bits);
  const a = v128.load(usize((load<u32>(out) << 1) & 0xff0), LAYERS);
  const b = v128.load(usize((load<u32>(out, 8) << 1) & 0xff0), LAYERS);
  // fraction − ½, in one subtraction; both are exact.
  const u = f64x2.sub(v128.or(i64x2.shr_u(bits, 12), v128.load(CONSTANTS)), v128.load(CONSTANTS, 16));
  v128.store(out, f64x2.mul(u, v128.shuffle<f64>(a, b, 0, 2)));
  return i64x2.bitmask(f64x2.ge(v128.and(u, v128.load(MASK)), v128.shuffle<f64>(a, b, 1, 3)));
}
