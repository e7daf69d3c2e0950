import type { DensityTable } from '../io/document.js';
import type { TensorComponent, TensorDocument } from '../io/tensor-document.js';
import { toJson } from '../io/json-document.js';
import { symmetryLines } from './expression-text.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, problemSection, warningsSection } from './report-sections.js';
import { componentFigures, type NamedFigure } from './tensor-figure.js';
import { classesText, flowLine, momentTable, productLines } from './tensor-text.js';

/** A stationary result over several parameters as one self-contained HTML file: maps, marginals, tables, problem, method. */
export function tensorReport(document: TensorDocument, { plotly }: { readonly plotly: string }): string {
  const { components, density, symmetries, balance = [] } = document.result;
  const drawn = components.flatMap((component) => {
    const table = component.density ?? density;
    if (component.kind !== 'density' || table === undefined) return [];
    return [{ component, table, figures: componentFigures(component, table, balance) }];
  });
  const notes = symmetryLines(symmetries).map((line) => markup`<p>${line}</p>\n`);
  return reportPage({
    title: modelText(document.problem),
    kind: 'Stationary distribution of stochastic gradient descent',
    facts: mathMarkup(temperatureText({ ...document, result: {} })),
    sections: [
      ...warningsSection(document.warnings),
      ...drawn.map(({ component, table, figures }) => section(component, table, figures)),
      problemSection(document.problem),
      methodSection(document, [...methodParagraphs(document), ...notes]),
    ],
    figures: drawn.flatMap(({ figures }) => figures.map(({ figure }) => figure)),
    downloads: { document: toJson({ ...document, result: { ...document.result, density: undefined } }) },
    plotly,
    version: document.version,
  });
}

function section(component: TensorComponent, { axes }: DensityTable, figures: readonly NamedFigure[]): Markup {
  const names = axes.map(({ name }) => name);
  const table = tableMarkup(
    `Moments and quantiles of ${component.name}`,
    ['quantity', ...names],
    momentTable(component),
  );
  const drawn = figures.map(
    ({ title, label }) => markup`<figure><h3>${title}</h3>
<div class="plot" role="img" aria-label="${label}">The figure needs scripts.</div></figure>\n`,
  );
  const lines = [...productLines(component), flowLine(component)].map((line) => markup`<p>${line}.</p>\n`);
  return markup`<section><h2>Density of ${names.join(', ')}, ${component.name}</h2>
<div class="panels">${drawn}</div>
${lines}${table}</section>\n`;
}

function methodParagraphs(document: TensorDocument): Markup[] {
  return [
    markup`<p>The Fokker–Planck equation of SGD’s own gradient noise is discretised as a Markov chain on the cells, whose jump rates
are never negative; ${classesText(document)} found. ${(document.result.solver ?? []).map(({ message }) => message).join(' ')}</p>\n`,
    markup`<p>The current is J = ½ Σ F d / volume over the jumps d of a cell with net flux F. Entropy production is Σ F ln(flux there / flux back) over pairs
of cells (Schnakenberg 1976, Eq. 7.6), or ∫ Jᵀ D⁻¹ J / p where some jumps have no way back; there it depends on what was added to a singular D.</p>\n`,
  ];
}
