import type { ErgodicDocument } from '../io/evolution-document.js';
import { ergodicDataset } from '../io/passage-dataset.js';
import { toCsv } from '../io/csv-table.js';
import { markup, tableMarkup } from './markup.js';
import { numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';

/** The limits of an initial law as one self-contained HTML file of tables. */
export function ergodicReport(document: ErgodicDocument): string {
  const { limits, initial, moments, components } = document.result;
  const facts = [temperatureText(document), `from ${initial.law}`].filter((fact) => fact !== '');
  const places = limits.map(({ name, kind, weight }) => [
    name,
    kind === 'density' ? 'stationary density' : 'point mass',
    numberText(weight, 10),
  ]);
  const rows = components.map(({ name, kind, mean, weight }) => [
    name,
    kind,
    numberText(mean),
    weight === null ? '–' : numberText(weight, 10),
  ]);
  const start = initial.components.map(({ name, weight }) => [name, numberText(weight, 10)]);
  return reportPage({
    title: modelText(document.problem),
    kind: 'Broken ergodicity: where the initial law ends',
    facts: mathMarkup(facts.join(' · ')),
    sections: [
      ...warningsSection(document.warnings),
      markup`<section class="lead"><h2>Limits</h2>\n${tableMarkup('Where probability ends', ['place', 'kind', 'weight'], places)}</section>\n`,
      markup`<section><h2>Components</h2>\n${tableMarkup('Closed classes', ['component', 'kind', 'mean', 'limit weight'], rows)}
${tableMarkup('The initial law', ['interval or point', 'probability'], start)}</section>\n`,
      markup`<div class="columns">${moments ? momentsSection(moments) : ''}${problemSection(document.problem)}</div>\n`,
      methodSection(document, [
        markup`<p>Probability never crosses a fixed point, so each interval keeps what it starts with. Whether it keeps a density is decided by
the behaviour of the coefficients at its ends; where both ends attract, the shares follow from the scale function by quadrature.</p>
<p><button type="button" hidden data-source="limits" data-file="limits.csv" data-type="text/csv">Download limits (CSV)</button></p>\n`,
      ]),
    ],
    figures: [],
    downloads: { limits: toCsv(ergodicDataset(document)) },
    plotly: '',
    version: document.version,
  });
}
