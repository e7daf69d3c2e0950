/**
 * Two-layer networks f(x) = Σ_i u_i σ(w_i·x) with the per-sample loss ‖f(x) − y‖² (no ½), σ linear or ReLU. A bias is a last input that is 1.
 * Both σ are homogeneous, so the loss is unchanged by u_i → λu_i, w_i → w_i/λ for every neuron i and λ > 0.
 */
export interface TwoLayerShape {
  readonly activation: 'linear' | 'relu';
  /** Entries of x and of every w_i, the bias included. */
  readonly inputs: number;
  /** Number of neurons. */
  readonly width: number;
  /** Entries of y and of every u_i. */
  readonly outputs: number;
}

/** The parameters; both arrays hold one neuron after the other. */
export interface TwoLayerWeights {
  /** u_i, row-major width × outputs. */
  readonly outer: Float64Array;
  /** w_i, row-major width × inputs. */
  readonly inner: Float64Array;
}

/** Samples (x, y), row-major. */
export interface TwoLayerData {
  readonly count: number;
  /** count × inputs. */
  readonly x: Float64Array;
  /** count × outputs. */
  readonly y: Float64Array;
}

/** What the samples give at some weights. */
export interface TwoLayerPass {
  /** h = w_i·x, row-major count × width. */
  readonly hidden: Float64Array;
  /** r = f(x) − y, row-major count × outputs. */
  readonly residual: Float64Array;
  /** Mean of ‖r‖². */
  readonly loss: number;
}

/** Evaluates the network on all samples. */
export function forwardPass(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  { count, x, y }: TwoLayerData,
): TwoLayerPass {
  const { inputs, width, outputs } = shape;
  const linear = shape.activation === 'linear';
  const hidden = new Float64Array(count * width);
  const residual = new Float64Array(count * outputs);
  let loss = 0;
  for (let n = 0; n < count; n++) {
    for (let j = 0; j < outputs; j++) residual[n * outputs + j] = -y[n * outputs + j];
    for (let i = 0; i < width; i++) {
      let h = 0;
      for (let k = 0; k < inputs; k++) h += weights.inner[i * inputs + k] * x[n * inputs + k];
      hidden[n * width + i] = h;
      if (!linear && h <= 0) continue;
      for (let j = 0; j < outputs; j++) residual[n * outputs + j] += weights.outer[i * outputs + j] * h;
    }
    for (let j = 0; j < outputs; j++) loss += residual[n * outputs + j] ** 2;
  }
  return { hidden, residual, loss: loss / count };
}

/** σ′(h): 1 for a linear neuron; 1 for h > 0 and 0 else for a ReLU, as its σ(h) = σ′(h)·h needs. */
export function slopeAt({ activation }: TwoLayerShape, h: number): 0 | 1 {
  return activation === 'linear' || h > 0 ? 1 : 0;
}

/**
 * Adds `scale` times the gradient of sample n, ∂ℓ/∂u_i = 2rσ(h_i) and ∂ℓ/∂w_i = 2(r·u_i)σ′(h_i)x, to `out`; `r` is scratch of the length of y.
 */
export function addGradient(
  shape: TwoLayerShape,
  weights: TwoLayerWeights,
  data: TwoLayerData,
  {
    n,
    scale,
    out,
    r,
  }: { readonly n: number; readonly scale: number; readonly out: TwoLayerWeights; readonly r: Float64Array },
): void {
  const { inputs, width, outputs } = shape;
  const linear = shape.activation === 'linear';
  const h = new Float64Array(width);
  for (let j = 0; j < outputs; j++) r[j] = -data.y[n * outputs + j];
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < inputs; k++) h[i] += weights.inner[i * inputs + k] * data.x[n * inputs + k];
    if (!linear && h[i] <= 0) h[i] = 0;
    else for (let j = 0; j < outputs; j++) r[j] += weights.outer[i * outputs + j] * h[i];
  }
  for (let i = 0; i < width; i++) {
    if (!linear && h[i] === 0) continue;
    let back = 0;
    for (let j = 0; j < outputs; j++) {
      back += r[j] * weights.outer[i * outputs + j];
      out.outer[i * outputs + j] += 2 * scale * h[i] * r[j];
    }
    back *= 2 * scale;
    for (let k = 0; k < inputs; k++) out.inner[i * inputs + k] += back * data.x[n * inputs + k];
  }
}
