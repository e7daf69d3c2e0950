import type { Check, Study } from './study.js';

/** What a study has shown. */
export interface StudyResult {
  readonly study: Study;
  readonly checks: readonly Check[];
}

/** Significant digits of a number that stands by itself. */
const DIGITS = 6;

/**
 * The report as Markdown. Numbers are rounded to what the claim needs, so that rounding errors, which differ between machines, do not
 * show: errors as the next power of ten above them (not below a hundredth of their bound), other values to a tenth of the tolerance.
 */
export function studyReport(results: readonly StudyResult[], scale: number): string {
  const checks = results.flatMap((r) => r.checks);
  const failed = checks.filter(({ holds }) => !holds).length;
  const lines = [
    '# Validation report',
    '',
    `Written by \`sgdfp validate --scale ${scale} --out validation/REPORT.md --force\`; \`npm test\` sees to it that it is current.`,
    '',
    `${results.length} studies with ${checks.length} checks: ${checks.length - failed} hold, ${failed} fail.`,
    '',
  ];
  return [...lines, ...results.map(reportSection)].join('\n');
}

/** The section of one study. */
export function reportSection({ study, checks }: StudyResult): string {
  const rows = checks.map((check) => {
    const { claim, relation, holds } = check;
    return `| ${cell(claim)} | ${measuredText(check)} | ${relation} ${boundText(check)} | ${holds ? 'holds' : '**fails**'} |`;
  });
  return [
    `## ${study.name}`,
    '',
    study.claim,
    '',
    `Source: ${study.reference}.`,
    '',
    '| check | measured | expected | |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

/** A bar would end a cell. */
const cell = (text: string): string => text.replaceAll('|', '\\|');

/** The measured value as far as it matters. */
export function measuredText({ measured, expected, tolerance, relation }: Check): string {
  if (!Number.isFinite(measured)) return String(measured);
  // An error against a small bound: its size, and nothing of its digits.
  if (relation === '≤' && expected > 0 && expected < 1e-3) return `≤ ${powerAbove(Math.max(measured, expected / 100))}`;
  if (relation !== '=' || tolerance === 0) return numberOf(measured, 3);
  const step = powerBelow(tolerance) / 10;
  const digits = Math.min(DIGITS, Math.max(1, Math.ceil(Math.log10(Math.abs(measured) / step))));
  return Math.abs(measured) < step ? '0' : numberOf(measured, digits);
}

function boundText({ expected, tolerance, relation }: Check): string {
  if (relation !== '=') return numberOf(expected, 3);
  const value = numberOf(expected, DIGITS);
  return tolerance === 0 ? value : `${value} ± ${numberOf(tolerance, 1)}`;
}

const numberOf = (value: number, digits: number): string => {
  const rounded = Number(value.toPrecision(digits));
  return Math.abs(rounded) >= 1e-4 || rounded === 0 ? String(rounded) : rounded.toExponential();
};

const powerAbove = (value: number): string => `1e${Math.ceil(Math.log10(value) - 1e-12)}`;
const powerBelow = (value: number): number => 10 ** Math.floor(Math.log10(value) + 1e-12);
