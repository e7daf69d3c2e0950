import type { ErgodicDocument } from '../io/evolution-document.js';
import { ergodicDataset } from '../io/passage-dataset.js';
import { toCsv } from '../io/csv-table.js';
import { documentPage } from './document-page.js';
import { markup, tableMarkup } from './markup.js';
import { numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { downloadButton } from './report-sections.js';

/** The limits of an initial law as one self-contained HTML file of tables. */
export function ergodicReport(document: ErgodicDocument): string {
  const { limits, initial, moments, components } = document.result;
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
  return documentPage(document, {
    kind: 'Broken ergodicity: where the initial law ends',
    facts: factsText(document, [`from ${initial.law}`]),
    sections: [
      markup`<section class="lead"><h2>Limits</h2>\n${tableMarkup('Where probability ends', ['place', 'kind', 'weight'], places)}</section>\n`,
      markup`<section><h2>Components</h2>\n${tableMarkup('Closed classes', ['component', 'kind', 'mean', 'limit weight'], rows)}
${tableMarkup('The initial law', ['interval or point', 'probability'], start)}</section>\n`,
    ],
    moments,
    method: [
      markup`<p>Probability never crosses a fixed point, so each interval keeps what it starts with. Whether it keeps a density is decided by
the behaviour of the coefficients at its ends; where both ends attract, the shares follow from the scale function by quadrature.</p>
<p>${downloadButton('limits', 'limits.csv', 'Download limits (CSV)')}</p>\n`,
    ],
    downloads: { limits: toCsv(ergodicDataset(document)) },
  });
}
