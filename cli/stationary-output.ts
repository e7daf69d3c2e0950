import type { StationaryDocument } from '../src/io/document.js';
import type { Problem } from '../src/io/problem-schema.js';
import type { ExpressionFigures, TensorDocument } from '../src/io/tensor-document.js';
import type { DataLaw } from '../src/data/law.js';
import type { SymbolicModel } from '../src/model/symbolic-loss.js';
import type { GradientNoise } from '../src/sde/gradient-noise.js';

/** A stationary result over one variable, with the closed form's log density at the centres of each component; or over more. */
export type StationaryOutput =
  | {
      readonly dimension: 1;
      readonly document: StationaryDocument;
      readonly closedForms: Readonly<Record<string, Float64Array>>;
    }
  | { readonly dimension: 2 | 3; readonly document: TensorDocument };

/** A symbolic problem, read: its SDE in the parameters and what is told of it. */
export interface ExpressionProblem {
  readonly problem: Problem;
  readonly sde: GradientNoise;
  readonly figures: ExpressionFigures;
  /** The model and the data it came from, for the noise-balanced manifold. */
  readonly symbolic?: SymbolicModel;
  readonly law?: DataLaw;
}

/** What a user may choose beside the problem. */
export interface StationaryChoices {
  /** Points at which the log density is wanted; of one variable only. */
  readonly at?: readonly number[];
  /** Bytes that an elimination may take over several parameters. */
  readonly memoryLimit?: number;
}
