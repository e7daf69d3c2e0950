import type { ResultDocument } from './document.js';

/** How two laws of two parameters together differ. */
export interface JointPair {
  readonly left: string;
  readonly right: string;
  /** ½ Σ |p − q| over about 50 cells of equal probability; of two parameters over 10 × 10 cells. */
  readonly totalVariation: number;
  /** What sampling alone would give if both laws were the same; 0 between exact laws. */
  readonly totalVariationByChance: number;
  /** Independent values that enter it: n, or nm/(n + m) of two samples; null between exact laws. */
  readonly effectiveSamples: number | null;
}

/** How two laws of one variable differ. */
export interface ComparedPair extends JointPair {
  readonly variable: string;
  /** ∫ |F − G| over the grid, in units of the model. */
  readonly wasserstein1: number;
  /** sup |F − G| at the edges of the grid. */
  readonly kolmogorovSmirnov: number;
  /** Probability of a larger Kolmogorov–Smirnov distance if both laws are the same; null between exact laws. */
  readonly pValue: number | null;
}

/** One of the laws compared, on the coarse cells of `edges`. */
export interface ComparedLaw {
  readonly name: 'closed form' | 'finite volume' | 'SDE' | 'SGD';
  readonly mass: readonly number[];
  /** Independent values of a sample; null for an exact law. */
  readonly effectiveSamples: number | null;
  /** Share of the probability outside the grid. */
  readonly outside: number;
  readonly mean: number | null;
  readonly variance: number | null;
  /** How particles moved, and where they ended; absent for exact laws. */
  readonly run?: {
    readonly particles: number;
    readonly steps: number;
    readonly timeStep: number;
    readonly outcome: string;
    readonly divergedShare: number;
  };
}

/** The laws of one variable. */
export interface ComparedMarginal {
  /** `v`, or a parameter. */
  readonly variable: string;
  readonly laws: readonly ComparedLaw[];
  /** Edges of the coarse cells on which `laws` are given. */
  readonly edges: readonly number[];
}

/** One transient density by two computations that share nothing. */
export interface ComparedTransient extends ComparedPair {
  /** The side or interval that holds most of the start. */
  readonly component: string;
  readonly time: number;
}

/** Result of `compare`. */
export interface ComparisonResult {
  /** The component of the steady state that is compared. */
  readonly component: string;
  /** All pairs of laws, variable after variable. */
  readonly pairs: readonly ComparedPair[];
  /** Of two parameters, the same pairs of laws on cells of the plane. */
  readonly joint?: readonly JointPair[];
  /** One, or one for each of two parameters. */
  readonly marginals: readonly ComparedMarginal[];
  /** With --at: the density at that time from `initial`. */
  readonly transient?: ComparedTransient;
  /** α₃/(S β₂²): how far noise outweighs signal in a mini-batch, which the SDE takes to be large; null for an expression. */
  readonly noiseToSignal: number | null;
}

/** What `compare` returns. */
export type ComparisonDocument = ResultDocument<ComparisonResult> & { readonly command: 'compare' };
