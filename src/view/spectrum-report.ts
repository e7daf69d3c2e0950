import type { GapRow, SpectrumDocument } from '../io/evolution-document.js';
import { toCsv } from '../io/csv-table.js';
import { spectrumDataset } from '../io/spectrum-dataset.js';
import { gapFigure } from './gap-figure.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';
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
<div class="plot" role="img" aria-label="The gap against temperature">The figure needs scripts.</div>
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
  return reportPage({
    title: modelText(document.problem),
    kind: 'Relaxation rates of stochastic gradient descent',
    facts: mathMarkup(temperatureText(document)),
    sections: [
      ...warningsSection(document.warnings),
      ...sections,
      ...(gaps.length > 0 ? [gapSection(gaps)] : []),
      markup`<div class="columns">${moments ? momentsSection(moments) : ''}${problemSection(document.problem)}</div>\n`,
      methodSection(document, [
        markup`<p>Eigenvalues of the tridiagonal generator by bisection on its factored form, on three grids and extrapolated to cells of no
width. Where the potential of the equivalent Schrödinger operator is flat at an open end and rates above it move with the end, the
spectrum is continuous there.</p>
<p><button type="button" hidden data-source="rates" data-file="rates.csv" data-type="text/csv">Download rates (CSV)</button></p>\n`,
      ]),
    ],
    figures: gaps.length > 0 ? [gapFigure(gaps, moments?.criticalTemperature ?? null)] : [],
    downloads: { rates: toCsv(spectrumDataset(document, [])) },
    plotly: gaps.length > 0 ? plotly : '',
    version: document.version,
  });
}
