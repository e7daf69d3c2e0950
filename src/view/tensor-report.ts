import type { DensityTable } from '../io/document.js';
import type { TensorComponent, TensorDocument } from '../io/tensor-document.js';
import { toJson } from '../io/json-document.js';
import type { Figure } from './density-figure.js';
import { symmetryLines } from './expression-text.js';
import { markup, tableMarkup, type Markup } from './markup.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, problemSection, warningsSection } from './report-sections.js';
import { classesText, momentTable } from './tensor-text.js';

/** Decades of density below the peak that the colours cover. */
const DECADES = 8;
/** Most cells along an axis that are drawn; finer grids are thinned. */
const DRAWN = 200;

/** A stationary result over two parameters as one self-contained HTML file: heat map, tables, problem, method. */
export function tensorReport(document: TensorDocument, { plotly }: { readonly plotly: string }): string {
  const { components, density, symmetries } = document.result;
  const drawn = components.flatMap((component) => {
    const table = component.density ?? density;
    return component.kind === 'density' && table?.axes.length === 2 ? [{ component, table }] : [];
  });
  const notes = symmetryLines(symmetries).map((line) => markup`<p>${line}</p>\n`);
  return reportPage({
    title: modelText(document.problem),
    kind: 'Stationary distribution of stochastic gradient descent',
    facts: mathMarkup(temperatureText({ ...document, result: {} })),
    sections: [
      ...warningsSection(document.warnings),
      ...drawn.map(({ component, table }) => section(component, table)),
      problemSection(document.problem),
      methodSection(document, [...methodParagraphs(document), ...notes]),
    ],
    figures: drawn.map(({ table }) => heatMap(table)),
    downloads: { document: toJson({ ...document, result: { ...document.result, density: undefined } }) },
    plotly,
    version: document.version,
  });
}

function section(component: TensorComponent, { axes }: DensityTable): Markup {
  const names = axes.map(({ name }) => name);
  const table = tableMarkup(
    `Moments and quantiles of ${component.name}`,
    ['quantity', ...names],
    momentTable(component),
  );
  return markup`<section><h2>Density of ${names.join(' and ')}, ${component.name}</h2>
<figure><h3>Logarithm (base 10) of the density</h3>
<div class="plot" role="img" aria-label="Density over ${names.join(' and ')}, as a map">The figure needs scripts.</div></figure>
${table}</section>\n`;
}

function methodParagraphs(document: TensorDocument): Markup[] {
  return [
    markup`<p>The Fokker–Planck equation of SGD’s own gradient noise is discretised as a Markov chain on the cells, whose jump rates
are never negative; ${classesText(document)} found. The steady state is solved by elimination without subtractions.</p>\n`,
  ];
}

/** log₁₀ of the density as a map, the first axis to the right. */
export function heatMap({ axes: [first, second], logDensity }: DensityTable): Figure {
  const [rows, columns] = [first!, second!].map(({ centres }) => centres.length) as [number, number];
  const pick = (n: number): number[] => {
    const step = Math.ceil(n / DRAWN);
    return Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);
  };
  const [x, y] = [pick(rows), pick(columns)];
  let top = -Infinity;
  for (let i = 0; i < logDensity.length; i++) top = Math.max(top, logDensity[i]!);
  const decades = (value: number): number | null =>
    Number.isFinite(value) ? Number((value / Math.LN10).toPrecision(5)) : null;
  const trace = {
    type: 'heatmap',
    x: x.map((i) => first!.centres[i]),
    y: y.map((j) => second!.centres[j]),
    z: y.map((j) => x.map((i) => decades(logDensity[i * columns + j]!))),
    zmax: top / Math.LN10,
    zmin: top / Math.LN10 - DECADES,
    colorscale: 'Viridis',
    colorbar: { title: { text: 'log₁₀ p' }, thickness: 14 },
    hovertemplate: `${first!.name} = %{x:.4g}<br>${second!.name} = %{y:.4g}<br>log₁₀ p = %{z:.3f}<extra></extra>`,
  };
  const layout = {
    margin: { l: 60, r: 10, t: 8, b: 54 },
    xaxis: { title: { text: first!.name } },
    yaxis: { title: { text: second!.name } },
  };
  return { data: [trace], layout };
}
