import type { ComparedLaw, ComparedMarginal, ComparisonDocument } from '../io/comparison-document.js';
import { toJson } from '../io/json-document.js';
import { TRACE_COLOURS, type Figure } from './density-figure.js';
import { markup, tableMarkup } from './markup.js';
import type { Markup } from './markup.js';
import { numberText } from './number-text.js';
import { PAIR_HEADS, pairCells, pairGroups } from './comparison-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, problemSection, warningsSection } from './report-sections.js';

const COLOURS: Readonly<Record<ComparedLaw['name'], string>> = {
  'closed form': TRACE_COLOURS.closedForm,
  'finite volume': TRACE_COLOURS.density,
  SDE: TRACE_COLOURS.quantiles,
  SGD: TRACE_COLOURS.mean,
};

/** A comparison as one self-contained HTML file: overlaid densities, residuals in standard errors, the table of distances. */
export function comparisonReport(document: ComparisonDocument, plotly: string): string {
  const { result, warnings } = document;
  const { marginals, component } = result;
  const names = marginals.map(({ variable }) => variable);
  const facts = [temperatureText({ ...document, result: {} }), `${names.join(' and ')} on ${component}`];
  const of = (variable: string): string => (names.length > 1 ? ` of ${variable}` : '');
  return reportPage({
    title: modelText(document.problem),
    kind: 'Closed form, finite volumes, SDE and SGD compared',
    facts: mathMarkup(facts.filter((t) => t !== '').join(' · ')),
    sections: [
      ...warningsSection(warnings),
      ...names.flatMap((variable) => [
        plotSection(
          `Densities${of(variable)}`,
          'Marks of samples and curves of exact laws over cells of about equal probability.',
        ),
        plotSection(`Residuals${of(variable)}`, RESIDUAL_NOTE),
      ]),
      ...pairGroups(result).map(({ title, pairs }) => {
        const table = tableMarkup(`Pairs of laws of ${title}`, PAIR_HEADS, pairs.map(pairCells));
        return markup`<section><h2>Distances${of(title)}</h2>\n${table}</section>\n`;
      }),
      markup`<section><h2>Samples</h2>\n${tableMarkup('Chains', ['', ...names.flatMap((v) => [`mean${of(v)}`, `sd${of(v)}`]), 'chains × steps', 'time step', 'outcome'], runRows(result))}</section>\n`,
      problemSection(document.problem),
      methodSection(document, METHOD),
    ],
    figures: marginals.flatMap((marginal) => [densitiesFigure(marginal), residualsFigure(marginal)]),
    downloads: { document: toJson(document) },
    plotly,
    version: document.version,
  });
}

/** How the particles of each kind moved and where they ended, with the moments of every variable. */
function runRows({ marginals }: ComparisonDocument['result']): string[][] {
  return marginals[0].laws.flatMap(({ name, run }, i) => {
    if (run === undefined) return [];
    const moments = marginals.flatMap(({ laws }) => [
      numberText(laws[i].mean ?? NaN),
      numberText(Math.sqrt(laws[i].variance ?? NaN)),
    ]);
    return [[name, ...moments, `${run.particles} × ${run.steps}`, numberText(run.timeStep, 3), run.outcome]];
  });
}

const RESIDUAL_NOTE =
  'Probability of each cell less that of the finite volumes, in standard errors of a sample of that effective size: within the band most of the time if only chance differs.';

const METHOD: readonly Markup[] = [
  markup`<p>Kolmogorov–Smirnov distances are taken at the edges of the grid; their p-values count as many independent values as
the records are worth, measured on the indicators of ten thresholds. Total variation is taken over about 50 cells (10 × 10 of two parameters together), beside what
sampling alone would leave.</p>\n`,
  markup`<p>The SDE’s particles start, rest and are recorded on a schedule of relaxation times; SGD runs for the same time at its own learning rate.</p>\n`,
];

function plotSection(title: string, note: string): Markup {
  return markup`<section><h2>${title}</h2>
<p>${note}</p>
<figure><div class="plot" role="img" aria-label="${title}">The figure needs scripts.</div></figure></section>\n`;
}

/** Steps of all laws on the coarse cells that can be drawn, samples as marks. */
function densitiesFigure({ edges, laws, variable }: ComparedMarginal): Figure {
  const [middles, widths] = [cellMiddles(edges), edges.slice(1).map((edge, i) => edge - edges[i])];
  const data = laws.map(({ name, mass, effectiveSamples }) => {
    const y = mass.map((m, i) => short(m / widths[i]));
    const common = { type: 'scatter', name, x: middles.map(short), y };
    if (effectiveSamples === null) {
      const dash = name === 'closed form' ? 'dash' : 'solid';
      return { ...common, mode: 'lines', line: { color: COLOURS[name], width: 2, dash } };
    }
    return {
      ...common,
      mode: 'markers',
      marker: { color: COLOURS[name], size: 6, symbol: name === 'SGD' ? 'diamond' : 'circle' },
    };
  });
  return { data, layout: layoutOf({ edges, variable }, `density of ${variable}`) };
}

/** (p̂ − p)/√(p(1 − p)/n) of every sample against the finite volumes, with the band ±2. */
function residualsFigure({ edges, laws, variable }: ComparedMarginal): Figure {
  const middles = cellMiddles(edges).map(short);
  const exact = laws.find(({ name }) => name === 'finite volume')!.mass;
  const data = laws.flatMap(({ name, mass, effectiveSamples }) => {
    if (effectiveSamples === null) return [];
    const y = mass.map((m, i) => {
      const error = Math.sqrt((exact[i] * (1 - exact[i])) / effectiveSamples);
      return error > 0 ? short((m - exact[i]) / error) : null;
    });
    const line = { color: COLOURS[name], width: 1.2 };
    return [
      { type: 'scatter', mode: 'lines+markers', name, x: middles, y, line, marker: { color: COLOURS[name], size: 5 } },
    ];
  });
  const band = {
    type: 'rect',
    xref: 'paper',
    x0: 0,
    x1: 1,
    y0: -2,
    y1: 2,
    fillcolor: TRACE_COLOURS.density,
    opacity: 0.12,
    line: { width: 0 },
  };
  return { data, layout: { ...layoutOf({ edges, variable }, 'residual (standard errors)'), shapes: [band] } };
}

/** Axes over the cells that hold all but the outermost. */
function layoutOf({ edges, variable }: Omit<ComparedMarginal, 'laws'>, title: string): Figure['layout'] {
  const range = [edges[1] ?? 0, edges.at(-2) ?? 1];
  const margin = 0.04 * (range[1] - range[0]);
  return {
    margin: { l: 66, r: 14, t: 8, b: 54 },
    hovermode: 'closest',
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' },
    xaxis: {
      title: { text: variable === 'v' ? 'model v (units of y/x)' : variable },
      range: [short(range[0] - margin), short(range[1] + margin)],
    },
    yaxis: { title: { text: title } },
  };
}

const cellMiddles = (edges: readonly number[]): number[] => edges.slice(1).map((edge, i) => (edge + edges[i]) / 2);

/** Seven significant digits: more than a screen shows. */
const short = (value: number): number => Number(value.toPrecision(7));
