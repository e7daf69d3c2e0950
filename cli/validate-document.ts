import type { ValidationCheck, ValidationDocument } from '../src/io/validation-document.js';
import { InputError } from '../src/num/input-error.js';
import { studies } from '../validation/all-studies.js';
import type { StudyResult } from '../validation/study-report.js';
import { runStudies } from './validate-threads.js';
import { version } from './version.js';

/** Options of `validate`. */
export interface ValidateChoices {
  /** Multiplies the work of every study; default 1. */
  readonly scale?: number;
  /** Only studies whose names contain one of these. */
  readonly only?: readonly string[];
  readonly workers?: number;
}

/** Runs the studies and judges them. Throws InputError for a scale below 1 or for names of no study. */
export async function validationDocument({
  scale = 1,
  only,
  workers,
}: ValidateChoices): Promise<{ readonly document: ValidationDocument; readonly results: readonly StudyResult[] }> {
  const started = performance.now();
  if (!(scale >= 1 && scale <= 1000)) {
    throw new InputError('--scale', 'a number from 1 to 1000', String(scale), '1 is quick, 8 is thorough.');
  }
  const chosen = only === undefined ? studies : studies.filter(({ name }) => only.some((part) => name.includes(part)));
  if (chosen.length === 0) {
    const names = studies.map(({ name }) => name).join(', ');
    throw new InputError('--only', 'a part of the name of a study', (only ?? []).join(','), `There are ${names}.`);
  }
  const results = await runStudies(chosen, { scale, workers });
  const checks = results.flatMap(({ study, checks: own }) => own.map((check) => ({ study: study.name, ...check })));
  return { document: judged(checks, {}, performance.now() - started), results };
}

/** The document of some checks. */
export function judged(
  checks: readonly ValidationCheck[],
  problem: object,
  milliseconds: number,
  notApplicable?: NonNullable<ValidationDocument['result']['notApplicable']>,
): ValidationDocument {
  const failed = checks.filter(({ holds }) => !holds).length;
  return {
    command: 'validate',
    version: version(),
    problem,
    result: { checks, held: checks.length - failed, failed, ...(notApplicable && { notApplicable }) },
    warnings: [],
    stats: { milliseconds, studies: new Set(checks.map(({ study }) => study)).size },
  };
}
