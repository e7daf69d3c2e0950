import type { ValidationCheck, ValidationDocument } from '../io/validation-document.js';
import { countText, numberText } from './number-text.js';
import { modelText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** Studies with their checks as a tree, then what did not apply, then the count. No newline at the end. */
export function describeValidation(document: ValidationDocument, palette: Palette = PLAIN): string {
  const { checks, held, failed, notApplicable = [] } = document.result;
  const names = [...new Set(checks.map(({ study }) => study))];
  const branches = names.map((name) => {
    const own = checks.filter(({ study }) => study === name);
    const bad = own.filter(({ holds }) => !holds).length;
    const state = bad === 0 ? palette.good(`${own.length} hold`) : palette.warn(`${bad} of ${own.length} fail`);
    return { head: `${palette.name(name)}  ${state}`, details: alignColumns(own.map((c) => checkCells(c, palette))) };
  });
  const skipped = notApplicable.map(({ study, reason }) => ({
    head: `${palette.name(study)}  ${palette.dim(`does not apply: ${reason}`)}`,
    details: [],
  }));
  const isProblem = 'model' in document.problem;
  const title = isProblem
    ? `${palette.strong(modelText(document.problem))} · validation`
    : palette.strong('validation');
  const count = `${countText(checks.length, 'check')}: ${held} hold, ${failed} fail`;
  return [
    treeText(title, [...branches, ...skipped], { palette }),
    failed === 0 ? palette.good(count) : palette.warn(count),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

function checkCells(
  { claim, measured, expected, tolerance, relation, holds }: ValidationCheck,
  palette: Palette,
): string[] {
  const room = tolerance > 0 ? ` ± ${numberText(tolerance, 2)}` : '';
  const mark = holds ? '✓' : '✗';
  return [
    `${holds ? palette.good(mark) : palette.warn(mark)} ${claim}`,
    numberText(measured, 5),
    `${relation} ${numberText(expected, 5)}${room}`,
  ];
}
