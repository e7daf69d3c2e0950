import { toCsv } from '../io/csv-table.js';
import type { Dataset } from '../io/dataset.js';
import type { ResultDocument } from '../io/document.js';
import type { TensorErgodicDocument, TensorSpectrumDocument } from '../io/tensor-evolution-document.js';
import { tensorErgodicDataset, tensorSpectrumDataset } from '../io/tensor-tables-dataset.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, problemSection, warningsSection } from './report-sections.js';
import { spectrumRows } from './tensor-tables-text.js';
import { momentTable } from './tensor-text.js';

interface Page {
  readonly kind: string;
  readonly facts: string;
  readonly sections: readonly Markup[];
  readonly method: string;
  readonly table: Dataset;
  readonly file: string;
}

/** One self-contained HTML file of tables. */
function page(document: ResultDocument, { kind, facts, sections, method, table, file }: Page): string {
  const button = markup`<p>${method}</p>
<p><button type="button" hidden data-source="table" data-file="${file}" data-type="text/csv">Download table (CSV)</button></p>\n`;
  return reportPage({
    title: modelText(document.problem),
    kind,
    facts: mathMarkup(facts),
    sections: [
      ...warningsSection(document.warnings),
      ...sections,
      problemSection(document.problem),
      methodSection(document, [button]),
    ],
    figures: [],
    downloads: { table: toCsv(table) },
    plotly: '',
    version: document.version,
  });
}

/** A spectrum over several parameters as one self-contained HTML file of tables. */
export function tensorSpectrumReport(document: TensorSpectrumDocument): string {
  const rows = spectrumRows(document).map((row, k) => [String(k), ...row]);
  const head = ['number', 'rate', 'frequency', 'time', 'error on this grid'];
  return page(document, {
    kind: 'Relaxation rates of stochastic gradient descent',
    facts: temperatureText({ ...document, result: {} }),
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
  const { components, weights, initial, gap, variables } = document.result;
  const slow = gap === null ? '' : `reached in time ${numberText(1 / gap, 4)}`;
  const facts = [temperatureText({ ...document, result: {} }), `from ${initial.law}`, slow];
  return page(document, {
    kind: 'Broken ergodicity: where the initial law ends',
    facts: facts.filter((fact) => fact !== '').join(' · '),
    sections: components.map(
      (component) => markup`<section><h2>${component.name}: weight ${numberText(weights[component.name]!, 8)}</h2>
${tableMarkup(`Moments and quantiles of ${component.name}`, ['quantity', ...variables], momentTable(component))}</section>\n`,
    ),
    method:
      'Closed classes of the cells by strongly connected components; the chance to end in each by elimination without subtractions.',
    table: tensorErgodicDataset(document),
    file: 'limits.csv',
  });
}
