import type { FactorBlock } from './front-memory.js';

/** What the sweeps read and write: the factors, the fronts' boundaries, one number per state, and room for sums. */
export interface SweepVectors {
  readonly factors: Float64Array;
  readonly boundary: Int32Array;
  readonly x: Float64Array;
  readonly sums: Float64Array;
}

/** (I − P)ᵀ z = b, front by front upwards: each state hands what it holds on to later ones. */
export function forwardProbabilities(block: FactorBlock, { factors, boundary, x, sums }: SweepVectors): void {
  const { first, pivots, from, rest, lower, upper } = block;
  sums.fill(0, 0, rest);
  for (let k = 0; k < pivots; k++) {
    const value = x[first + k];
    const row = lower + k * pivots;
    for (let j = k + 1; j < pivots; j++) x[first + j] += value * factors[row + j];
    const out = upper + k * rest;
    for (let j = 0; j < rest; j++) sums[j] += value * factors[out + j];
  }
  for (let j = 0; j < rest; j++) x[boundary[from + j]] += sums[j];
}

/** (S − F)ᵀ x = z, front by front downwards. */
export function backwardRates(block: FactorBlock, { factors, boundary, x }: SweepVectors): void {
  const { first, pivots, from, rest, lower } = block;
  let row = lower + pivots * pivots;
  for (let i = 0; i < rest; i++, row += pivots) {
    const value = x[boundary[from + i]];
    for (let k = 0; k < pivots; k++) x[first + k] += value * factors[row + k];
  }
  for (let k = pivots - 1; k >= 0; k--) {
    row = lower + k * pivots;
    const value = x[first + k] / factors[row + k];
    x[first + k] = value;
    for (let j = 0; j < k; j++) x[first + j] += value * factors[row + j];
  }
}

/** (S − F) y = b, upwards. */
export function forwardRates(block: FactorBlock, { factors, boundary, x }: SweepVectors): void {
  const { first, pivots, from, rest, lower } = block;
  let row = lower;
  for (let i = 0; i < pivots; i++, row += pivots) {
    let sum = x[first + i];
    for (let k = 0; k < i; k++) sum += factors[row + k] * x[first + k];
    x[first + i] = sum / factors[row + i];
  }
  for (let i = 0; i < rest; i++, row += pivots) {
    let sum = 0;
    for (let k = 0; k < pivots; k++) sum += factors[row + k] * x[first + k];
    x[boundary[from + i]] += sum;
  }
}

/** (I − P) x = y, downwards. */
export function backwardProbabilities(block: FactorBlock, { factors, boundary, x, sums }: SweepVectors): void {
  const { first, pivots, from, rest, lower, upper } = block;
  for (let j = 0; j < rest; j++) sums[j] = x[boundary[from + j]];
  for (let k = pivots - 1; k >= 0; k--) {
    let sum = x[first + k];
    const row = lower + k * pivots;
    for (let j = k + 1; j < pivots; j++) sum += factors[row + j] * x[first + j];
    const out = upper + k * rest;
    for (let j = 0; j < rest; j++) sum += factors[out + j] * sums[j];
    x[first + k] = sum;
  }
}
