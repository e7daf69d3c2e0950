import { toCsv } from '../io/csv-table.js';
import { toJson } from '../io/json-document.js';
import { learningDataset, type LearningDocument } from '../io/learning-document.js';
import type { Figure } from './density-figure.js';
import { growthFigure, reachedFigure } from './learning-figure.js';
import { learningCells, learningHead } from './learning-text.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { modelText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';

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
  const panels = figures.map(
    ({ title }): Markup => markup`<figure><h3>${title}</h3>
<div class="plot" role="img" aria-label="${title}">The figure needs scripts.</div></figure>`,
  );
  return reportPage({
    title: modelText(document.problem),
    kind: 'How long SGD takes to reach the right sign, and to learn',
    facts: mathMarkup(`from ${initial}`),
    sections: [
      ...warningsSection(document.warnings),
      markup`<section class="lead"><h2>First times</h2>
<div class="panels">${panels}</div>
<p>${figures.length > 1 ? GROWTH : LAWS}</p>
${tableMarkup('Quantiles of the first time', learningHead(level), rows.map(learningCells))}</section>\n`,
      markup`<div class="columns">${momentsSection(moments)}${problemSection(document.problem)}</div>\n`,
      methodSection(document, [
        markup`<p>The density in symmetry coordinates is moved with the level absorbing: noise at constant ζ by a positive step of second order,
the fall of ζ exactly. What has not been absorbed is the probability that the time is not over.</p>
<p><button type="button" hidden data-source="rows" data-file="learning-times.csv" data-type="text/csv">Download table (CSV)</button>
<button type="button" hidden data-source="document" data-file="learning-times.json" data-type="application/json">Download result (JSON)</button></p>\n`,
      ]),
    ],
    figures: figures.map(({ figure }) => figure),
    downloads: { rows: toCsv(learningDataset(document)), document: toJson(document) },
    plotly,
    version: document.version,
  });
}
