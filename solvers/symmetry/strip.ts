/**
 * The grid of (v, ζ): rows of constant ζ, row j between top − j·fall and top − (j + 1)·fall; columns of constant v. Columns are equally
 * spaced in x = asinh(v/c), so that they are logarithmic in |v| down to c = 2e^bottom, where |v| stops to matter: nodes at
 * x = (i + ½)·step for i = left … left + columns − 1, i of either sign, and v = 0 is a face. Cell (j, i) is number
 * j·columns + i − left.
 *
 * Columns of constant v and not of constant ξ, because far from v = 0 the equation in v does not contain ζ: there noise and fall
 * commute and splitting them costs nothing, however fast ζ falls (docs/derivations/learning-time.md).
 */
export interface Strip {
  readonly step: number;
  readonly fall: number;
  readonly top: number;
  readonly rows: number;
  readonly columns: number;
  readonly left: number;
  /** c. */
  readonly core: number;
  /** v of each column. */
  readonly v: Float64Array;
  /** Whether v = `level`, half a step beyond the last node, absorbs. */
  readonly absorbs: boolean;
}

/** What a strip is made from: |v| up to `reach`, and up to `level` in v if that absorbs. */
export interface StripPlan {
  readonly step: number;
  readonly fall: number;
  readonly top: number;
  readonly rows: number;
  readonly reach: number;
  readonly level: number | null;
}

/** Lays out a strip. With a level > 0 the step is shrunk until the level is a face. */
export function strip({ step, fall, top, rows, reach, level }: StripPlan): Strip {
  const core = 2 * Math.exp(top - rows * fall);
  const boundary = level === null || level === 0 ? 0 : inverseSinh(level / core);
  const right = boundary > 0 ? Math.ceil(boundary / step) : Math.ceil(inverseSinh(reach / core) / step);
  const h = boundary > 0 ? boundary / right : step;
  const left = -Math.ceil(inverseSinh(reach / core) / h);
  const columns = (level === 0 ? 0 : right) - left;
  const v = Float64Array.from({ length: columns }, (_, k) => core * Math.sinh((left + k + 0.5) * h));
  return { step: h, fall, top, rows, columns, left, core, v, absorbs: level !== null };
}

/** ζ at row coordinate s, counted from the top in rows. */
export function zetaAt(strip: Pick<Strip, 'top' | 'fall'>, s: number): number {
  return strip.top - s * strip.fall;
}

/** asinh for arguments whose square would overflow. */
export function inverseSinh(x: number): number {
  const size = Math.abs(x);
  return size < 1e8 ? Math.asinh(x) : Math.sign(x) * (Math.log(size) + Math.LN2);
}
