import type { Dataset } from './dataset.js';
import type { MomentsResult, ResultDocument } from './document.js';

/** The law of a first time: its quantiles, null where they are not reached, and its distribution function at some times. */
export interface FirstTimeTable {
  readonly quantiles: Readonly<Record<string, number | null>>;
  readonly times: readonly number[];
  /** Probability that the time is over. */
  readonly reached: readonly number[];
  /** Probability that it never comes: starts that are balanced on the wrong side. */
  readonly never: number;
}

/** One temperature and start. */
export interface LearningRow {
  readonly temperature: number;
  /** a₀ of a start of the wrong sign; null for the initial law of the problem. */
  readonly imbalance: number | null;
  /** The first time with v > 0. */
  readonly sign: FirstTimeTable;
  /** The first time with v above `learned`. */
  readonly learned: FirstTimeTable;
  /** What both times grow by as a₀ falls by a factor e: 1/(8β₂) and 1/(4(β₂ − Tα₃ − γ)). */
  readonly growth: { readonly sign: number; readonly learned: number };
}

/** Result of `learning-time`. */
export interface LearningResult {
  /** Where paths start, in words. */
  readonly initial: string;
  /** The v that counts as learned. */
  readonly level: number;
  readonly rows: readonly LearningRow[];
  readonly moments: MomentsResult;
}

/** What `learning-time` returns. */
export type LearningDocument = ResultDocument<LearningResult> & { readonly command: 'learning-time' };

/** The quantiles as a table, one row per temperature and start. */
export function learningDataset(document: LearningDocument): Dataset {
  const { rows } = document.result;
  const column = (name: string, label: string, pick: (row: LearningRow) => number | null) => ({
    name,
    dimensions: ['row'],
    values: Float64Array.from(rows, (row) => pick(row) ?? NaN),
    label,
  });
  const levels = Object.keys(rows[0]?.sign.quantiles ?? {});
  const quantiles = (what: 'sign' | 'learned', label: string) =>
    levels.map((q) => column(`${what}_${q}`, `${q} quantile of the first time ${label}`, (r) => r[what].quantiles[q]!));
  return {
    variables: [
      column('temperature', 'T = η/S', ({ temperature }) => temperature),
      column('imbalance', 'a₀ = ¼Σ(u + w)²', ({ imbalance }) => imbalance),
      ...quantiles('sign', 'with v > 0'),
      ...quantiles('learned', `with v > ${document.result.level}`),
      column('growth_sign', '1/(8β₂)', ({ growth }) => growth.sign),
      column('growth_learned', '1/(4(β₂ − Tα₃ − γ))', ({ growth }) => growth.learned),
    ],
    document,
  };
}
