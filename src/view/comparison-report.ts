import type { ComparedLaw, ComparedMarginal, ComparisonDocument } from '../io/comparison-document.js';
import { toJson } from '../io/json-document.js';
import { densitiesFigure, residualsFigure } from './comparison-figure.js';
import { PAIR_HEADS, pairCells, pairGroups } from './comparison-text.js';
import { documentPage } from './document-page.js';
import { markup, tableMarkup } from './markup.js';
import type { Markup } from './markup.js';
import { numberText, scaledText } from './number-text.js';
import { factsText } from './problem-text.js';
import { panelsMarkup, type ReportFigure } from './report-figure.js';
import { downloadButton } from './report-sections.js';

/** A comparison as one self-contained HTML file: overlaid densities, residuals in standard errors, the table of distances. */
export function comparisonReport(document: ComparisonDocument, plotly: string): string {
  const { result } = document;
  const { marginals, component } = result;
  const names = marginals.map(({ variable }) => variable);
  const of = (variable: string): string => (names.length > 1 ? ` of ${variable}` : '');
  const figures = marginals.map((marginal) => figuresOf(marginal, of(marginal.variable)));
  const [head, ...rows] = lawTable(marginals, of);
  return documentPage(document, {
    kind: `${listText(marginals[0]!.laws.map(({ name }) => KIND[name]))} compared`,
    facts: factsText(document, [`${names.join(' and ')} on ${component}`]),
    sections: [
      ...figures.map((pair, i) => {
        const title = `Densities and residuals${of(names[i]!)}`;
        return markup`<section><h2>${title}</h2>\n${panelsMarkup(pair)}</section>\n`;
      }),
      ...pairGroups(result).map(({ title, pairs }) => {
        const table = tableMarkup(`Pairs of laws of ${title}`, PAIR_HEADS, pairs.map(pairCells));
        return markup`<section><h2>Distances${of(title)}</h2>\n${table}</section>\n`;
      }),
      markup`<section><h2>Laws</h2>\n${tableMarkup('Moments, and how particles moved', head!, rows)}</section>\n`,
    ],
    method: METHOD,
    figures: figures.flat().map(({ figure }) => figure),
    downloads: { document: toJson(document) },
    plotly,
  });
}

const KIND: Readonly<Record<ComparedLaw['name'], string>> = {
  'closed form': 'closed form',
  'finite volume': 'finite volumes',
  SDE: 'SDE',
  SGD: 'SGD',
};

/** `Closed form, SDE and SGD`. */
function listText(names: readonly string[]): string {
  const text = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names.join('');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function figuresOf(marginal: ComparedMarginal, of: string): ReportFigure[] {
  return [
    {
      title: `Densities${of}`,
      label: `Densities${of}`,
      note: 'Marks with standard errors are samples, curves exact laws, over cells of about equal probability.',
      figure: densitiesFigure(marginal),
    },
    {
      title: `Residuals${of}`,
      label: `Residuals${of}`,
      note: 'Residuals: probability of each cell less that of the finite volumes, in standard errors of a sample of that effective size; within the band most of the time if only chance differs.',
      figure: residualsFigure(marginal),
    },
  ];
}

/** Moments of every law of every variable, and how its particles moved and ended; the head first. */
function lawTable(marginals: readonly ComparedMarginal[], of: (variable: string) => string): string[][] {
  const head = marginals.flatMap(({ variable }) => [`mean${of(variable)}`, `sd${of(variable)}`]);
  const rows = marginals[0]!.laws.map(({ name, run }, i) => {
    const moments = marginals.flatMap(({ laws }) => {
      const sd = Math.sqrt(laws[i]!.variance ?? NaN);
      return [scaledText(laws[i]!.mean ?? NaN, sd), numberText(sd, 5)];
    });
    const how = run ? [`${run.particles} × ${run.steps}`, numberText(run.timeStep, 3), run.outcome] : ['–', '–', '–'];
    return [name, ...moments, ...how];
  });
  return [['', ...head, 'chains × steps', 'time step', 'outcome'], ...rows];
}

const METHOD: readonly Markup[] = [
  markup`<p>Kolmogorov–Smirnov distances are taken at the edges of the grid; their p-values count as many independent values as
the records are worth, measured on the indicators of ten thresholds. Total variation is taken over about 50 cells (10 × 10 of two parameters together), beside what
sampling alone would leave.</p>\n`,
  markup`<p>The SDE’s particles start, rest and are recorded on a schedule of relaxation times; SGD runs for the same time at its own learning rate.</p>\n`,
  markup`<p>${downloadButton('document', 'comparison.json', 'Download result (JSON)')}</p>\n`,
];
