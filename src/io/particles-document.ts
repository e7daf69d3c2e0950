import type { QUANTILES, ResultDocument } from './document.js';

/** Moments over all records; null where nothing was recorded or nothing varies. */
export interface SampleMoments {
  readonly records: number;
  readonly mean: number | null;
  readonly variance: number | null;
  readonly skewness: number | null;
  /** Excess kurtosis. */
  readonly kurtosis: number | null;
  /** √(variance/effective sample size) of the mean. */
  readonly standardError: number | null;
}

/** Counts of records in half-open cells, without the empty cells at the ends. */
export interface SampleHistogram {
  /** One more than counts. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** Records outside the edges. */
  readonly below: number;
  readonly above: number;
}

/** Quantiles of the records; null outside the edges. */
export type SampleQuantiles = Readonly<Record<(typeof QUANTILES)[number], number | null>>;

/** Chains that left the finite numbers. They stop, are counted, and enter no later record. */
export interface DivergedChains {
  readonly count: number;
  readonly share: number;
  /** The step after which the first was lost, or null. */
  readonly firstStep: number | null;
}

/** How the mean of the first observable at a time depends on the time step of an SDE, along shared Brownian paths. */
export interface StepStudySummary {
  readonly time: number;
  readonly paths: number;
  /** Δt, 2Δt, 4Δt, and the means. */
  readonly timeSteps: readonly number[];
  readonly means: readonly number[];
  /** Observed weak order; null where noise hides it. */
  readonly order: number | null;
  /** Estimated error of the mean at Δt. */
  readonly error: number;
}

/** Result of `particles`. Tables are by observable: `v` (and `balance` = ‖u‖² − ‖w‖² at depth 1), or the parameters of an expression. */
export interface ParticlesResult {
  readonly method: string;
  /** How the run ended. */
  readonly outcome: 'finished' | 'diverged' | 'interrupted';
  readonly particles: number;
  readonly steps: number;
  /** Time of one step: η for SGD. */
  readonly timeStep: number;
  /** steps × timeStep. */
  readonly time: number;
  readonly burnIn: number;
  readonly thin: number;
  readonly seed: number;
  readonly moments: Readonly<Record<string, SampleMoments>>;
  readonly quantiles: Readonly<Record<string, SampleQuantiles>>;
  readonly histogram: Readonly<Record<string, SampleHistogram>>;
  /** Shares of the records below, at and above 0 of the first observable; weights null without records. */
  readonly components: readonly { readonly name: string; readonly weight: number | null }[];
  /** Independent records that the records of the first observable are worth. */
  readonly effectiveSamples: number;
  /** Integrated autocorrelation time of the first observable, in steps. */
  readonly autocorrelationTime: number;
  /** Whether the chains are many, or their series long, enough to trust both. */
  readonly effectiveSamplesReliable: boolean;
  readonly diverged: DivergedChains;
  /** Time of one core per step of one particle, records included. */
  readonly nanosecondsPerStep: number;
  /** With `--step-study`. */
  readonly stepStudy?: StepStudySummary;
}

/** What `particles` returns. */
export type ParticlesDocument = ResultDocument<ParticlesResult> & { readonly command: 'particles' };
