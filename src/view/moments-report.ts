import type { MomentsDocument } from '../io/document.js';
import { markup } from './markup.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';

/** The moments of a data law as one self-contained HTML file of tables. */
export function momentsReport(document: MomentsDocument): string {
  const paragraph = markup`<p>Moments of analytic laws are exact sums over the moments of their variables; moments of rows are
compensated sums. None is sampled.</p>\n`;
  return reportPage({
    title: modelText(document.problem),
    kind: 'Moments of the data',
    facts: mathMarkup(temperatureText({ ...document, result: { moments: document.result } })),
    sections: [
      ...warningsSection(document.warnings),
      momentsSection(document.result),
      problemSection(document.problem),
      methodSection(document, [paragraph]),
    ],
    figures: [],
    downloads: {},
    plotly: '',
    version: document.version,
  });
}
