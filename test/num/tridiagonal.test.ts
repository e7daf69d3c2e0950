import { describe, expect, it } from 'vitest';
import { assembleJumps } from '../../src/num/csr.js';
import { shiftedWork, solveShifted, tridiagonal } from '../../src/num/tridiagonal.js';
import { chainOf, denseSolve, lineGenerator, seeded } from '../solvers/hand-built.js';

const LOWER = [1e12, 3e-3, 2e10, 5e-9, 7e15, 0];
const UPPER = [2e11, 4e2, 1e-6, 3e12, 1e14, 0];

function solve(chain: ReturnType<typeof chainOf>, shift: number, scale: number, rhs: Float64Array): Float64Array {
  const out = new Float64Array(chain.size);
  solveShifted(chain, { shift, scale, work: shiftedWork(chain.size) }, rhs, out);
  return out;
}

describe('tridiagonal', () => {
  it('reads the rates of a line and of a ring', () => {
    const line = tridiagonal(lineGenerator([1, 2, 0], [3, 4, 0]).rates);
    expect(line).toMatchObject({ size: 3, cyclic: false });
    expect([...line.lower]).toEqual([1, 2, 0]);
    expect([...line.upper]).toEqual([3, 4, 0]);
    expect([...line.diagonal]).toEqual([-1, -5, -4]);
    const ring = tridiagonal(lineGenerator([1, 2, 5], [3, 4, 6]).rates);
    expect(ring.cyclic).toBe(true);
    expect([ring.lower[2], ring.upper[2]]).toEqual([5, 6]);
  });

  it.each([
    [
      'a jump further than to a neighbour',
      { from: [0], to: [2], rate: [1] },
      /a jump from cell 0 to 2\. Use a one-dim/,
    ],
    ['any such jump backwards', { from: [3], to: [1], rate: [1] }, /a jump from cell 3 to 1/],
  ])('refuses %s', (_, jumps, message) => {
    expect(() => tridiagonal(assembleJumps(5, jumps))).toThrow(message);
  });

  it('refuses negative and undefined rates and matrices that are not square', () => {
    const { rates } = lineGenerator([1, 0], [1, 0]);
    expect(() => tridiagonal({ ...rates, value: Float64Array.of(1, -1, -1, 1) })).toThrow(
      /rates ≥ 0, got -1 from cell 1/,
    );
    expect(() => tridiagonal({ ...rates, value: Float64Array.of(1, NaN, 1, 1) })).toThrow(/got NaN/);
    expect(() => tridiagonal({ ...rates, columns: 3 })).toThrow(/a square matrix, got 2 × 3/);
  });
});

describe('solveShifted', () => {
  it('is right in every entry for rates from 10⁻⁹ to 10¹⁶', () => {
    // (2 − A) x = b solved with 80 digits (mpmath 1.3).
    const expected = [
      0.08322930004439166, 0.41614650021779065, 1.0006254499498549e-10, 2.500624199566725, 1.0000000041203536e-12,
      7.003000028842335e-11,
    ];
    const x = solve(chainOf(LOWER, UPPER), 2, 1, Float64Array.of(1, 0, 2, 0, 0, 3));
    x.forEach((v, i) => {
      expect(Math.abs(v / expected[i] - 1)).toBeLessThan(1e-15);
    });
  });

  it.each([1, 2, 3, 4, 5, 8, 13])('agrees with dense elimination for %i cells, in place too', (n) => {
    const random = seeded(n);
    const rate = (i: number) => (i < n - 1 ? random() + 0.01 : 0);
    const chain = chainOf(
      Array.from({ length: n }, (_, i) => rate(i)),
      Array.from({ length: n }, (_, i) => rate(i)),
    );
    const rhs = Float64Array.from({ length: n }, random);
    const matrix = Array.from({ length: n }, (_, i) => {
      const row = new Array<number>(n).fill(0);
      row[i] = 0.3 - 2 * chain.diagonal[i];
      if (i > 0) row[i - 1] = -2 * chain.lower[i - 1];
      if (i < n - 1) row[i + 1] = -2 * chain.upper[i];
      return row;
    });
    const expected = denseSolve(matrix, [...rhs]);
    const x = solve(chain, 0.3, 2, rhs);
    x.forEach((v, i) => {
      expect(v).toBeCloseTo(expected[i], 13);
    });
    solveShifted(chain, { shift: 0.3, scale: 2, work: shiftedWork(n) }, rhs, rhs);
    expect([...rhs]).toEqual([...x]);
  });

  it('keeps the sum and carries nothing across a face without jumps', () => {
    const n = 1001;
    const random = seeded(5);
    const rates = () => Array.from({ length: n }, (_, i) => (i === n - 1 || i === 400 ? 0 : 10 ** (14 * random() - 2)));
    const rhs = new Float64Array(n);
    for (let i = 401; i < n; i++) rhs[i] = 1 / 600;
    const x = solve(chainOf(rates(), rates()), 1, 1, rhs);
    expect(x.subarray(0, 401).every((v) => v === 0)).toBe(true);
    expect(x.every((v) => v >= 0)).toBe(true);
    expect(Math.abs(x.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
  });

  it('refuses a cyclic chain', () => {
    expect(() => solve(chainOf([1, 1, 1], [1, 1, 1], true), 1, 1, new Float64Array(3))).toThrow(/with two ends/);
  });
});
