import type { Dataset, Variable } from './dataset.js';
import type { Numbers, ResultDocument } from './document.js';

/** A value with the bounds that theory gives it; an upper bound of ∞ says that there is none. */
export interface BoundedRatio {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** One balanced point: of a symmetry orbit, or of one neuron of a network. */
export interface BalancePointRow {
  /** All parameters; for a neuron u_i and then w_i. */
  readonly theta: Numbers;
  /** How far the point is from its start, in the result's `convention`. */
  readonly lambda: number;
  /** Relative difference of the two sides of the balance, evaluated at θ. */
  readonly residual: number;
  /** Traces of the covariance of the per-sample gradient in the two groups of parameters. */
  readonly noiseU: number;
  readonly noiseW: number;
  /** Where the orbit was entered. */
  readonly start?: Numbers;
  /** θᵢ/startᵢ, where the symmetry is a rescaling. */
  readonly factors?: Numbers;
  /** Number of the neuron, from 1. */
  readonly neuron?: number;
  /** Traces before balancing, for neurons. */
  readonly before?: { readonly noiseU: number; readonly noiseW: number };
  /** ‖u‖²/‖w‖² with the bounds of arXiv:2308.06671, Eq. 4, for neurons. */
  readonly ratio?: BoundedRatio;
}

/** An orbit or neuron without a balanced point, and why. */
export interface Unbalanced {
  readonly start?: Numbers;
  readonly neuron?: number;
  readonly outcome: string;
  readonly message: string;
}

/** The charge ‖u‖² − ‖w‖² (θᵀAθ) along gradient flow, SGD, its prediction, and descent with isotropic noise. */
export interface TrajectoryTable {
  readonly times: Numbers;
  readonly gradientFlow: Numbers;
  readonly sgd: Numbers;
  readonly predicted: Numbers;
  readonly isotropic: Numbers;
}

/** Result of `balance`. */
export interface BalanceResult {
  readonly points: readonly BalancePointRow[];
  /** 'factor': (u, w) → (λu, w/λ). 'exponent': θ → e^{λA}θ. */
  readonly convention: 'factor' | 'exponent';
  /** ‖u‖²/‖w‖² of the first point, or of a network's layer, with its bounds. */
  readonly ratio: BoundedRatio;
  readonly unbalanced: readonly Unbalanced[];
  /** Points (θ₁, θ₂) of the manifold, piece after piece. */
  readonly manifold?: readonly (readonly number[])[];
  /** The pieces: `count` points from `first` on. */
  readonly pieces?: readonly { readonly first: number; readonly count: number; readonly closed: boolean }[];
  /** Names of the parameters, for models with names. */
  readonly parameters?: readonly string[];
  /** Where the manifold meets the set of least loss. */
  readonly minima?: readonly { readonly theta: Numbers; readonly loss: number }[];
  /** The mean motion along the first orbit towards its balanced point: times, λ and the charge. */
  readonly flow?: { readonly times: Numbers; readonly lambda: Numbers; readonly charge: Numbers };
  readonly trajectories?: TrajectoryTable;
  /** The layer of a network balanced as a whole, with one λ. */
  readonly layer?: {
    readonly lambda: number;
    readonly residual: number;
    readonly noiseU: number;
    readonly noiseW: number;
    readonly ratio: number;
  };
  /** Of the neurons with a balanced point, how many have C₁ and C₂ of full rank (arXiv:2308.06671, Th. 3.2). */
  readonly fullRank?: { readonly active: number; readonly full: number };
  /** Along training by SGD: steps done, loss, and quantiles of noiseW/noiseU over the neurons. */
  readonly training?: {
    readonly steps: Numbers;
    readonly loss: Numbers;
    readonly low: Numbers;
    readonly median: Numbers;
    readonly high: Numbers;
  };
}

/** What `balance` prints with `--json`. */
export type BalanceDocument = ResultDocument<BalanceResult> & { readonly command: 'balance' };

/** The points of a balance result as a table, one row each; with `manifold` also the manifold on a dimension of its own. */
export function balanceDataset(document: BalanceDocument, { manifold = false } = {}): Dataset {
  const { points, parameters = [], manifold: curve } = document.result;
  const column = (name: string, label: string, values: readonly number[]): Variable => ({
    name,
    dimensions: ['point'],
    values,
    label,
  });
  const size = points[0]?.theta.length ?? 0;
  const thetas = Array.from({ length: size }, (_, i) =>
    column(
      parameters[i] ?? `theta${i + 1}`,
      'parameter at balance',
      points.map(({ theta }) => theta[i]),
    ),
  );
  const figures = [
    column(
      'lambda',
      'distance from the start along the orbit',
      points.map(({ lambda }) => lambda),
    ),
    column(
      'residual',
      'relative difference of the two sides of the balance',
      points.map(({ residual }) => residual),
    ),
    column(
      'noise_u',
      'trace of the gradient covariance in u',
      points.map(({ noiseU }) => noiseU),
    ),
    column(
      'noise_w',
      'trace of the gradient covariance in w',
      points.map(({ noiseW }) => noiseW),
    ),
  ];
  const pieces = [0, 1].map((i): Variable => {
    const label = `${parameters[i] ?? `theta${i + 1}`} along the manifold`;
    return {
      name: `manifold_${parameters[i] ?? i + 1}`,
      dimensions: ['manifold_point'],
      values: (curve ?? []).map((p) => p[i]),
      label,
    };
  });
  return { variables: [...thetas, ...figures, ...(manifold && curve ? pieces : [])], document };
}
