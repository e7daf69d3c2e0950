/**
 * What a cell of the wedge holds: its mass m0 and the first and second moment, m1 and m2, of the mass over x ∈ [0, 1], which runs from
 * the upper to the lower edge of the row.
 */
export interface Moments {
  readonly m0: Float64Array;
  readonly m1: Float64Array;
  readonly m2: Float64Array;
}

/** Moments of `size` empty cells. */
export function noMoments(size: number): Moments {
  return { m0: new Float64Array(size), m1: new Float64Array(size), m2: new Float64Array(size) };
}
