import type { LearningDocument, LearningRow } from '../io/learning-document.js';
import { numberText } from './number-text.js';
import { modelText } from './problem-text.js';
import { PLAIN, alignColumns, treeText, type Palette } from './tree-text.js';

/** A quantile for people: four digits, or that it was not reached. */
const quantileText = (time: number | null | undefined): string =>
  time === null || time === undefined ? 'not reached' : numberText(time, 4);

/** Learning times as a line and a tree: one branch per temperature and start, then the warnings. No newline at the end. */
export function describeLearning(document: LearningDocument, palette: Palette = PLAIN): string {
  const { rows, initial, level } = document.result;
  const cells = rows.map(({ temperature, imbalance, sign, learned }) => [
    `T = ${numberText(temperature)}`,
    ...(imbalance === null ? [] : [`a₀ = ${numberText(imbalance)}`]),
    `v > 0: median ${quantileText(sign.quantiles['0.5'])}`,
    `95 % ${quantileText(sign.quantiles['0.95'])}`,
    `v > ${numberText(level)}: median ${quantileText(learned.quantiles['0.5'])}`,
    `95 % ${quantileText(learned.quantiles['0.95'])}`,
  ]);
  const branches = alignColumns(cells).map((head) => ({ head, details: [] }));
  const title = [palette.strong(modelText(document.problem)), 'time to the right sign and to learn', `from ${initial}`];
  return [
    treeText(title.join(' · '), branches, { palette }),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** The columns of the table of learning times. */
export function learningHead(level: number): string[] {
  const both = (what: string) => [`v > ${what}: median`, '95 %'];
  return ['T', 'a₀', ...both('0'), ...both(numberText(level))];
}

/** One row of that table. */
export function learningCells({ temperature, imbalance, sign, learned }: LearningRow): string[] {
  const quantiles = [sign, learned].flatMap((t) => [t.quantiles['0.5'], t.quantiles['0.95']]);
  return [numberText(temperature), imbalance === null ? '–' : numberText(imbalance), ...quantiles.map(quantileText)];
}

/** How much the medians grow per factor e of 1/a₀ between the two smallest a₀ of each temperature, beside what is predicted. */
function growthTable(rows: readonly LearningRow[]): string {
  const temperatures = [...new Set(rows.map(({ temperature }) => temperature))];
  const lines = temperatures.flatMap((temperature) => {
    const here = rows
      .filter((row) => row.temperature === temperature && row.imbalance !== null)
      .sort((a, b) => a.imbalance! - b.imbalance!);
    const [far, near] = here;
    if (!far || !near) return [];
    const nats = Math.log(near.imbalance! / far.imbalance!);
    const cells = (['sign', 'learned'] as const).flatMap((goal) => {
      const [late, early] = [far, near].map((row) => row[goal].quantiles['0.5']);
      const measured = typeof late === 'number' && typeof early === 'number' ? (late - early) / nats : NaN;
      return [numberText(measured, 4), numberText(far.growth[goal], 4)];
    });
    return [`| ${[numberText(temperature), ...cells].join(' | ')} |\n`];
  });
  if (lines.length === 0) return '';
  return `
Growth of the median as a₀ falls by a factor e, between the two smallest a₀:

| T | v > 0: computed | 1/(8β₂) | learned: computed | 1/(4(β₂ − Tα₃ − γ)) |
| --- | --- | --- | --- | --- |
${lines.join('')}`;
}

/** Learning times as a page of Markdown: the figure, which `command` writes with the ending .svg, the table, and what the times grow like. */
export function learningMarkdown(document: LearningDocument, command: string): string {
  const { rows, initial, level, moments } = document.result;
  const head = learningHead(level);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = [line(head), line(head.map(() => '---')), ...rows.map((row) => line(learningCells(row)))];
  const { alpha, beta, criticalTemperature } = moments;
  const data = `α = (${alpha.map((a) => numberText(a)).join(', ')}), β = (${beta.map((b) => numberText(b)).join(', ')})`;
  return `# How long SGD takes to learn from the wrong sign

${modelText(document.problem)}, ${data}${criticalTemperature === null ? '' : `, T_c = ${numberText(criticalTemperature)}`}; start: ${initial}.
Median and 95 % quantile of the first time (learning rate × steps) with v > 0, the right sign, and with v > ${numberText(level)}, learned.

![Median and 95 % quantile against the initial imbalance](${/([^/ ]*)\.md$/.exec(command)?.[1] ?? 'figure'}.svg)

${table.join('\n')}
${growthTable(rows)}
For small a₀ the median until v > 0 grows like ln(1/a₀)/(8β₂) at every T: the growing a meets the falling b half-way.
Until v is of the size of the minimum, a itself has to grow: ln(1/a₀)/(4(β₂ − Tα₃ − γ)), which diverges at T_c.

Written by \`${command}\`; the same command with the ending .svg draws the figure.
`;
}
