import type { BalanceResult } from '../src/io/balance-document.js';

/** Options of `balance` beside the common ones. */
export interface BalanceChoices {
  /** Starts of orbits, one list of parameters each. */
  readonly from?: readonly (readonly number[])[];
  readonly orbits?: number;
  readonly window?: readonly number[];
  readonly until?: number;
  readonly train?: number;
  readonly samples?: number;
  readonly seed?: number;
}

/** A result with sentences about accuracy and figures of the run. */
export interface BalanceOutcome {
  readonly result: BalanceResult;
  readonly warnings: readonly string[];
  readonly stats: Readonly<Record<string, number>>;
}
