import type { DensityTable, ResultDocument } from './document.js';

/** A value for each axis, by name. */
export type PerAxis<T> = Readonly<Record<string, T>>;

/** One ergodic component of a stationary law over several parameters: a closed class of the cells of the grid. */
export interface TensorComponent {
  /** `class-1`, `class-2`, …, the most probable cell of the grid first where there is one class. */
  readonly name: string;
  /** A point is a class of a single cell. */
  readonly kind: 'density' | 'point';
  /** The box that holds the class. */
  readonly support: PerAxis<readonly [number, number]>;
  /** 1 for the only class; null where it depends on the initial density. */
  readonly weight: number | null;
  readonly mean: PerAxis<number>;
  readonly variance: PerAxis<number>;
  /** Centre of the cell of highest density. */
  readonly mode: PerAxis<number>;
  readonly quantiles: PerAxis<Readonly<Record<string, number>>>;
  readonly normalisable: boolean;
  /** Its own density, where there is more than one class. */
  readonly density?: DensityTable;
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
  readonly components: readonly TensorComponent[];
  /** The density of the one class. */
  readonly density?: DensityTable;
  /** Facts measured on the generator, and how its stencil was made. */
  readonly generator: object;
}

/** The document of `stationary` over several parameters. */
export type TensorDocument = ResultDocument<TensorResult> & { readonly command: 'stationary' };
