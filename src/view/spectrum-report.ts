import type { GapRow, SpectrumDocument } from '../io/evolution-document.js';
import { toCsv } from '../io/csv-table.js';
import { spectrumDataset } from '../io/spectrum-dataset.js';
import { documentPage } from './document-page.js';
import { gapFigure } from './gap-figure.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { plotMarkup } from './report-figure.js';
import { downloadButton } from './report-sections.js';
import { detailsOf, gapText } from './spectrum-text.js';

/** The gap over temperatures. */
function gapSection(gaps: readonly GapRow[]): Markup {
  const rows = gaps.map(({ temperature, name, gap, kind }) => [
    numberText(temperature),
    name,
    gap === null ? '–' : numberText(gap, 8),
    gap === null ? '–' : numberText(1 / gap),
    kind === 'rate' ? 'isolated rate' : 'edge of a continuum',
  ]);
  return markup`<section><h2>The gap as temperature changes</h2>
${plotMarkup('The gap against temperature')}
${tableMarkup('Gap by temperature', ['T', 'line', 'gap', 'time', 'what it is'], rows)}</section>\n`;
}

/** A spectrum as one self-contained HTML file: tables, and a figure of the gap where temperatures were asked for. */
export function spectrumReport(document: SpectrumDocument, plotly: string): string {
  const { lines, gaps = [], moments } = document.result;
  const sections = lines.map((line) => {
    const rows = line.rates
      .slice(0, line.isolated)
      .map((rate, k) => [
        String(k),
        numberText(rate, 10),
        rate > 0 ? numberText(1 / rate) : '∞',
        numberText(line.errors[k]!, 2),
      ]);
    const evidence = line.continuum.evidence.map((text) => markup`<li>${text}</li>\n`);
    return markup`<section><h2>${line.name}</h2>\n<p>${gapText(line)}. ${detailsOf(line).slice(1).join('')}</p>
${tableMarkup(`Isolated rates on ${line.name}`, ['number', 'rate', 'time', 'last change by extrapolation'], rows)}
<ul>\n${evidence}</ul></section>\n`;
  });
  return documentPage(document, {
    kind: 'Relaxation rates of stochastic gradient descent',
    facts: factsText(document, []),
    sections: [...sections, ...(gaps.length > 0 ? [gapSection(gaps)] : [])],
    moments,
    method: [
      markup`<p>Eigenvalues of the tridiagonal generator by bisection on its factored form, on three grids and extrapolated to cells of no
width. Where the potential of the equivalent Schrödinger operator is flat at an open end and rates above it move with the end, the
spectrum is continuous there.</p>
<p>${downloadButton('rates', 'rates.csv', 'Download rates (CSV)')}</p>\n`,
    ],
    figures: gaps.length > 0 ? [gapFigure(gaps, moments?.criticalTemperature ?? null)] : [],
    downloads: { rates: toCsv(spectrumDataset(document, [])) },
    plotly,
  });
}
