import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decompose, latticeStencil, regularise, stencilRadius } from '../../src/num/selling.js';
import type { LatticeStencil } from '../../src/num/selling.js';

/** max |D + εI − Σ ρ_k e_k e_kᵀ|, relative to the largest entry. */
function defect(D: readonly number[], stencil: LatticeStencil, epsilon = 0): number {
  const { dimension: d, count, offsets, weights } = stencil;
  let worst = 0;
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      let sum = i === j ? -epsilon : 0;
      for (let k = 0; k < count; k++) sum += weights[k]! * offsets[k * d + i]! * offsets[k * d + j]!;
      worst = Math.max(worst, Math.abs(sum - D[i * d + j]!));
    }
  }
  return worst / Math.max(epsilon, ...D.map(Math.abs));
}

/** R diag(λ) Rᵀ, symmetric to the last bit. */
function tensor(eigenvalues: readonly number[], angles: readonly number[]): number[] {
  const d = eigenvalues.length;
  const [a = 0, b = 0, c = 0] = angles;
  const planar = [Math.cos(a), -Math.sin(a), Math.sin(a), Math.cos(a)];
  const [ca, sa, cb, sb, cc, sc] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b), Math.cos(c), Math.sin(c)];
  const spatial = [ca * cb, ca * sb * sc - sa * cc, ca * sb * cc + sa * sc];
  spatial.push(sa * cb, sa * sb * sc + ca * cc, sa * sb * cc - ca * sc, -sb, cb * sc, cb * cc);
  const R = d === 2 ? planar : spatial;
  const D = new Array<number>(d * d).fill(0);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j <= i; j++) {
      for (let k = 0; k < d; k++) D[i * d + j]! += R[i * d + k]! * eigenvalues[k]! * R[j * d + k]!;
      D[j * d + i] = D[i * d + j]!;
    }
  }
  return D;
}

const angle = fc.double({ min: 0, max: Math.PI, noNaN: true });
const exponent = fc.double({ min: 0, max: 12, noNaN: true });

describe('decompose', () => {
  it('splits [[2,1],[1,2]] into the axes and the diagonal', () => {
    const stencil = latticeStencil(2);
    expect(decompose([2, 1, 1, 2], stencil)).toBe('decomposed');
    const parts = [0, 1, 2].map((k) => [Math.abs(stencil.offsets[2 * k]!), Math.abs(stencil.offsets[2 * k + 1]!)]);
    expect(parts.sort()).toEqual([
      [0, 1],
      [1, 0],
      [1, 1],
    ]);
    expect([...stencil.weights]).toEqual([1, 1, 1]);
  });

  it('keeps a diagonal tensor on its axes, in space too', () => {
    const stencil = latticeStencil(3);
    expect(decompose([3, 0, 0, 0, 1e-6, 0, 0, 0, 7], stencil)).toBe('decomposed');
    expect(stencilRadius(stencil)).toBe(1);
    expect([...stencil.weights].filter((w) => w > 0).sort()).toEqual([1e-6, 3, 7]);
  });

  it('rebuilds plane tensors up to aspect ratio 1e12, scaled by 1e±9', () => {
    const stencil = latticeStencil(2);
    fc.assert(
      fc.property(exponent, angle, fc.constantFrom(1e-9, 1, 1e9), (e, a, scale) => {
        const D = tensor([scale, scale * 10 ** -e], [a]);
        fc.pre(D[0]! * D[3]! - D[1]! * D[1]! > 1e-3 * scale * scale * 10 ** -e);
        expect(decompose(D, stencil)).toBe('decomposed');
        expect(Math.min(...stencil.weights)).toBeGreaterThanOrEqual(0);
        expect(defect(D, stencil)).toBeLessThan(1e-14);
        // Fehrenbach & Mirebeau 2014, prop. 1: the offsets are no longer than about the square root of the aspect ratio.
        expect(stencilRadius(stencil)).toBeLessThanOrEqual(2 * Math.sqrt(10 ** e));
      }),
      { numRuns: 400 },
    );
  });

  it('rebuilds tensors in space', () => {
    const stencil = latticeStencil(3);
    const eigenvalues = fc.tuple(
      fc.double({ min: -8, max: 0, noNaN: true }),
      fc.double({ min: -8, max: 0, noNaN: true }),
    );
    fc.assert(
      fc.property(eigenvalues, fc.tuple(angle, angle, angle), ([p, q], angles) => {
        const D = tensor([1, 10 ** p, 10 ** q], angles);
        expect(decompose(D, stencil)).toBe('decomposed');
        expect(Math.min(...stencil.weights)).toBeGreaterThanOrEqual(0);
        expect(defect(D, stencil)).toBeLessThan(1e-12);
      }),
      { numRuns: 400 },
    );
  });

  it('reaches lattice directions far from the axes in few steps', () => {
    const stencil = latticeStencil(2);
    const [p, q] = [99991, 12347];
    const D = [p * p, p * q, p * q, q * q];
    expect(decompose(D, stencil)).toBe('decomposed');
    expect(defect(D, stencil)).toBeLessThan(1e-14);
    expect(stencilRadius(stencil)).toBe(p);
  });

  it('says singular instead of looping', () => {
    const stencil = latticeStencil(2);
    expect(decompose([1, 2, 2, 1], stencil)).toBe('singular');
    expect(decompose([-1, 0, 0, 1], stencil)).toBe('singular');
    expect(decompose(tensor([1, 0], [1]), stencil)).toBe('singular');
    expect(decompose(tensor([1, -1e-9, 0.3], [1, 0.4, 2]), latticeStencil(3))).toBe('singular');
  });

  it('takes a singular tensor along a lattice direction as it is', () => {
    const stencil = latticeStencil(2);
    expect(decompose([4, 2, 2, 1], stencil)).toBe('decomposed');
    expect([...stencil.weights].filter((w) => w > 0)).toEqual([1]);
    expect(decompose([0, 0, 0, 0], stencil)).toBe('decomposed');
    expect(stencilRadius(stencil)).toBe(0);
  });

  it('refuses what is not a symmetric finite matrix', () => {
    expect(() => decompose([1, NaN, NaN, 1], latticeStencil(2))).toThrow(/D\[1\]\[0\] must be finite, got NaN/);
    expect(() => decompose([1, 0.5, 0.25, 1], latticeStencil(2))).toThrow(/D\[1\]\[0\] must equal D\[0\]\[1\]/);
  });
});

