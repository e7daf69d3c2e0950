import type { TensorComponent, TensorDocument } from '../io/tensor-document.js';
import { toJson } from '../io/json-document.js';
import { documentPage } from './document-page.js';
import { symmetryLines } from './expression-text.js';
import { markup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { panelsMarkup, type ReportFigure } from './report-figure.js';
import { downloadButton, sentence } from './report-sections.js';
import { componentFigures } from './tensor-figure.js';
import { momentsMarkup } from './tensor-moments.js';
import { classesText, flowLine, sizeText } from './tensor-text.js';

/** A stationary result over several parameters as one self-contained HTML file: maps, marginals, tables, problem, method. */
export function tensorReport(document: TensorDocument, { plotly }: { readonly plotly: string }): string {
  const { components, ends = [], density, balance = [] } = document.result;
  const drawn = components.flatMap((component) => {
    const table = component.density ?? density;
    if (component.kind !== 'density' || table === undefined) return [];
    return [{ component, figures: componentFigures(component, table, balance) }];
  });
  return documentPage(document, {
    kind: 'Stationary distribution of stochastic gradient descent',
    facts: factsText(document, [sizeText(document)]),
    sections: [
      ...drawn.map(({ component, figures }) => section(component, figures, components.length > 1)),
      ...ends.map(
        ({ name, reason }) => markup`<section><h2>Absorbing end ${name}</h2>\n<p>${sentence(reason)}</p></section>\n`,
      ),
    ],
    method: methodParagraphs(document),
    figures: drawn.flatMap(({ figures }) => figures.map(({ figure }) => figure)),
    downloads: { document: toJson({ ...document, result: { ...document.result, density: undefined } }) },
    plotly,
  });
}

function section(component: TensorComponent, figures: readonly ReportFigure[], several: boolean): Markup {
  const names = Object.keys(component.mean);
  const on = several ? ` on ${component.name}` : '';
  const signs = (component.products ?? []).map(
    ({ pair, positive }) => `P(${pair.join('·')} > 0) = ${numberText(positive)}.`,
  );
  const lines = [...signs, sentence(flowLine(component))].map((line) => markup`<p>${line}</p>\n`);
  return markup`<section><h2>Density of ${names.join(', ')}${on}</h2>
${panelsMarkup(figures)}
${lines}${momentsMarkup(component, `Moments and quantiles${on}`)}</section>\n`;
}

function methodParagraphs(document: TensorDocument): Markup[] {
  const { solver = [], symmetries } = document.result;
  return [
    markup`<p>The Fokker–Planck equation of SGD’s own gradient noise is discretised as a Markov chain on the cells, whose jump rates
are never negative; ${classesText(document)} found. ${solver.map(({ message }) => message).join(' ')}</p>\n`,
    markup`<p>The current is J = ½ Σ F d / volume over the jumps d of a cell with net flux F. Entropy production is Σ F ln(flux there / flux back) over pairs
of cells (Schnakenberg 1976, Eq. 7.6), or ∫ Jᵀ D⁻¹ J / p where some jumps have no way back; there it depends on what was added to a singular D.</p>\n`,
    ...symmetryLines(symmetries).map((line) => markup`<p>${sentence(line)}</p>\n`),
    markup`<p>${downloadButton('document', 'stationary.json', 'Download result (JSON)')}</p>\n`,
  ];
}
