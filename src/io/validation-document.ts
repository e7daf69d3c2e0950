import type { ResultDocument } from './document.js';

/** One check of `validate`. */
export interface ValidationCheck {
  /** Name of the study, or of what was tried on a problem. */
  readonly study: string;
  readonly claim: string;
  readonly measured: number;
  readonly expected: number;
  /** '=': |measured − expected| may be this much; 0 for '≤' and '≥'. */
  readonly tolerance: number;
  readonly relation: '=' | '≤' | '≥';
  readonly holds: boolean;
}

/** Result of `validate`. */
export interface ValidationResult {
  readonly checks: readonly ValidationCheck[];
  /** Number of checks that hold and that fail. */
  readonly held: number;
  readonly failed: number;
  /** Only for a problem: what was not tried on it and why. */
  readonly notApplicable?: readonly { readonly study: string; readonly reason: string }[];
}

/** What `validate` returns. `problem` is empty where no problem was given. */
export type ValidationDocument = ResultDocument<ValidationResult> & { readonly command: 'validate' };
