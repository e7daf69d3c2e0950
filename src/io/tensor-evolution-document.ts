import type { DensityTable, Numbers, ResultDocument } from './document.js';
import type { ComponentWeight, ValueSet } from './evolution-document.js';
import type { EndComponent, ExpressionFigures, PerAxis, TensorComponent } from './tensor-document.js';

/** A density on several axes with the edges of the cells, one more than cells. */
export interface TensorCellTable extends DensityTable {
  readonly axes: readonly {
    readonly name: string;
    readonly centres: Numbers;
    readonly widths: Numbers;
    readonly edges: Numbers;
  }[];
}

/** The density over several parameters at one output time. */
export interface TensorEvolutionFrame {
  readonly time: number;
  /** Where ends absorb: the share that is left, and the share that each end has taken; together 1. What follows is of what is left. */
  readonly survival?: number;
  readonly absorbed?: Readonly<Record<string, number>>;
  /** By parameter, and by product of two parameters that can be rescaled against each other, such as `u*w`. */
  readonly moments: Readonly<Record<string, { readonly mean: number; readonly variance: number }>>;
  /** Probability that such a product is above 0. */
  readonly positive?: Readonly<Record<string, number>>;
  /** Probability of each closed class of cells, of each absorbing end, and of the cells that are left for good, if any; of all mass. */
  readonly components: readonly ComponentWeight[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** To the steady state that the start tends to, in nats; null where it is not known. */
  readonly relativeEntropy: number | null;
  readonly density?: TensorCellTable;
}

/** Result of `evolve` over several parameters. */
export interface TensorEvolutionResult extends ExpressionFigures {
  /** Where there is only one. */
  readonly variable?: string;
  readonly variables: readonly string[];
  /** The initial law in words. */
  readonly initial: string;
  /** Share of it that lies outside the grid; the rest was scaled to 1. */
  readonly initialOutside: number;
  readonly frames: readonly TensorEvolutionFrame[];
  /** Largest |Σ mass − Σ initial mass| of a frame, before any repair. */
  readonly massError: number;
  /** Smallest mass of a cell in any frame. */
  readonly smallestMass: number;
  /** Largest sum of masses that came out below 0 in a frame and were set to 0, the rest scaled. */
  readonly repairedMass: number;
  /** Largest estimated relative error of a frame from the method in time; that of the grid is separate. */
  readonly timeError: number;
  /** How exp(tA) was taken: `uniformisation`, `krylov`, or one after the other. */
  readonly methods: readonly string[];
  /** Facts measured on the generator, and how its stencil was made. */
  readonly generator: object;
}

/** What `evolve` returns over several parameters. */
export type TensorEvolutionDocument = ResultDocument<TensorEvolutionResult> & { readonly command: 'evolve' };

/** Result of `spectrum` over several parameters. */
export interface TensorSpectrumResult extends ExpressionFigures {
  /** Where there is only one. */
  readonly variable?: string;
  readonly variables: readonly string[];
  /** Decay rates, ascending: one 0 per closed class of cells first; with absorbing ends those of what is left. */
  readonly rates: readonly number[];
  /** Angular frequency beside each rate; 0 where it only decays. Pairs ± stand side by side. */
  readonly imaginary: readonly number[];
  /** Estimated error of each rate as an eigenvalue of this grid's generator. */
  readonly errors: readonly number[];
  readonly gap: number | null;
  readonly relaxationTimes: readonly number[];
  readonly generator: object;
}

/** What `spectrum` returns over several parameters. */
export type TensorSpectrumDocument = ResultDocument<TensorSpectrumResult> & { readonly command: 'spectrum' };

/** An eigenvector of the masses on the cells of a tensor grid, with its imaginary part. */
export interface TensorMode {
  readonly rate: number;
  readonly frequency: number;
  readonly re: Numbers;
  readonly im: Numbers;
}

/** Passage from one point. */
export interface TensorPassageRow {
  readonly from: PerAxis<number>;
  /** Probability to enter the set at all, or before the avoided one. */
  readonly probability: number;
  readonly logProbability: number;
  /** Mean time until the set (or the avoided one) is entered; infinite where it may never be. */
  readonly meanTime: number;
  readonly logMeanTime: number;
  /** By absorbing end, the probability that the path ends there; the time is that until a set or an end is reached. */
  readonly exits?: PerAxis<number>;
}

/** Result of `passage` over several parameters. */
export interface TensorPassageResult extends ExpressionFigures {
  readonly variables: readonly string[];
  readonly to: Pick<ValueSet, 'text'> & { readonly cells: number };
  readonly avoid?: Pick<ValueSet, 'text'> & { readonly cells: number };
  readonly starts: readonly TensorPassageRow[];
  readonly generator: object;
}

/** What `passage` returns over several parameters. */
export type TensorPassageDocument = ResultDocument<TensorPassageResult> & { readonly command: 'passage' };

/** Result of `ergodic` over several parameters. */
export interface TensorErgodicResult extends ExpressionFigures {
  readonly variables: readonly string[];
  /** The closed classes of the grid's cells, each with the weight it ends up with. */
  readonly components: readonly TensorComponent[];
  /** The ends that absorb, each with the weight that it takes. */
  readonly ends?: readonly EndComponent[];
  readonly initial: { readonly law: string; readonly components: readonly ComponentWeight[] };
  /** Limit weight of each class and of each absorbing end; they sum to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** The slowest decay rate: how long the limit takes is about 1 by it. Null where it was not found. */
  readonly gap: number | null;
  readonly generator: object;
}

/** What `ergodic` returns over several parameters. */
export type TensorErgodicDocument = ResultDocument<TensorErgodicResult> & { readonly command: 'ergodic' };
