import { toCsv } from '../io/csv-table.js';
import { evolutionDataset, framesDataset } from '../io/evolution-dataset.js';
import type { EvolutionDocument } from '../io/evolution-document.js';
import { toJson } from '../io/json-document.js';
import { evolutionFigure, momentsFigure } from './evolution-figure.js';
import { componentNames } from './evolution-text.js';
import { jointFigure } from './joint-figure.js';
import { markup, tableMarkup } from './markup.js';
import { countText, numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';

/** How an evolution is computed, in words. */
const ON_A_LINE = `The density moves by dm/dt = A m on exponentially fitted finite volumes; exp(tA) is a Chebyshev rational approximation of
order 16, and ramps of the learning rate are integrated by TR-BDF2. No jump leaves a side of a fixed point.`;
const OFF_BALANCE = `Noise acts at constant ζ and ζ falls at constant v; the two are split symmetrically. The noise step is a Markov kernel of
second order, the fall carries mass, mean and variance of ζ exactly, and what falls off the grid goes on along the balanced line.`;

/** An evolution as one self-contained HTML file: the density with a slider over time, its moments, a table of the frames. */
export function evolutionReport(document: EvolutionDocument, plotly: string): string {
  const { frames, variable, initial, moments, massError, smallestMass } = document.result;
  const names = componentNames(frames);
  const drawn = frames.some(({ density }) => density);
  const cells = frames[0]?.density?.mass.length ?? 0;
  const facts = [
    temperatureText(document),
    `from ${initial}`,
    countText(frames.length, 'frame'),
    countText(cells, 'cell'),
  ];
  const tends = frames.some(({ relativeEntropy }) => relativeEntropy !== null);
  const head = [
    'time',
    'mean',
    'standard deviation',
    ...names.map((name) => `P(${name})`),
    'entropy',
    ...(tends ? ['relative entropy'] : []),
  ];
  const rows = frames.map(({ time, moments: m, components, entropy, relativeEntropy }) => [
    numberText(time),
    numberText(m[variable]!.mean),
    numberText(Math.sqrt(Math.max(0, m[variable]!.variance))),
    ...names.map((name) => numberText(components.find((c) => c.name === name)!.weight)),
    numberText(entropy),
    ...(tends ? [relativeEntropy === null ? '–' : numberText(relativeEntropy, 4)] : []),
  ]);
  const joint = frames.some((frame) => frame.joint);
  const plot = (label: string) =>
    markup`<div class="plot" role="img" aria-label="${label}">The figure needs scripts.</div>`;
  return reportPage({
    title: modelText(document.problem),
    kind: 'Time evolution under stochastic gradient descent',
    facts: mathMarkup(facts.filter((fact) => fact !== '').join(' · ')),
    sections: [
      ...warningsSection(document.warnings),
      markup`<section class="lead"><h2>Density of ${variable} over time</h2>
${plot(`Density of ${variable}, with a slider over time`)}
<p>Move the slider to see the density at each output time; the dotted line is the start.</p></section>\n`,
      ...(joint
        ? [
            markup`<section><h2>Away from balance</h2>\n${plot('Law of ξ and ζ, with a slider over time')}
<p>a = ¼Σ(u + w)² and b = ¼Σ(u − w)², so that v = a − b. There is no noise in ζ, and it only falls; the sign of v is that of ξ.
Probability whose ζ lies below the map is balanced.</p></section>\n`,
          ]
        : []),
      markup`<section><h2>Moments over time</h2>\n${plot('Mean, standard deviation and weights over time')}
${tableMarkup('Frames', head, rows)}</section>\n`,
      markup`<div class="columns">${moments ? momentsSection(moments) : ''}${problemSection(document.problem)}</div>\n`,
      methodSection(document, [
        markup`<p>${joint ? OFF_BALANCE : ON_A_LINE} Total mass is kept to ${numberText(massError, 2)}; the smallest mass of a cell is
${numberText(smallestMass, 2)}.</p>
<p><button type="button" hidden data-source="frames" data-file="evolution-frames.csv" data-type="text/csv">Download frames (CSV)</button>
<button type="button" hidden data-source="document" data-file="evolution.json" data-type="application/json">Download result (JSON)</button></p>\n`,
      ]),
    ],
    figures: drawn
      ? [
          evolutionFigure(frames, variable),
          ...(joint ? [jointFigure(frames)] : []),
          momentsFigure(frames, variable, names),
        ]
      : [],
    downloads: { frames: toCsv(framesDataset(document)), document: toJson(evolutionDataset(document).document) },
    plotly,
    version: document.version,
  });
}
