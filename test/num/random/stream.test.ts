import { describe, expect, it } from 'vitest';
import {
  createStream,
  emptyStream,
  fraction,
  nextBits,
  nextIndex,
  nextUniform,
  seedFromNumbers,
} from '../../../src/num/random/stream.js';

const hex = (s: Int32Array): string =>
  (s[9] >>> 0).toString(16).padStart(8, '0') + (s[8] >>> 0).toString(16).padStart(8, '0');

describe('xoshiro256++', () => {
  it('gives the published outputs from the state 1, 2, 3, 4', () => {
    const s = emptyStream();
    s.set([1, 0, 2, 0, 3, 0, 4, 0]);
    const first = Array.from({ length: 6 }, () => (nextBits(s), BigInt(`0x${hex(s)}`)));
    expect(first.slice(0, 2)).toEqual([41943041n, 58720359n]);
    expect(first.slice(2)).toEqual([0xcc00003800067n, 0xcc201994400b2n, 0x8012a2019ac433cdn, 0x8a69978acdee33ban]);
  });

  it.each([
    [0, 0, '53175d61490b23df', '61da6f3dc380d507', '376300fa032f6483'],
    [1, 0, 'f60fc56b2d1cefb1', '3df67cdd4dd5d3fd', 'ed3ca5a9d6a39168'],
    [20240607, 12345, 'e4a211352d17f8b8', '798d69fcbbcad48c', 'b56b7265c19f3a7e'],
    [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, '6cd0b173fc6e1472', 'adbeb5015a1316c4', '3be495ea6553c6de'],
  ])('seed %d, stream %d agrees with 64-bit arithmetic in another language', (seed, index, one, two, last) => {
    const s = createStream(seed, index);
    const outputs = Array.from({ length: 1000 }, () => (nextBits(s), hex(s)));
    expect([outputs[0], outputs[1], outputs[999]]).toEqual([one, two, last]);
  });

  it('starts from the bits of two numbers', () => {
    const s = emptyStream();
    seedFromNumbers(1.5, -0.25, s);
    nextBits(s);
    expect(hex(s)).toBe('1bb67106c0cd5b51');
  });

  it('gives no two streams a common word', () => {
    const words = new Set<string>();
    for (let k = 0; k < 5000; k++) {
      const s = createStream(7, k);
      for (let i = 0; i < 4; i++) words.add(`${s[2 * i]},${s[2 * i + 1]}`);
    }
    expect(words.size).toBe(20000);
  });
});

describe('uniform numbers', () => {
  it('stay inside (0, 1) at both ends of the bits', () => {
    const s = emptyStream();
    s[8] = s[9] = 0;
    expect(fraction(s)).toBe(0);
    s[8] = s[9] = -1;
    expect(fraction(s)).toBe(1 - 2 ** -52);
    expect(fraction(s) + 2 ** -53).toBeLessThan(1);
  });

  it('have the moments of a uniform law and no correlation between neighbouring streams', () => {
    const n = 200_000;
    let [sum, squares, cross] = [0, 0, 0];
    for (let k = 0; k < n; k++) {
      const x = nextUniform(createStream(1, k)) - 0.5;
      const y = nextUniform(createStream(1, k + 1)) - 0.5;
      sum += x;
      squares += x * x;
      cross += x * y;
    }
    expect(Math.abs(sum) / Math.sqrt(n / 12)).toBeLessThan(4);
    expect(Math.abs(squares - n / 12) / Math.sqrt(n / 180)).toBeLessThan(4);
    expect(Math.abs(cross) / (Math.sqrt(n) / 12)).toBeLessThan(4);
  });

  it('index every place equally often', () => {
    const s = createStream(3, 0);
    const counts = new Float64Array(7);
    for (let i = 0; i < 70_000; i++) counts[nextIndex(s, 7)]++;
    const chi = counts.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0);
    expect(chi).toBeLessThan(22.5); // p = 0.001 with six degrees of freedom
  });
});

describe('wrong input', () => {
  it.each([-1, 1.5, 2 ** 53, NaN])('refuses seed %d', (seed) => {
    expect(() => createStream(seed, 0)).toThrow('seed: an integer from 0 to 2^53 − 1');
  });
  it('refuses a stream without an index', () => {
    expect(() => createStream(0, -1)).toThrow('stream: an index');
  });
});
