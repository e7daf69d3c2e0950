import type { Component, DensityTable, MomentsResult, Numbers, ResultDocument } from './document.js';

/** A component of a moving density with its probability. */
export interface ComponentWeight {
  readonly name: string;
  readonly weight: number;
}

/** A density on one axis with the edges of its cells, one more than cells. */
export interface CellTable extends DensityTable {
  readonly axes: readonly {
    readonly name: string;
    readonly centres: Numbers;
    readonly widths: Numbers;
    readonly edges: Numbers;
  }[];
}

/** The density at one output time. */
export interface EvolutionFrame {
  readonly time: number;
  readonly moments: Readonly<Record<string, { readonly mean: number; readonly variance: number }>>;
  readonly components: readonly ComponentWeight[];
  /** −∫ p ln p over the cells, in nats. */
  readonly entropy: number;
  /** To the steady state that the start tends to, on the components that have one, in nats; null where none has. */
  readonly relativeEntropy: number | null;
  readonly density?: CellTable;
  /** In symmetry coordinates: the law of (ξ, ζ), row-major over [zeta, xi], and what is balanced and has no ζ any more. */
  readonly joint?: JointTable;
  /** In symmetry coordinates: E ζ of what is not balanced. */
  readonly meanZeta?: number;
}

/** Probabilities of cells in two variables. */
export interface JointTable {
  readonly axes: readonly { readonly name: string; readonly centres: Numbers; readonly widths: Numbers }[];
  readonly mass: Numbers;
  readonly balanced: number;
}

/** Result of `evolve`. */
export interface EvolutionResult {
  readonly variable: string;
  /** The initial law in words. */
  readonly initial: string;
  readonly frames: readonly EvolutionFrame[];
  /** Largest |Σ mass − Σ initial mass| of a frame. */
  readonly massError: number;
  /** Smallest mass of a cell in any frame. */
  readonly smallestMass: number;
  readonly moments?: MomentsResult;
}

/** What `evolve` returns. */
export type EvolutionDocument = ResultDocument<EvolutionResult> & { readonly command: 'evolve' };

/** Where probability ends: a density by its component's name, or a point. */
export interface Limit {
  readonly name: string;
  readonly kind: 'density' | 'point';
  /** The point; absent for a density. */
  readonly at?: number;
  readonly weight: number;
}

/** Result of `ergodic`. */
export interface ErgodicResult {
  readonly variable: string;
  /** The closed classes, each with the weight it ends up with. */
  readonly components: readonly Component[];
  readonly initial: {
    readonly law: string;
    /** Weight of each line and point at the start. */
    readonly components: readonly ComponentWeight[];
  };
  /** Limit weight of each component; they sum to 1. */
  readonly weights: Readonly<Record<string, number>>;
  /** The same by place: what is collected in each density and each point. */
  readonly limits: readonly Limit[];
  readonly moments?: MomentsResult;
}

/** What `ergodic` returns. */
export type ErgodicDocument = ResultDocument<ErgodicResult> & { readonly command: 'ergodic' };

/** The spectrum of one line. */
export interface LineSpectrumTable {
  readonly name: string;
  /** Whether the line keeps a density (rate 0 is its steady state) or collapses (rate 0 is the point it collapses to). */
  readonly kind: 'density' | 'point';
  readonly rates: readonly number[];
  /** How much each rate may still change with the grid. */
  readonly errors: readonly number[];
  readonly isolated: number;
  readonly gap: number | null;
  readonly relaxationTimes: readonly number[];
  readonly continuum: { readonly edge: number | null; readonly evidence: readonly string[] };
}

/** Eigenfunctions of a line on the cells of a grid. */
export interface ModeTable {
  readonly line: string;
  readonly centres: Numbers;
  readonly widths: Numbers;
  readonly rates: readonly number[];
  /** Left eigenfunctions (observables) and right ones (masses), one row per rate. */
  readonly left: readonly Numbers[];
  readonly right: readonly Numbers[];
}

/** The gap at one temperature. */
export interface GapRow {
  readonly temperature: number;
  /** The line it belongs to: the one that keeps a density, or where all collapse the slowest. */
  readonly name: string;
  readonly gap: number | null;
  /** Whether the gap is an isolated rate or the edge of a continuum. */
  readonly kind: 'rate' | 'continuum';
}

/** Result of `spectrum`: the figures of the first line, then of each. */
export interface SpectrumResult extends Omit<LineSpectrumTable, 'name' | 'kind'> {
  readonly variable: string;
  readonly lines: readonly LineSpectrumTable[];
  /** The gap as a function of temperature, where that was asked for. */
  readonly gaps?: readonly GapRow[];
  readonly moments?: MomentsResult;
}

/** What `spectrum` returns. */
export type SpectrumDocument = ResultDocument<SpectrumResult> & { readonly command: 'spectrum' };

/** A set of values, or the end of a line. */
export interface ValueSet {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** Passage from one starting value. */
export interface PassageRow {
  readonly from: number;
  /** Probability to enter the set at all, or before the avoided one. */
  readonly probability: number;
  readonly logProbability: number;
  /** Mean time until the set (or the avoided one) is entered; infinite where it may never be. */
  readonly meanTime: number;
  readonly logMeanTime: number;
}

/** Result of `passage`. */
export interface PassageResult {
  readonly variable: string;
  readonly to: ValueSet;
  readonly avoid?: ValueSet;
  readonly starts: readonly PassageRow[];
  readonly moments?: MomentsResult;
}

/** What `passage` returns. */
export type PassageDocument = ResultDocument<PassageResult> & { readonly command: 'passage' };
