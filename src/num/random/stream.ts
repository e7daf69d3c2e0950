import { InputError } from '../input-error.js';

/**
 * A stream of random bits: xoshiro256++ 1.0 (Blackman & Vigna, ACM Trans. Math. Softw. 47:36, 2021; period 2²⁵⁶ − 1) in
 * pairs of 32-bit words, which V8 keeps in registers where 64-bit integers would be allocated.
 * Words 0…7 are the state s₀…s₃ (low half first), words 8 and 9 the last output (low, high).
 */
export type Stream = Int32Array;

/** Words of a stream that make up its state; the rest is scratch. */
export const STATE_WORDS = 8;

const STREAM_WORDS = 10;

/** A stream whose state is written later. Its state is zero, of which xoshiro never leaves: seed it before drawing. */
export function emptyStream(): Stream {
  return new Int32Array(STREAM_WORDS);
}

/**
 * Stream number `index` of `seed`, both integers in [0, 2⁵³). Its state is outputs 4·index + 1 … 4·index + 4 of a
 * SplitMix64 generator started at a scrambled seed: any stream in constant time, no two of one seed with a common word.
 * That n streams of L draws overlap anywhere has probability below n² L / 2²⁵⁶. It may take the place of another. Throws InputError on other arguments.
 */
export function createStream(seed: number, index: number, stream = emptyStream()): Stream {
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new InputError('seed', 'an integer from 0 to 2^53 − 1', String(seed), 'Pass another seed.');
  }
  if (!(Number.isSafeInteger(index) && index >= 0)) {
    throw new InputError('stream', 'an index from 0 to 2^53 − 1', String(index), 'Number the chains from 0.');
  }
  split(seed, pair);
  mix(pair);
  const low = pair[0];
  const high = pair[1];
  // Moved on by 4·index draws: a SplitMix64 state is a counter times the golden gamma.
  split(index, pair);
  multiply(pair[0] << 2, (pair[1] << 2) | (pair[0] >>> 30), GAMMA_LOW, GAMMA_HIGH);
  add(pair[0], pair[1], low, high);
  fill(stream, pair[0], pair[1]);
  return stream;
}

/**
 * Starts a stream from the bits of two numbers, for draws that must depend on them alone: the substeps of a chain are the
 * same whether its other normals were drawn one by one or ahead.
 */
export function seedFromNumbers(a: number, b: number, stream: Stream): void {
  number[0] = a;
  pair[0] = words[0];
  pair[1] = words[1];
  mix(pair);
  number[0] = b;
  fill(stream, pair[0] ^ words[0], pair[1] ^ words[1]);
}

/** Outputs 1 … 4 of the SplitMix64 generator that starts at (low, high), as the state of the stream. */
function fill(stream: Stream, low: number, high: number): void {
  for (let i = 0; i < 4; i++) {
    multiply(i + 1, 0, GAMMA_LOW, GAMMA_HIGH);
    add(pair[0], pair[1], low, high);
    mix(pair);
    stream[2 * i] = pair[0];
    stream[2 * i + 1] = pair[1];
  }
}

/** Draws 64 bits into words 8 (low) and 9 (high) of the stream. */
export function nextBits(s: Stream): void {
  const aLow = s[0];
  const aHigh = s[1];
  const bLow = s[2];
  const bHigh = s[3];
  // Output: rotl(s0 + s3, 23) + s0.
  const sumLow = (aLow + s[6]) | 0;
  const sumHigh = (aHigh + s[7] + (sumLow >>> 0 < aLow >>> 0 ? 1 : 0)) | 0;
  const turnedLow = (sumLow << 23) | (sumHigh >>> 9);
  const outLow = (turnedLow + aLow) | 0;
  s[8] = outLow;
  s[9] = (((sumHigh << 23) | (sumLow >>> 9)) + aHigh + (outLow >>> 0 < aLow >>> 0 ? 1 : 0)) | 0;
  // State: s2 ^= s0, s3 ^= s1, s1 ^= s2, s0 ^= s3, s2 ^= s1 << 17 (old s1), s3 = rotl(s3, 45).
  const cLow = s[4] ^ aLow;
  const cHigh = s[5] ^ aHigh;
  const dLow = s[6] ^ bLow;
  const dHigh = s[7] ^ bHigh;
  s[2] = bLow ^ cLow;
  s[3] = bHigh ^ cHigh;
  s[0] = aLow ^ dLow;
  s[1] = aHigh ^ dHigh;
  s[4] = cLow ^ (bLow << 17);
  s[5] = cHigh ^ ((bHigh << 17) | (bLow >>> 15));
  s[6] = (dHigh << 13) | (dLow >>> 19);
  s[7] = (dLow << 13) | (dHigh >>> 19);
}

/** The 52 high bits of the last draw as k·2⁻⁵², 0 ≤ k < 2⁵². */
export function fraction(s: Stream): number {
  return ((s[9] >>> 0) * 1048576 + (s[8] >>> 12)) * 2.220446049250313e-16;
}

/** A uniform number in the open interval (0, 1): (k + ½)·2⁻⁵², every value equally likely and exactly represented. */
export function nextUniform(s: Stream): number {
  nextBits(s);
  return fraction(s) + 1.1102230246251565e-16;
}

/** A uniform integer in [0, count), 1 ≤ count ≤ 2³²; a value's probability is off by less than count·2⁻⁵² of itself. */
export function nextIndex(s: Stream, count: number): number {
  nextBits(s);
  return Math.floor(fraction(s) * count);
}

const GAMMA_LOW = 0x7f4a7c15 | 0;
const GAMMA_HIGH = 0x9e3779b9 | 0;
const pair = new Int32Array(2);
const number = new Float64Array(1);
const words = new Int32Array(number.buffer);

/** A safe integer as two words. */
function split(n: number, out: Int32Array): void {
  out[0] = (n % 4294967296) | 0;
  out[1] = Math.floor(n / 4294967296) | 0;
}

function add(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const low = (aLow + bLow) | 0;
  pair[1] = (aHigh + bHigh + (low >>> 0 < aLow >>> 0 ? 1 : 0)) | 0;
  pair[0] = low;
}

/** The low 64 bits of a product; the high word of low × low comes from 16-bit digits. */
function multiply(aLow: number, aHigh: number, bLow: number, bHigh: number): void {
  const a0 = aLow & 0xffff;
  const a1 = aLow >>> 16;
  const b0 = bLow & 0xffff;
  const b1 = bLow >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  const carry = (middle & 0xffff) + a0 * b1;
  const top = a1 * b1 + Math.floor(middle / 65536) + Math.floor(carry / 65536);
  pair[1] = (top + Math.imul(aLow, bHigh) + Math.imul(aHigh, bLow)) | 0;
  pair[0] = Math.imul(aLow, bLow);
}

/** SplitMix64's finaliser (Stafford's variant 13), a bijection of 64 bits. */
function mix(p: Int32Array): void {
  p[0] ^= (p[0] >>> 30) | (p[1] << 2);
  p[1] ^= p[1] >>> 30;
  multiply(p[0], p[1], 0x1ce4e5b9 | 0, 0xbf58476d | 0);
  p[0] ^= (p[0] >>> 27) | (p[1] << 5);
  p[1] ^= p[1] >>> 27;
  multiply(p[0], p[1], 0x133111eb | 0, 0x94d049bb | 0);
  p[0] ^= (p[0] >>> 31) | (p[1] << 1);
  p[1] ^= p[1] >>> 31;
}
