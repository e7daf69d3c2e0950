import { accumulate, compensatedSum, total } from '../num/sum.js';
import type { Moments } from './law.js';
import { triangularFactor } from './triangular-factor.js';

/** Points of the data space: `columns[c][i]` is column c of point i. Equal weights are written null. */
export interface WeightedPoints {
  readonly columns: readonly Float64Array[];
  readonly count: number;
  readonly weights: Float64Array | null;
}

/** One factor of a monomial: its column, the mean of that, and the product of the means of the factors before it. */
interface Factor {
  readonly column: number;
  readonly centre: number;
  readonly before: number;
}

/** A monomial as its factors, x·x·y, and its value at the means. */
interface Monomial {
  readonly factors: readonly Factor[];
  readonly atCentre: number;
}

/** Points per block: small enough for the first-level cache. */
const BLOCK = 1024;

/**
 * Moments of monomials under the discrete law of the points (variances are divided by the weight, not by n − 1).
 *
 * Two things keep the digits: sums are compensated, and a monomial enters by its deviation from its value at the mean of the
 * columns, d ← d·xₖ + (c₁⋯cₖ₋₁)·(xₖ − cₖ) factor by factor, so that x² with x = 10⁸ ± 1 is never rounded at 10¹⁶.
 * One pass for the centres, one for the means, one for covariances and factor, one to refine the factor; 10⁶ points and two
 * monomials take about 0.1 s.
 * Overflow shows as infinities or NaN in the result (see `demandFinite`).
 */
export function pointMoments(points: WeightedPoints, exponents: readonly (readonly number[])[]): Moments {
  const m = exponents.length;
  const scale = points.weights ? compensatedSum(points.weights) : points.count;
  const centres = points.columns.map((column) => compensatedSum(column, points.weights) / scale);
  const monomials = exponents.map((powers) => factorise(powers, centres));
  const sums = new Float64Array(2 * m);
  forBlocks(points, monomials, (D, size, weights) => {
    for (let j = 0; j < m; j++) accumulate(sums, j, compensatedSum(column(D, j, size), weights));
  });
  const shift = Float64Array.from(monomials, (_, j) => total(sums, j) / scale);

  const products = new Float64Array(2 * m * m);
  const factor = triangularFactor(m);
  forBlocks(points, monomials, (D, size, weights) => {
    for (let j = 0; j < m; j++) {
      centre(column(D, j, size), shift[j], weights);
      for (let k = 0; k <= j; k++) {
        accumulate(products, j * m + k, compensatedSum(column(D, j, size), column(D, k, size)));
      }
    }
    factor.add(D, size);
  });
  const covariance = new Float64Array(m * m);
  for (let j = 0; j < m; j++) {
    for (let k = 0; k <= j; k++) covariance[j * m + k] = covariance[k * m + j] = total(products, j * m + k) / scale;
  }
  const mean = shift.map((value, j) => monomials[j].atCentre + value);
  const L = factor.finish();
  const correction = triangularFactor(m);
  forBlocks(points, monomials, (D, size, weights) => {
    for (let j = 0; j < m; j++) centre(column(D, j, size), shift[j], weights);
    whiten(D, L, m);
    correction.add(D, size);
  });
  const refined = multiplyTriangles(L, correction.finish(), m).map((value) => value / Math.sqrt(scale));
  return { mean, covariance, factor: refined, warnings: [] };
}

function factorise(powers: readonly number[], centres: readonly number[]): Monomial {
  const factors: Factor[] = [];
  let atCentre = 1;
  powers.forEach((power, column) => {
    for (let k = 0; k < power; k++) {
      factors.push({ column, centre: centres[column], before: atCentre });
      atCentre *= centres[column];
    }
  });
  return { factors, atCentre };
}

/** Visits the deviations of all monomials at `size` points at a time: monomial j in D[j·size …], in a buffer that is used again. */
function forBlocks(
  points: WeightedPoints,
  monomials: readonly Monomial[],
  visit: (D: Float64Array, size: number, weights: Float64Array | null) => void,
): void {
  const buffer = new Float64Array(monomials.length * BLOCK);
  for (let start = 0; start < points.count; start += BLOCK) {
    const size = Math.min(BLOCK, points.count - start);
    const D = buffer.subarray(0, monomials.length * size);
    monomials.forEach(({ factors }, j) => {
      const d = column(D, j, size).fill(0);
      for (const factor of factors) extend(d, factor, points.columns[factor.column].subarray(start, start + size));
    });
    visit(D, size, points.weights?.subarray(start, start + size) ?? null);
  }
}

/** Multiplies a monomial by one more factor. */
function extend(d: Float64Array, { centre: c, before }: Factor, values: Float64Array): void {
  for (let i = 0; i < d.length; i++) d[i] = d[i] * values[i] + before * (values[i] - c);
}

/** d ← √weight·(d − shift). */
function centre(d: Float64Array, shift: number, weights: Float64Array | null): void {
  for (let i = 0; i < d.length; i++) d[i] -= shift;
  if (weights) for (let i = 0; i < d.length; i++) d[i] *= Math.sqrt(weights[i]);
}

function column(D: Float64Array, j: number, size: number): Float64Array {
  return D.subarray(j * size, (j + 1) * size);
}

/**
 * D ← D·L⁻ᵀ, row by row, for Dᵀ·D ≈ L·Lᵀ. What is left of each monomial is subtracted out point by point here, so that its
 * error is relative to that point; in the reflections that gave L one outlier's rounding is spread over all points. The factor
 * of the result is nearly the identity and corrects L.
 */
function whiten(D: Float64Array, L: Float64Array, m: number): void {
  const size = D.length / m;
  for (let k = 0; k < m; k++) {
    const d = column(D, k, size);
    for (let j = 0; j < k; j++) {
      const [l, w] = [L[k * m + j], column(D, j, size)];
      for (let i = 0; i < size; i++) d[i] -= l * w[i];
    }
    const diagonal = L[k * m + k];
    for (let i = 0; i < size; i++) d[i] = diagonal === 0 ? 0 : d[i] / diagonal;
  }
}

/** L·M for lower triangular matrices. */
function multiplyTriangles(L: Float64Array, M: Float64Array, m: number): Float64Array {
  const product = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j <= i; j++) for (let k = j; k <= i; k++) product[i * m + j] += L[i * m + k] * M[k * m + j];
  }
  return product;
}
