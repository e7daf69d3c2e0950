import type { Numbers } from './document.js';

/**
 * Edges of cells that have these widths and hold these centres, ascending, one more than cells. Halfway between the centres' bounds, which
 * is exact on even cells; where centres are not in the middle of their cells (mapped axes), from 0 if that may be the first edge.
 */
export function edgesFrom(centres: Numbers, widths: Numbers): Float64Array {
  const n = centres.length;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + widths[i]!;
  let [low, high] = [-Infinity, Infinity];
  for (let i = 0; i < n; i++) {
    low = Math.max(low, centres[i]! - sums[i + 1]!);
    high = Math.min(high, centres[i]! - sums[i]!);
  }
  const middle = (low + high) / 2;
  const off = (i: number): number => Math.abs(centres[i]! - middle - (sums[i]! + sums[i + 1]!) / 2) / widths[i]!;
  let even = true;
  for (let i = 0; i < n; i++) even &&= off(i) < 1e-6;
  const first = !even && low <= 0 && high >= 0 ? 0 : middle;
  return sums.map((sum) => first + sum);
}
