import type { FrontShape } from './dense-front.js';

/** The kernels: `wasm` is WebAssembly with two numbers per instruction, `plain` the same steps in JavaScript. */
export type KernelName = 'wasm' | 'plain';

/** How much room a kernel must have. */
export interface KernelRoom {
  /** Doubles of arena, which starts with the work space and holds fronts and waiting remainders. */
  readonly arena: number;
  /** Doubles of both factors. */
  readonly factors: number;
  /** States in all, and in the largest front. */
  readonly size: number;
  readonly widest: number;
}

/** A front's remainder on its way into its parent: rows of the states boundary[from …], compact, at `at` in the arena. */
export interface Remainder {
  readonly from: number;
  readonly size: number;
  readonly at: number;
  /** Whether rows end with a rate out of the chain. */
  readonly killed: boolean;
}

/** One front's part of the factors: own states first … first + pivots − 1, then boundary[from … from + rest). */
export interface FactorBlock {
  readonly first: number;
  readonly pivots: number;
  readonly from: number;
  readonly rest: number;
  /** Where its own columns, (pivots + rest) × pivots, and its own rows beyond them, pivots × rest, are in `factors`. */
  readonly lower: number;
  readonly upper: number;
}

/** The memory of an elimination and everything that is done to the numbers in it. */
export interface FrontKernel {
  readonly name: KernelName;
  readonly arena: Float64Array;
  readonly factors: Float64Array;
  /** One number per state, in the order of elimination: what the sweeps work on. */
  readonly x: Float64Array;
  /** As `eliminateFront`. */
  eliminate(shape: FrontShape): boolean;
  /** Adds a child's remainder to its parent's front; `place` says where in it each state stands. */
  extendAdd(remainder: Remainder, parent: FrontShape, place: Int32Array): void;
  /** Moves what an eliminated front leaves to the states after its own down to `to`, without gaps between rows. */
  compact(shape: FrontShape, to: number): void;
  /** Copies an eliminated front's factors, divided by BIAS, to `lower` and, unless that is negative, `upper`. */
  keep(shape: FrontShape, lower: number, upper: number): void;
  /** The sweeps of `front-sweeps.ts`, over x. */
  readonly sweep: Readonly<Record<SweepName, (block: FactorBlock) => void>>;
}

/** The four triangular solves; the last two make one with the matrix, the first two one with its transpose. */
export type SweepName = 'forwardProbabilities' | 'backwardRates' | 'forwardRates' | 'backwardProbabilities';
