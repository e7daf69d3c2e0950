import { toCsv } from '../io/csv-table.js';
import { toJson } from '../io/json-document.js';
import { learningDataset, type LearningDocument } from '../io/learning-document.js';
import { documentPage } from './document-page.js';
import type { Figure } from './density-figure.js';
import { growthFigure, reachedFigure } from './learning-figure.js';
import { learningCells, learningHead } from './learning-text.js';
import { markup, tableMarkup } from './markup.js';
import { numberText } from './number-text.js';
import { panelsMarkup } from './report-figure.js';
import { downloadButton, mathMarkup } from './report-sections.js';

/** The figures of learning times: growth with the imbalance where several were asked for, else the laws of both times. */
export function learningFigures(
  document: LearningDocument,
): readonly { readonly title: string; readonly figure: Figure }[] {
  const { rows, level } = document.result;
  if (new Set(rows.map(({ imbalance }) => imbalance)).size < 2)
    return [{ title: 'How many paths have arrived', figure: reachedFigure(document.result) }];
  return [
    { title: 'Time until v > 0, the right sign', figure: growthFigure(document.result, 'sign') },
    { title: `Time until v > ${numberText(level)}, learned`, figure: growthFigure(document.result, 'learned') },
  ];
}

const GROWTH = markup`Solid lines are medians, dotted ones 95 % quantiles; dashed grey lines have the slopes ${mathMarkup('1/(8β_2)')} and
${mathMarkup('1/(4(β_2 − Tα_3 − γ))')} per factor e of a₀.`;
const LAWS = markup`Solid: the share of paths that have had the right sign. Dotted: the share that have learned.`;

/** Learning times as one self-contained HTML file. */
export function learningReport(document: LearningDocument, plotly: string): string {
  const { rows, initial, level, moments } = document.result;
  const figures = learningFigures(document);
  const note = figures.length > 1 ? GROWTH : LAWS;
  return documentPage(document, {
    kind: 'How long SGD takes to reach the right sign, and to learn',
    facts: `from ${initial}`,
    sections: [
      markup`<section class="lead"><h2>First times</h2>
${panelsMarkup(figures.map(({ title }) => ({ title, label: title })))}<p>${note}</p>
${tableMarkup('Quantiles of the first time', learningHead(level), rows.map(learningCells))}</section>\n`,
    ],
    moments,
    method: [
      markup`<p>The density in symmetry coordinates is moved with the level absorbing: noise at constant ζ by a positive step of second order,
the fall of ζ exactly. What has not been absorbed is the probability that the time is not over.</p>
<p>${downloadButton('rows', 'learning-times.csv', 'Download table (CSV)')}
${downloadButton('document', 'learning-times.json', 'Download result (JSON)')}</p>\n`,
    ],
    figures: figures.map(({ figure }) => figure),
    downloads: { rows: toCsv(learningDataset(document)), document: toJson(document) },
    plotly,
  });
}
