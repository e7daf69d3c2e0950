import { toCsv } from '../io/csv-table.js';
import { toJson } from '../io/json-document.js';
import { tensorEvolutionDataset, tensorFramesDataset } from '../io/tensor-evolution-dataset.js';
import type { TensorEvolutionDocument } from '../io/tensor-evolution-document.js';
import { symmetryLines } from './expression-text.js';
import { markup, tableMarkup } from './markup.js';
import { countText, numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, problemSection, warningsSection } from './report-sections.js';
import { tensorEvolutionFigure, tensorMomentsFigure } from './tensor-evolution-figure.js';
import { sizeText } from './tensor-evolution-text.js';

/** An evolution over several parameters as one self-contained HTML file: a map with a slider over time, moments, a table of frames. */
export function tensorEvolutionReport(document: TensorEvolutionDocument, plotly: string): string {
  const { frames, variables, initial, massError, repairedMass, timeError, methods, symmetries } = document.result;
  const facts = [
    temperatureText({ ...document, result: {} }),
    `from ${initial}`,
    countText(frames.length, 'frame'),
    sizeText(document),
  ];
  const names = Object.keys(frames[0]?.moments ?? {});
  const signs = Object.keys(frames[0]?.positive ?? {});
  const head = [
    'time',
    ...names.flatMap((name) => [`mean ${name}`, `sd ${name}`]),
    ...signs.map((name) => `P(${name}>0)`),
    'entropy',
    'relative entropy',
  ];
  const rows = frames.map(({ time, moments, positive, entropy, relativeEntropy }) => [
    numberText(time),
    ...names.flatMap((name) => [
      numberText(moments[name]!.mean),
      numberText(Math.sqrt(Math.max(0, moments[name]!.variance))),
    ]),
    ...signs.map((name) => numberText(positive?.[name] ?? NaN)),
    numberText(entropy),
    relativeEntropy === null ? '–' : numberText(relativeEntropy, 4),
  ]);
  const plot = (label: string, height = 400) =>
    markup`<div class="plot" style="height: ${height}px" role="img" aria-label="${label}">The figure needs scripts.</div>`;
  const over = variables.slice(0, 2).join(' and ');
  return reportPage({
    title: modelText(document.problem),
    kind: 'Time evolution under stochastic gradient descent',
    facts: mathMarkup(facts.filter((fact) => fact !== '').join(' · ')),
    sections: [
      ...warningsSection(document.warnings),
      markup`<section class="lead"><h2>Density of ${over} over time</h2>
<figure><h3>Logarithm (base 10) of the density</h3>
${plot(`Density over ${over} as a map, with a slider over time`, 620)}</figure>
<p>Move the slider to see the density at each output time; the colours are the same at all times.</p></section>\n`,
      markup`<section><h2>Moments over time</h2>\n${plot('Means, spreads and probabilities over time')}
${tableMarkup('Frames', head, rows)}</section>\n`,
      problemSection(document.problem),
      methodSection(document, [
        markup`<p>The density moves by dm/dt = A m, a Markov chain on the cells whose jump rates are never negative. exp(tA) was taken by
${methods.join(' and ')}, with an estimated error of ${numberText(timeError, 2)}. Total mass is kept to ${numberText(massError, 2)};
${numberText(repairedMass, 2)} of it came out below 0, was set to 0 and the rest scaled.</p>\n`,
        ...symmetryLines(symmetries).map((line) => markup`<p>${line}</p>\n`),
        markup`<p><button type="button" hidden data-source="frames" data-file="evolution-frames.csv" data-type="text/csv">Download frames (CSV)</button>
<button type="button" hidden data-source="document" data-file="evolution.json" data-type="application/json">Download result (JSON)</button></p>\n`,
      ]),
    ],
    figures: [tensorEvolutionFigure(frames), tensorMomentsFigure(frames)],
    downloads: {
      frames: toCsv(tensorFramesDataset(document)),
      document: toJson(tensorEvolutionDataset(document).document),
    },
    plotly,
    version: document.version,
  });
}
