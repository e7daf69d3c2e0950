import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { DataLaw } from '../../src/data/law.js';
import { compile } from '../../src/expression/compile.js';
import type { SymbolicModel } from '../../src/model/symbolic-loss.js';
import { bindToColumns } from '../../src/model/symbolic-loss.js';
import { InputError } from '../../src/num/input-error.js';
import { createStream, nextIndex, nextUniform, type Stream } from '../../src/num/random/stream.js';

/** A family of maps θ → e^{λA}θ with A symmetric, as A = Σ a_k v_k v_kᵀ. */
export interface ExponentialSymmetry {
  /** n, the number of parameters. */
  readonly size: number;
  /** a_k. */
  readonly rates: Float64Array;
  /** v_k as rows: v_k stands at [k·n, (k + 1)·n). */
  readonly vectors: Float64Array;
}

/** How a claimed symmetry was tried: points, the share that must give numbers, and the difference that rounding can explain. */
const POINTS = 200;
const LEAST_POINTS = 20;
const ROUNDING = 1e-9;
/** Analytic laws with more columns are not asked for nodes, of which there are up to 5 to the power of their number. */
const MOST_COLUMNS = 6;

/**
 * The symmetry that a matrix generates. Throws InputError at `symmetry` for a matrix that is not n × n for the n parameters, not
 * symmetric (θᵀAθ is a law of balance for symmetric A only), 0, or not finite.
 */
export function exponentialSymmetry(
  A: readonly (readonly number[])[],
  parameters: readonly string[],
): ExponentialSymmetry {
  const n = parameters.length;
  const refuse = (expectation: string, got: string, cure: string) => new InputError('symmetry', expectation, got, cure);
  if (A.length !== n || A.some((row) => row.length !== n)) {
    const got = `${A.length} × ${[...new Set(A.map((row) => row.length))].join(' and ')}`;
    throw refuse(`a matrix of ${n} × ${n} numbers`, got, `One row per parameter: ${parameters.join(', ')}.`);
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      if (!Number.isFinite(A[i][j])) throw refuse('finite numbers', String(A[i][j]), 'Correct the entry.');
      if (A[i][j] === A[j][i]) continue;
      const got = `${A[i][j]} in row ${i + 1} and ${A[j][i]} in row ${j + 1}`;
      throw refuse('a symmetric matrix', got, 'Only symmetric A have a law of balance for θᵀAθ.');
    }
  }
  if (A.every((row) => row.every((a) => a === 0)))
    throw refuse('a matrix that is not 0', '0', 'It moves no parameter.');
  const isDiagonal = A.every((row, i) => row.every((a, j) => i === j || a === 0));
  if (isDiagonal) return { size: n, rates: Float64Array.from(A, (row, i) => row[i]), vectors: identity(n) };
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(new Matrix(A.map((row) => [...row])), {
    assumeSymmetric: true,
  });
  const largest = Math.max(...realEigenvalues.map(Math.abs));
  return {
    size: n,
    // Eigenvalues that are rounding of 0 would give the symmetry directions it does not have.
    rates: Float64Array.from(realEigenvalues, (a) => (Math.abs(a) < 1e-13 * largest ? 0 : a)),
    vectors: Float64Array.from(eigenvectorMatrix.transpose().to1DArray()),
  };
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
}

/** Writes e^{λA}θ into out (which may be θ). */
export function moveAlong(
  { size: n, rates, vectors }: ExponentialSymmetry,
  theta: ArrayLike<number>,
  lambda: number,
  out: Float64Array,
): void {
  const t = componentsOf({ size: n, rates, vectors }, theta);
  out.fill(0, 0, n);
  for (let k = 0; k < n; k++) {
    const scaled = t[k] * Math.exp(lambda * rates[k]);
    for (let i = 0; i < n; i++) out[i] += scaled * vectors[k * n + i];
  }
}

/** Aθ, the velocity of e^{λA}θ in λ. */
export function symmetryVelocity(
  { size: n, rates, vectors }: ExponentialSymmetry,
  theta: ArrayLike<number>,
): Float64Array {
  const t = componentsOf({ size: n, rates, vectors }, theta);
  const out = new Float64Array(n);
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) out[i] += rates[k] * t[k] * vectors[k * n + i];
  return out;
}

/** v_k·θ for every k. */
export function componentsOf({ size: n, vectors }: ExponentialSymmetry, theta: ArrayLike<number>): Float64Array {
  const t = new Float64Array(n);
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) t[k] += vectors[k * n + i] * theta[i];
  return t;
}

/** v_kᵀ C v_k for every k, C row-major. */
export function variancesAlong({ size: n, vectors }: ExponentialSymmetry, C: ArrayLike<number>): Float64Array {
  const c = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) c[k] += vectors[k * n + i] * C[i * n + j] * vectors[k * n + j];
    }
  }
  return c;
}

/**
 * The largest |ℓ(e^{λA}θ, z) − ℓ(θ, z)| / (|ℓ| + mean |ℓ|) over 200 random θ and λ (parameters up to 2, λ·max|a| up to 1) and samples z of
 * the data; Infinity where too few give numbers.
 */
export function symmetryDefect(symmetry: ExponentialSymmetry, model: SymbolicModel, law: DataLaw): number {
  const { loss, parameters } = bindToColumns(model, law.columns);
  const names = [...parameters, ...law.columns];
  const evaluate = compile([loss], names);
  const n = parameters.length;
  const stream = createStream(1, 0);
  const sample = sampler(law, stream);
  const fastest = Math.max(...symmetry.rates.map(Math.abs));
  const at = new Float64Array(names.length);
  const out = new Float64Array(1);
  const pairs: [number, number][] = [];
  for (let p = 0; p < POINTS; p++) {
    for (let i = 0; i < n; i++) at[i] = 4 * nextUniform(stream) - 2;
    sample(at.subarray(n));
    evaluate(at, out);
    const before = out[0];
    moveAlong(symmetry, at, (2 * nextUniform(stream) - 1) / fastest, at);
    evaluate(at, out);
    if (Number.isFinite(before) && Number.isFinite(out[0])) pairs.push([before, out[0]]);
  }
  if (pairs.length < LEAST_POINTS) return Infinity;
  const mean = pairs.reduce((sum, [before]) => sum + Math.abs(before), 0) / pairs.length || 1;
  return Math.max(...pairs.map(([before, after]) => Math.abs(after - before) / (Math.abs(before) + mean)));
}

/** Samples of the data; of an analytic law with many columns, whose nodes would be too many, any numbers in [−2, 2]. */
function sampler(law: DataLaw, stream: Stream): (row: Float64Array) => void {
  const width = law.columns.length;
  if (law.kind === 'analytic' && width > MOST_COLUMNS)
    return (row) => void row.forEach((_, j) => (row[j] = 4 * nextUniform(stream) - 2));
  const { points } = law.nodes(5);
  return (row) => {
    const start = nextIndex(stream, points.length / width) * width;
    for (let j = 0; j < width; j++) row[j] = points[start + j];
  };
}

/** Throws InputError at `symmetry`, with the defect, where the loss has not the symmetry claimed. */
export function demandSymmetry(symmetry: ExponentialSymmetry, model: SymbolicModel, law: DataLaw): void {
  const defect = symmetryDefect(symmetry, model, law);
  if (defect <= ROUNDING) return;
  const got = `a loss that changes by up to ${defect.toPrecision(2)} of its size`;
  throw new InputError('symmetry', 'ℓ(e^{λA}θ) = ℓ(θ) for every λ', got, 'Correct A or the loss.');
}