describe('regularise', () => {
  it('adds nothing where the stencil is short enough', () => {
    const stencil = latticeStencil(2);
    expect(regularise([2, 1, 1, 2], 1, stencil)).toBe(0);
    expect(defect([2, 1, 1, 2], stencil)).toBe(0);
    expect(regularise([0, 0, 0, 0], 1, stencil)).toBe(0);
  });

  it('adds the smallest ε in the plane: a hair less needs a longer stencil', () => {
    const stencil = latticeStencil(2);
    fc.assert(
      fc.property(exponent, angle, fc.integer({ min: 1, max: 9 }), (e, a, radius) => {
        const D = tensor([1, 10 ** -e], [a]);
        const epsilon = regularise(D, radius, stencil);
        expect(stencilRadius(stencil)).toBeLessThanOrEqual(radius);
        expect(Math.min(...stencil.weights)).toBeGreaterThanOrEqual(0);
        expect(defect(D, stencil, epsilon)).toBeLessThan(1e-14);
        if (epsilon < 1e-9) return;
        const less = D.map((x, k) => x + (k % 3 === 0 ? 0.999 * epsilon : 0));
        expect(decompose(less, stencil)).toBe('decomposed');
        expect(stencilRadius(stencil)).toBeGreaterThan(radius);
      }),
      { numRuns: 400 },
    );
  });

  it('bounds the radius for singular and indefinite tensors, in space too', () => {
    const eigenvalue = fc.constantFrom(0, 1, 1e-3, 1e-7, -0.1);
    const stencil = latticeStencil(3);
    fc.assert(
      fc.property(
        fc.tuple(eigenvalue, eigenvalue, eigenvalue),
        fc.tuple(angle, angle, angle),
        fc.integer({ min: 1, max: 6 }),
        (eigenvalues, angles, radius) => {
          const D = tensor(eigenvalues, angles);
          const epsilon = regularise(D, radius, stencil);
          expect(stencilRadius(stencil)).toBeLessThanOrEqual(radius);
          expect(Math.min(...stencil.weights)).toBeGreaterThanOrEqual(0);
          if (epsilon > 0) expect(defect(D, stencil, epsilon)).toBeLessThan(1e-12);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('refuses a radius below one cell', () => {
    expect(() => regularise([1, 0, 0, 1], 0, latticeStencil(2))).toThrow(/maxRadius must be an integer ≥ 1, got 0/);
    expect(() => regularise([1, 0, 0, 1], NaN, latticeStencil(2))).toThrow(/maxRadius/);
  });
});
