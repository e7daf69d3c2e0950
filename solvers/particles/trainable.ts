import { InputError } from '../../src/num/input-error.js';

/** A model as SGD sees it. */
export interface Trainable {
  readonly parameters: number;
  /** Columns of a data row that `gradient` reads. */
  readonly columns: number;
  /** Writes the average over the rows of ∇ℓ(θ, row), without weight decay. */
  gradient(theta: Float64Array, rows: readonly Float64Array[], out: Float64Array): void;
  /** Writes ∇L(θ) = E ∇ℓ, without weight decay; needed for gradient descent on an analytic law. */
  meanGradient?(theta: Float64Array, out: Float64Array): void;
  /** Solves θ′ = θ − η(∇ℓ_batch(θ′) + 2γθ′) in place, where that can be done in closed form. */
  implicitStep?(theta: Float64Array, rows: readonly Float64Array[], eta: number, decay: number): void;
}

/** A model from a per-sample gradient: `gradient(theta, row, out)` writes ∇ℓ(θ, row). */
export function trainable(
  sizes: { readonly parameters: number; readonly columns: number },
  gradient: (theta: Float64Array, row: Float64Array, out: Float64Array) => void,
  meanGradient?: (theta: Float64Array, out: Float64Array) => void,
): Trainable {
  const one = new Float64Array(sizes.parameters);
  return {
    ...sizes,
    ...(meanGradient === undefined ? {} : { meanGradient }),
    gradient(theta, rows, out) {
      out.fill(0);
      for (const row of rows) {
        gradient(theta, row, one);
        for (let i = 0; i < one.length; i++) out[i] += one[i];
      }
      for (let i = 0; i < out.length; i++) out[i] /= rows.length;
    },
  };
}

/** A diagonal linear network with its layers' weights as parameters. */
export interface DiagonalLinear extends Trainable {
  /** v = Σᵢ Πₖ u_i⁽ᵏ⁾. */
  model(theta: ArrayLike<number>): number;
}

/**
 * f(x) = Σᵢ₌₁..d Πₖ₌₀..D u_i⁽ᵏ⁾ x with loss (f(x) − y)², exactly as [NB] Eq. (1) steps it: u_i⁽ᵏ⁾ is parameter i(D+1) + k, and
 * a row is (x, y). A batch enters through A = mean x² and B = mean xy alone: ∂ℓ/∂u_i⁽ᵏ⁾ = −2(B − A v) Π_{l≠k} u_i⁽ˡ⁾.
 * `beta` = (E x², E xy) gives the full gradient. Throws InputError unless D ≥ 0 and d ≥ 1 are integers.
 */
export function diagonalLinear(depth: number, width: number, beta?: readonly [number, number]): DiagonalLinear {
  if (!(Number.isSafeInteger(depth) && depth >= 0)) {
    throw new InputError('model.depth', 'an integer of at least 0', String(depth), 'Depth 0 is linear regression.');
  }
  if (!(Number.isSafeInteger(width) && width >= 1)) {
    throw new InputError(
      'model.width',
      'an integer of at least 1',
      String(width),
      'Use at least one chain of weights.',
    );
  }
  const layers = depth + 1;
  const moments = new Float64Array(2);
  const descend = (theta: ArrayLike<number>, A: number, B: number, out: Float64Array): void => {
    const pull = -2 * (B - A * modelOf(theta, layers));
    if (theta.length === 2 && layers === 2) {
      out[0] = pull * theta[1];
      out[1] = pull * theta[0];
      return;
    }
    for (let i = 0; i < theta.length; i += layers) {
      for (let k = 0; k < layers; k++) {
        let others = pull;
        for (let l = 0; l < layers; l++) if (l !== k) others *= theta[i + l];
        out[i + k] = others;
      }
    }
  };
  const model: DiagonalLinear = {
    parameters: layers * width,
    columns: 2,
    model: (theta) => modelOf(theta, layers),
    gradient(theta, rows, out) {
      batchMoments(rows, moments);
      descend(theta, moments[0], moments[1], out);
    },
  };
  const mean =
    beta === undefined
      ? {}
      : { meanGradient: (theta: Float64Array, out: Float64Array) => descend(theta, beta[0], beta[1], out) };
  const implicit = depth === 0 && width === 1 ? { implicitStep: implicitRegression } : {};
  return { ...model, ...mean, ...implicit };
}

function modelOf(theta: ArrayLike<number>, layers: number): number {
  // Two weights are the model that is trained most, and a loop over two costs more than its work.
  if (theta.length === 2 && layers === 2) return theta[0] * theta[1];
  let v = 0;
  for (let i = 0; i < theta.length; i += layers) {
    let product = theta[i];
    for (let k = 1; k < layers; k++) product *= theta[i + k];
    v += product;
  }
  return v;
}

function batchMoments(rows: readonly Float64Array[], out: Float64Array): void {
  let A = 0;
  let B = 0;
  for (const row of rows) {
    A += row[0] * row[0];
    B += row[0] * row[1];
  }
  out[0] = A / rows.length;
  out[1] = B / rows.length;
}

const scratch = new Float64Array(2);

/** v′ = (v + 2ηB)/(1 + 2ηA + 2ηγ). */
function implicitRegression(theta: Float64Array, rows: readonly Float64Array[], eta: number, decay: number): void {
  batchMoments(rows, scratch);
  theta[0] = (theta[0] + 2 * eta * scratch[1]) / (1 + 2 * eta * (scratch[0] + decay));
}
