import { inverse, Matrix } from 'ml-matrix';
import { InputError } from '../../src/num/input-error.js';

/** A power law p ~ v^exponent for large v. */
export interface TailFit {
  readonly exponent: number;
  /** One standard deviation: chance, and how far the fit moves when it begins at twice the v, added in squares. */
  readonly error: number;
  /** Where the fit begins. */
  readonly from: number;
  /** Values of the sample from there on, or points of the density. */
  readonly values: number;
}

/** Options of tailOfDensity and tailOfCounts. */
export interface TailOptions {
  readonly from: number;
  /**
   * Powers c > 0 of the terms v^−c that ln p has beside exponent·ln v. Without the first of them a fit at any v that a sample
   * reaches is far off (docs/derivations/tail-fit.md).
   */
  readonly corrections: readonly number[];
}

/**
 * The powers of the two slowest corrections of the reduced SDE ([NB] Eq. 93) as v → ∞: 1 from the noise, g = α₁v²(1 − 2α₂/α₁v + …), and
 * 2D/(D + 1) from the potential, or 2 from either where that is the noise's power again. docs/derivations/tail-fit.md, Eq. (3).
 */
export function correctionsOf(depth: number): readonly number[] {
  return depth < 2 ? [1, 2] : [1, (2 * depth) / (depth + 1)];
}

/**
 * The exponent of a density given as ln p at ascending v, by least squares in the regressors 1, ln v and v^−c; the errors of a density
 * without noise are those of the model, told by the scatter about it. Throws InputError for fewer points from 2·from on than regressors.
 */
export function tailOfDensity(v: ArrayLike<number>, logDensity: ArrayLike<number>, options: TailOptions): TailFit {
  const points = Array.from(v, (x, i) => ({ x, y: logDensity[i] })).filter(({ x }) => x >= options.from);
  const fitFrom = (from: number): Fit => {
    const kept = points.filter(({ x }) => x >= from);
    const X = designOf(
      kept.map(({ x }) => x),
      options,
    );
    const y = kept.map((point) => point.y);
    const { coefficients, covariance } = weighted(
      X,
      y,
      y.map(() => 1),
    );
    const rest = residuals(X, y, coefficients).reduce((sum, r) => sum + r * r, 0) / Math.max(1, y.length - X.columns);
    return { exponent: coefficients[1], variance: covariance.get(1, 1) * rest };
  };
  return judged(fitFrom, options, points.length);
}

/**
 * The exponent from counts in cells between ascending edges in (nearly) constant ratio, by maximum likelihood: counts are Poisson with
 * ln(mean/width) linear in 1, ln v and v^−c, so that empty cells count as such. `inflation` = τ ≥ 1 is the number of records that are
 * worth one. Throws InputError for fewer cells with counts from 2·from on than regressors.
 */
export function tailOfCounts(
  edges: ArrayLike<number>,
  counts: ArrayLike<number>,
  options: TailOptions & { readonly inflation?: number },
): TailFit {
  const cells = Array.from(counts, (n, i) => ({
    n,
    width: edges[i + 1] - edges[i],
    x: Math.sqrt(edges[i] * edges[i + 1]),
  })).filter((_, i) => edges[i] >= options.from);
  const fitFrom = (from: number): Fit => {
    const kept = cells.filter(({ x }) => x >= from);
    const { coefficients, covariance } = poisson(
      designOf(
        kept.map(({ x }) => x),
        options,
      ),
      kept.map(({ n }) => n),
      kept.map(({ width }) => Math.log(width)),
    );
    return { exponent: coefficients[1], variance: covariance.get(1, 1) * (options.inflation ?? 1) };
  };
  return judged(
    fitFrom,
    options,
    cells.reduce((sum, { n }) => sum + n, 0),
  );
}

interface Fit {
  readonly exponent: number;
  readonly variance: number;
}

function judged(fitFrom: (from: number) => Fit, { from }: TailOptions, values: number): TailFit {
  const { exponent, variance } = fitFrom(from);
  const shift = fitFrom(2 * from).exponent - exponent;
  return { exponent, error: Math.sqrt(variance + shift * shift), from, values };
}

/** Rows (1, ln v, v^−c …), v in units of the first, which keeps the columns apart. */
function designOf(v: readonly number[], { corrections }: TailOptions): Matrix {
  if (v.length <= 2 + corrections.length) {
    const cure = 'Begin the fit nearer to 0, or sample more.';
    throw new InputError(
      'tail',
      `more than ${2 + corrections.length} points or cells in the tail`,
      String(v.length),
      cure,
    );
  }
  return new Matrix(v.map((x) => [1, Math.log(x / v[0]), ...corrections.map((c) => (x / v[0]) ** -c)]));
}

function weighted(X: Matrix, y: readonly number[], weight: readonly number[]) {
  const scaled = X.clone();
  weight.forEach((w, i) => scaled.mulRow(i, w));
  const covariance = inverse(X.transpose().mmul(scaled), true);
  const coefficients = covariance.mmul(scaled.transpose().mmul(Matrix.columnVector(y as number[]))).to1DArray();
  return { coefficients, covariance };
}

function residuals(X: Matrix, y: readonly number[], coefficients: readonly number[]): number[] {
  return y.map((value, i) => value - X.getRow(i).reduce((sum, x, k) => sum + x * coefficients[k], 0));
}

/** Poisson regression with the logarithmic link and an offset, by iteratively reweighted least squares (McCullagh & Nelder 1989, section 2.5). */
function poisson(X: Matrix, counts: readonly number[], offset: readonly number[]) {
  let eta = counts.map((n) => Math.log(n + 0.5));
  for (let iteration = 0; ; iteration++) {
    const mean = eta.map(Math.exp);
    const response = eta.map((e, i) => e - offset[i] + (counts[i] - mean[i]) / mean[i]);
    const { coefficients, covariance } = weighted(X, response, mean);
    const next = residuals(
      X,
      offset.map((o) => -o),
      coefficients,
    ).map((r) => -r);
    const change = next.reduce((most, e, i) => Math.max(most, Math.abs(e - eta[i])), 0);
    eta = next;
    if (change < 1e-10 || iteration === 50) return { coefficients, covariance };
  }
}
