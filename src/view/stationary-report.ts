import { toCsv } from '../io/csv-table.js';
import { stationaryDataset } from '../io/dataset.js';
import { cellCount, componentDensities } from '../io/document.js';
import type { Component, Numbers, StationaryDocument } from '../io/document.js';
import { toJson } from '../io/json-document.js';
import { densityFigure } from './density-figure.js';
import { densitySection } from './density-section.js';
import { documentPage } from './document-page.js';
import { markup } from './markup.js';
import type { Markup } from './markup.js';
import { countText, numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import { downloadButton, mathMarkup } from './report-sections.js';
import { pointReason } from './stationary-text.js';

/** Grids up to this many cells are in the page for download; larger ones are written with `--out`. */
const CELLS_IN_PAGE = 20_000;

/** What a stationary report needs beside the document. */
export interface ReportAssets {
  /** plotly.js, minified, gzip, base64 (dist/assets/plotly.min.js.gz.b64). */
  readonly plotly: string;
  /**
   * Closed forms to draw over the densities, by component name: natural logarithms of the density at the centres of the
   * grid, NaN where it was not evaluated.
   */
  readonly closedForms?: Readonly<Record<string, Numbers>>;
}

/** A stationary result as one self-contained HTML file: figures, tables, the problem, the method. */
export function stationaryReport(document: StationaryDocument, { plotly, closedForms = {} }: ReportAssets): string {
  const { components, moments } = document.result;
  const densities = componentDensities(document.result);
  const drawn = densities.filter(({ density }) => density.axes.length === 1);
  const reference = document.result.closedForm?.reference ?? '';
  const drawings = drawn.map(({ component, density, start }) => {
    const values = closedForms[component.name];
    const closedForm = values && { reference, logDensity: Float64Array.from(values).subarray(start) };
    return (['linear', 'log'] as const).map((scale) => densityFigure({ component, density, closedForm, scale }));
  });
  const cells = cellCount(document.result);
  const inPage = cells > 0 && cells <= CELLS_IN_PAGE;
  const dataset = stationaryDataset(document);
  return documentPage(document, {
    kind: 'Stationary distribution of stochastic gradient descent',
    facts: factsText(document, [cells > 0 ? countText(cells, 'cell') : '']),
    sections: [
      leadSection(components),
      ...drawn.map(({ component, density }, i) => densitySection(component, density.axes[0]!.name, drawings[i]!)),
    ],
    moments,
    method: [...methodParagraphs(document), downloadButtons(inPage)],
    // The page has one legend for both panels.
    figures: drawings.flat().map(({ data, layout }) => ({ data, layout: { ...layout, showlegend: false } })),
    downloads: { ...(inPage && { cells: toCsv(dataset) }), document: toJson(dataset.document) },
    plotly,
  });
}

/** The result in sentences, one per component. */
function leadSection(components: readonly Component[]): Markup {
  const sentences = components.map((component) => markup`<p>${sentence(component)}</p>\n`);
  const open = components.length > 1 && components.every(({ weight }) => weight === null);
  const note = markup`<p>The parts do not exchange probability: how much each holds depends on where SGD starts.</p>\n`;
  return markup`<section class="lead"><h2>Result</h2>\n${sentences}${open ? note : ''}</section>\n`;
}

/** What becomes of a component, in a sentence. */
function sentence(component: Component): Markup {
  const { name, kind, mean, variance, mode, weight } = component;
  const share = weight === null || weight === 1 ? '' : ` It holds ${numberText(100 * weight, 4)} % of the probability.`;
  if (kind === 'point') {
    const reason = pointReason(component);
    const end = ` has no stationary density: ${reason}. It ends in the point ${numberText(mean)}.`;
    return markup`<strong>${name}</strong>${mathMarkup(reason.startsWith('fixed') ? ` is a ${reason}.` : end)}${share}`;
  }
  const spread = `standard deviation ${numberText(Math.sqrt(variance), 4)}`;
  return markup`<strong>${name}</strong> has a stationary density with mean ${numberText(mean, 4)}, ${spread} and its mode at ${numberText(mode, 4)}.${share}`;
}

/** The method, and how far it is from the closed form where there is one. */
function methodParagraphs({ result }: StationaryDocument): Markup[] {
  const { closedForm } = result;
  const match = closedForm
    ? `Largest difference in ln p from the closed form (${closedForm.name}, ${closedForm.reference}) at some 500 cells: ${numberText(closedForm.maxLogError, 2)}.`
    : '';
  return [
    markup`<p>SGD is taken as the Itô SDE dv = a(v) dt + √(2 D(v)) dW, where D is T/2 times the covariance of SGD’s own gradient,
and its Fokker–Planck equation is discretised by exponentially fitted finite volumes (Scharfetter–Gummel). Their zero-flux state,
D p between neighbouring nodes in the ratio exp ∫ a/D, is exact on any grid; it is summed in logarithms.</p>\n`,
    markup`<p>Whether a side of a fixed point holds a density is decided by the behaviour of p at its ends, not by the grid.
Curves are drawn through the cells by cubics in ln p; tables and downloads hold the cells themselves.</p>\n`,
    ...(match ? [markup`<p>${match}</p>\n`] : []),
  ];
}

function downloadButtons(cells: boolean): Markup {
  const table = cells ? downloadButton('cells', 'stationary.csv', 'Download cells (CSV)') : '';
  return markup`<p>${table}${downloadButton('document', 'stationary.json', 'Download result (JSON)')}</p>\n`;
}
