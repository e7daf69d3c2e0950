import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import type { TwoLayerData, TwoLayerPass, TwoLayerShape, TwoLayerWeights } from '../../src/model/two-layer.js';
import { slopeAt } from '../../src/model/two-layer.js';

/** Gradient moments of every neuron of a two-layer network; arrays of length width. */
export interface NeuronNoise {
  /** Tr Cov[∂ℓ/∂u_i] = w_iᵀC₂w_i. */
  readonly outer: Float64Array;
  /** Tr Cov[∂ℓ/∂w_i] = u_iᵀC₁u_i. */
  readonly inner: Float64Array;
  /** ‖E ∂ℓ/∂u_i‖² and ‖E ∂ℓ/∂w_i‖². */
  readonly outerMean: Float64Array;
  readonly innerMean: Float64Array;
}

/** Gradient moments over the samples, in two passes so that variances keep their digits and are never negative. */
export function neuronNoise(
  shape: TwoLayerShape,
  { outer }: TwoLayerWeights,
  data: TwoLayerData,
  pass: TwoLayerPass,
): NeuronNoise {
  const { width, inputs, outputs } = shape;
  const { count, x } = data;
  const { hidden, residual } = pass;
  const result = {
    outer: new Float64Array(width),
    inner: new Float64Array(width),
    outerMean: new Float64Array(width),
    innerMean: new Float64Array(width),
  };
  const meanU = new Float64Array(outputs);
  const meanW = new Float64Array(inputs);
  const back = new Float64Array(count);
  const front = new Float64Array(count);
  for (let i = 0; i < width; i++) {
    meanU.fill(0);
    meanW.fill(0);
    for (let n = 0; n < count; n++) {
      const h = hidden[n * width + i];
      const active = slopeAt(shape, h);
      front[n] = back[n] = 0;
      if (active === 0) continue;
      let product = 0;
      for (let j = 0; j < outputs; j++) product += residual[n * outputs + j] * outer[i * outputs + j];
      front[n] = 2 * h;
      back[n] = 2 * product;
      for (let j = 0; j < outputs; j++) meanU[j] += (front[n] * residual[n * outputs + j]) / count;
      for (let k = 0; k < inputs; k++) meanW[k] += (back[n] * x[n * inputs + k]) / count;
    }
    let [u, w] = [0, 0];
    for (let n = 0; n < count; n++) {
      for (let j = 0; j < outputs; j++) u += (front[n] * residual[n * outputs + j] - meanU[j]) ** 2;
      for (let k = 0; k < inputs; k++) w += (back[n] * x[n * inputs + k] - meanW[k]) ** 2;
    }
    result.outer[i] = u / count;
    result.inner[i] = w / count;
    result.outerMean[i] = squaredNorm(meanU, 0, outputs);
    result.innerMean[i] = squaredNorm(meanW, 0, inputs);
  }
  return result;
}

/** Σ values[start … start + length)². */
export function squaredNorm(values: ArrayLike<number>, start: number, length: number): number {
  let sum = 0;
  for (let k = start; k < start + length; k++) sum += values[k] * values[k];
  return sum;
}

/** Largest and least eigenvalue of C₁ and C₂ of one neuron, and their ranks. */
export interface NeuronSpectrum {
  /** Of M₁ = T C₁ + h ĀĀᵀ + κ, outputs × outputs; without decay and modified loss T C₁. */
  readonly outer: readonly [number, number];
  /** Of M₂ = T C₂ + h ĀᵀĀ + κ, inputs × inputs. */
  readonly inner: readonly [number, number];
  /** Ranks of C₁ and C₂ themselves. */
  readonly ranks: readonly [number, number];
}

/** Eigenvalues below this part of the largest count as 0. */
const RANK_TOLERANCE = 1e-12;

/**
 * Spectra of the covariances of A = ∂ℓ/∂(u_i w_iᵀ) = 2σ′ r xᵀ: C₁ = E AAᵀ − ĀĀᵀ and C₂ = E AᵀA − ĀᵀĀ ([NB] arXiv:2308.06671, Th. 3.1, with the
 * index order that the theorem needs), so that Tr Cov ∂_u ℓ = wᵀC₂w and Tr Cov ∂_w ℓ = uᵀC₁u.
 */
export function neuronSpectrum(
  shape: TwoLayerShape,
  data: TwoLayerData,
  pass: TwoLayerPass,
  {
    neuron,
    noise: T,
    meanGradient: h,
    decay,
  }: { readonly neuron: number; readonly noise: number; readonly meanGradient: number; readonly decay: number },
): NeuronSpectrum {
  const { inputs, outputs, width } = shape;
  const first = new Float64Array(outputs * outputs);
  const second = new Float64Array(inputs * inputs);
  const mean = new Float64Array(outputs * inputs);
  for (let n = 0; n < data.count; n++) {
    if (slopeAt(shape, pass.hidden[n * width + neuron]) === 0) continue;
    const r = pass.residual.subarray(n * outputs, (n + 1) * outputs);
    const x = data.x.subarray(n * inputs, (n + 1) * inputs);
    addOuter(first, r, r, (4 * squaredNorm(x, 0, inputs)) / data.count);
    addOuter(second, x, x, (4 * squaredNorm(r, 0, outputs)) / data.count);
    addOuter(mean, r, x, 2 / data.count);
  }
  const A = new Matrix(rowsOf(mean, outputs));
  const AAt = A.mmul(A.transpose());
  const AtA = A.transpose().mmul(A);
  const covariances = [new Matrix(rowsOf(first, outputs)).sub(AAt), new Matrix(rowsOf(second, inputs)).sub(AtA)];
  const effective = covariances.map((C, i) =>
    Matrix.mul(C, T)
      .add(Matrix.mul([AAt, AtA][i], h))
      .add(Matrix.eye(C.rows).mul(decay)),
  );
  const [outer, inner] = effective.map((M) => {
    const values = eigenvalues(M);
    return [values[0], values[values.length - 1]] as const;
  });
  const ranks = covariances.map((C) => {
    const values = eigenvalues(C);
    return values.filter((value) => value > RANK_TOLERANCE * values[values.length - 1]).length;
  });
  return { outer, inner, ranks: [ranks[0], ranks[1]] };
}

/** Eigenvalues of a symmetric matrix in ascending order. */
function eigenvalues(M: Matrix): number[] {
  return new EigenvalueDecomposition(M, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => a - b);
}

function rowsOf(values: Float64Array, rows: number): number[][] {
  const columns = values.length / rows;
  return Array.from({ length: rows }, (_, i) => [...values.subarray(i * columns, (i + 1) * columns)]);
}

function addOuter(matrix: Float64Array, left: Float64Array, right: Float64Array, scale: number): void {
  for (let i = 0, k = 0; i < left.length; i++) {
    const factor = scale * left[i];
    for (let j = 0; j < right.length; j++, k++) matrix[k] += factor * right[j];
  }
}
