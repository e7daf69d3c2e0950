import { toCsv } from '../io/csv-table.js';
import type { Dataset } from '../io/dataset.js';
import type { ResultDocument } from '../io/document.js';
import type { TensorErgodicDocument, TensorSpectrumDocument } from '../io/tensor-evolution-document.js';
import { tensorErgodicDataset, tensorSpectrumDataset } from '../io/tensor-tables-dataset.js';
import { documentPage } from './document-page.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { downloadButton } from './report-sections.js';
import { spectrumRows } from './tensor-tables-text.js';
import { momentsMarkup } from './tensor-moments.js';

interface Page {
  readonly kind: string;
  readonly facts: readonly string[];
  readonly sections: readonly Markup[];
  readonly method: string;
  readonly table: Dataset;
  readonly file: string;
}

/** One self-contained HTML file of tables. */
function page(document: ResultDocument<object>, { kind, facts, sections, method, table, file }: Page): string {
  return documentPage(document, {
    kind,
    facts: factsText(document, facts),
    sections,
    method: [markup`<p>${method}</p>\n<p>${downloadButton('table', file, 'Download table (CSV)')}</p>\n`],
    downloads: { table: toCsv(table) },
  });
}

/** A spectrum over several parameters as one self-contained HTML file of tables. */
export function tensorSpectrumReport(document: TensorSpectrumDocument): string {
  const rows = spectrumRows(document).map((row, k) => [String(k), ...row]);
  const head = ['number', 'rate', 'frequency', 'time', 'error on this grid'];
  return page(document, {
    kind: 'Relaxation rates of stochastic gradient descent',
    facts: [],
    sections: [
      markup`<section><h2>Slowest rates over ${document.result.variables.join(', ')}</h2>
${tableMarkup('Slowest rates', head, rows)}</section>\n`,
    ],
    method:
      'Eigenvalues of the generator by shift-and-invert Arnoldi on its elimination without subtractions, the steady states taken out. A rate with a frequency belongs to a pair that turns while it decays.',
    table: tensorSpectrumDataset({ document, axes: [], modes: [] }),
    file: 'rates.csv',
  });
}

/** Ergodic components over several parameters as one self-contained HTML file of tables. */
export function tensorErgodicReport(document: TensorErgodicDocument): string {
  const { components, ends = [], weights, initial, gap } = document.result;
  const taken = ends.map(({ name, reason }) => [name, numberText(weights[name]!, 8), reason]);
  const slow = gap === null ? '' : `reached in time ${numberText(1 / gap, 4)}`;
  return page(document, {
    kind: 'Broken ergodicity: where the initial law ends',
    facts: [`from ${initial.law}`, slow],
    sections: [
      ...components.map(
        (component) => markup`<section><h2>${component.name}: weight ${numberText(weights[component.name]!, 8)}</h2>
${momentsMarkup(component, `Moments and quantiles of ${component.name}`)}</section>\n`,
      ),
      ...(taken.length === 0
        ? []
        : [
            markup`<section><h2>Absorbing ends</h2>
${tableMarkup('Share of the initial law that each end takes', ['end', 'weight', 'why'], taken)}</section>\n`,
          ]),
    ],
    method:
      'Closed classes of the cells by strongly connected components; the chance to end in each by elimination without subtractions.',
    table: tensorErgodicDataset(document),
    file: 'limits.csv',
  });
}
