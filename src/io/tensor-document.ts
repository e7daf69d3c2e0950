import type { DensityTable, Numbers, ResultDocument } from './document.js';

/** A value for each axis, by name. */
export type PerAxis<T> = Readonly<Record<string, T>>;

/** One ergodic component of a stationary law over several parameters: a closed class of the cells of the grid. */
export interface TensorComponent {
  /** `class-1`, `class-2`, …, in the order of their first cells. */
  readonly name: string;
  /** A point is a class of a single cell. */
  readonly kind: 'density' | 'point';
  /** The box that holds the class. */
  readonly support: PerAxis<readonly [number, number]>;
  /** 1 for the only class; null where it depends on the initial density. */
  readonly weight: number | null;
  readonly mean: PerAxis<number>;
  readonly variance: PerAxis<number>;
  /** Covariance of every two coordinates, in the order of the axes. */
  readonly covariance: readonly (readonly number[])[];
  /** Centre of the cell of highest density. */
  readonly mode: PerAxis<number>;
  readonly quantiles: PerAxis<Readonly<Record<string, number>>>;
  readonly normalisable: boolean;
  /** The density of each coordinate by itself, on the cells of its axis. */
  readonly marginals: PerAxis<{ readonly mass: Numbers; readonly logDensity: Numbers }>;
  /** conditionals[u][w]: mean and variance of w given u, along the cells of u. */
  readonly conditionals: PerAxis<PerAxis<{ readonly mean: Numbers; readonly variance: Numbers }>>;
  /** Probability current density J on the cells, row-major, by axis. */
  readonly current?: PerAxis<Numbers>;
  /**
   * Entropy production per unit of time: over pairs of cells (Schnakenberg 1976, Eq. 7.6), or ∫ Jᵀ D⁻¹ J / p where some jumps have no way back; it then
   * depends on what was added to a singular D.
   */
  readonly entropyProduction: number;
  readonly entropyFrom: 'pairs' | 'current';
  /** How much of the jumps between cells is not undone by jumps back: the worst pair of cells, and of all jumps together. */
  readonly detailedBalance: { readonly largest: number; readonly share: number; readonly holds: boolean };
  /** The laws of v = u·w for pairs of coordinates. */
  readonly products?: readonly ProductTable[];
  /** Its own density, where there is more than one class. */
  readonly density?: DensityTable;
}

/** An absorbing end as a limit of mass: what reaches it stays. */
export interface EndComponent {
  /** `u=1`. */
  readonly name: string;
  readonly kind: 'end';
  readonly support: PerAxis<readonly [number, number]>;
  /** 1 for the only limit; null where it depends on the initial density. */
  readonly weight: number | null;
  readonly normalisable: false;
  readonly reason: string;
}

/** The law of the product of two coordinates. */
export interface ProductTable {
  readonly pair: readonly [string, string];
  readonly centres: Numbers;
  readonly widths: Numbers;
  readonly mass: Numbers;
  readonly logDensity: Numbers;
  readonly mean: number;
  readonly variance: number;
  /** P(v > 0). */
  readonly positive: number;
  readonly quantiles: Readonly<Record<string, number>>;
}

/** A rescaling symmetry that the program found: ℓ(λu, w/λ) = ℓ(u, w). */
export interface FoundSymmetry {
  readonly pair: readonly [string, string];
  readonly kind: 'symbolic' | 'numerical';
  readonly defect: number;
}

/** What an expression model adds to a stationary result. */
export interface ExpressionFigures {
  /** How averages over the data were taken: exact moments, sums over rows, or quadrature with its estimated error. */
  readonly averages: object;
  readonly symmetries: readonly FoundSymmetry[];
}

/** Result of `stationary` over several parameters. */
export interface TensorResult extends ExpressionFigures {
  /** The closed classes of cells; none where all mass leaves through absorbing ends. */
  readonly components: readonly TensorComponent[];
  /** The ends that absorb, if any. */
  readonly ends?: readonly EndComponent[];
  /** The density of the one class. */
  readonly density?: DensityTable;
  /** Facts measured on the generator, and how its stencil was made. */
  readonly generator: object;
  /** How each component was solved. */
  readonly solver?: readonly { readonly outcome: string; readonly message: string; readonly stats: object }[];
  /** What half the noise added to a singular diffusion would change. */
  readonly regularisation?: object;
  /** Over two parameters with a rescaling symmetry: the noise-balanced manifold, in pieces of points. */
  readonly balance?: readonly (readonly (readonly [number, number])[])[];
}

/** The document of `stationary` over several parameters. */
export type TensorDocument = ResultDocument<TensorResult> & { readonly command: 'stationary' };
