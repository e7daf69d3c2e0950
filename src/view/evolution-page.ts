import { toCsv } from '../io/csv-table.js';
import type { Dataset } from '../io/dataset.js';
import type { MomentsResult, ResultDocument } from '../io/document.js';
import { toJson } from '../io/json-document.js';
import { documentPage } from './document-page.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { panelsMarkup, type ReportFigure } from './report-figure.js';
import { downloadButton } from './report-sections.js';

/** What evolutions over one and over several variables have in different forms. */
export interface EvolutionParts {
  readonly facts: string;
  /** What moves, `v` or `u and w`. */
  readonly variables: string;
  readonly figures: readonly ReportFigure[];
  /** The table of frames, its head first. */
  readonly table: readonly (readonly string[])[];
  readonly moments?: MomentsResult;
  readonly method: readonly Markup[];
  /** Figures of the frames, and the whole result, for download. */
  readonly frames: Dataset;
  readonly dataset: Dataset;
  readonly plotly: string;
}

/** An evolution as one self-contained HTML file: figures with sliders over time, a table of the frames, problem, method. */
export function evolutionPage(document: ResultDocument, parts: EvolutionParts): string {
  const { facts, variables, figures, table, moments, method, frames, dataset, plotly } = parts;
  const [head, ...rows] = table;
  const buttons = [
    downloadButton('frames', 'evolution-frames.csv', 'Download frames (CSV)'),
    downloadButton('document', 'evolution.json', 'Download result (JSON)'),
  ];
  return documentPage(document, {
    kind: 'Time evolution under stochastic gradient descent',
    facts,
    sections: [
      markup`<section><h2>Density of ${variables} over time</h2>
${panelsMarkup(figures)}${tableMarkup('Frames', head!, rows)}</section>\n`,
    ],
    moments,
    method: [...method, markup`<p>${buttons}</p>\n`],
    figures: figures.map(({ figure }) => figure),
    downloads: { frames: toCsv(frames), document: toJson(dataset.document) },
    plotly,
  });
}
