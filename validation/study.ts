/**
 * Studies: claims about the theory and about this program, each tried by computing. A study says what it expects before it
 * measures; whether a check holds follows from the two numbers and is never stated by hand.
 */

/** How a measured number must stand to the expected one. */
export type Relation = '=' | '≤' | '≥';

/** One claim with what was measured. */
export interface Check {
  /** The claim in words. */
  readonly claim: string;
  readonly measured: number;
  readonly expected: number;
  /** '=': |measured − expected| may be this much; 0 for '≤' and '≥'. */
  readonly tolerance: number;
  readonly relation: Relation;
  /** Computed from the numbers; false where one of them is NaN. */
  readonly holds: boolean;
}

/** One subject with its checks, in one file of validation/studies. */
export interface Study {
  /** The name of its file. */
  readonly name: string;
  /** What is claimed, in one sentence. */
  readonly claim: string;
  /** Where the claim comes from: an equation of arXiv:2308.06671 ([NB]) or a derivation. */
  readonly reference: string;
  /** Seconds of one core at scale 1, roughly. */
  readonly cost: number;
  /**
   * Measures. `scale` ≥ 1 multiplies the work: more problems, cells or particles. The same scale gives the same numbers.
   */
  run(scale: number): readonly Check[];
}

/** Measured = expected within an absolute tolerance. */
export function equal(claim: string, measured: number, expected: number, tolerance: number): Check {
  const holds = Math.abs(measured - expected) <= tolerance;
  return { claim, measured, expected, tolerance, relation: '=', holds };
}

/** Measured = expected within a share of the expected size. */
export function equalRelative(claim: string, measured: number, expected: number, share: number): Check {
  return equal(claim, measured, expected, share * Math.abs(expected));
}

/** Measured ≤ bound: errors. */
export function atMost(claim: string, measured: number, bound: number): Check {
  return { claim, measured, expected: bound, tolerance: 0, relation: '≤', holds: measured <= bound };
}

/** Measured ≥ bound: how far a wrong formula is off, or the smallest of some rates. */
export function atLeast(claim: string, measured: number, bound: number): Check {
  return { claim, measured, expected: bound, tolerance: 0, relation: '≥', holds: measured >= bound };
}
