import { tensorEvolutionDataset, tensorFramesDataset } from '../io/tensor-evolution-dataset.js';
import type { TensorEvolutionDocument, TensorEvolutionFrame } from '../io/tensor-evolution-document.js';
import { MAP_NOTE } from './density-map.js';
import { evolutionPage } from './evolution-page.js';
import { symmetryLines } from './expression-text.js';
import { markup } from './markup.js';
import { countText, numberText, scaledText } from './number-text.js';
import { factsText } from './problem-text.js';
import type { ReportFigure } from './report-figure.js';
import { sentence } from './report-sections.js';
import { tensorEvolutionFigure, tensorMomentsFigure } from './tensor-evolution-figure.js';
import { sizeText } from './tensor-evolution-text.js';

/** An evolution over several parameters as one self-contained HTML file: a map with a slider over time, moments, a table of frames. */
export function tensorEvolutionReport(document: TensorEvolutionDocument, plotly: string): string {
  const { frames, variables, initial, massError, repairedMass, timeError, methods, symmetries } = document.result;
  const over = variables.slice(0, 2).join(' and ');
  const isCurve = variables.length === 1;
  const rest = variables.slice(2).map((name) => ` ${name} is summed over.`);
  const repaired = `${numberText(repairedMass, 2)} of it came out below 0, was set to 0 and the rest scaled`;
  const kept = `Total mass is kept to ${numberText(massError, 2)}; ${repairedMass > 0 ? repaired : 'no mass came out below 0'}.`;
  return evolutionPage(document, {
    facts: factsText(document, [`from ${initial}`, countText(frames.length, 'frame'), sizeText(document)]),
    variables: over,
    figures: [
      {
        ...(isCurve ? curveWords(over, document) : mapWords(over, rest)),
        figure: tensorEvolutionFigure(frames),
      },
      {
        title: 'Moments',
        label: 'Means, spreads and probabilities over time',
        figure: tensorMomentsFigure(frames),
      },
    ],
    table: frameTable(frames),
    method: [
      markup`<p>The density moves by dm/dt = A m, a Markov chain on the cells whose jump rates are never negative. exp(tA) was taken by
${methods.join(' and ')}, with an estimated error of ${numberText(timeError, 2)}. ${kept}</p>\n`,
      ...symmetryLines(symmetries).map((line) => markup`<p>${sentence(line)}</p>\n`),
    ],
    frames: tensorFramesDataset(document),
    dataset: tensorEvolutionDataset(document),
    plotly,
  });
}

type Words = Omit<ReportFigure, 'figure'>;

function mapWords(over: string, rest: readonly string[]): Words {
  const note = `Move the slider to see the density at each output time. ${MAP_NOTE}${rest.join('')}`;
  return {
    title: 'Logarithm (base 10) of the density',
    label: `Density over ${over} as a map, with a slider over time`,
    note: note.replace('the peak', 'the highest peak'),
    shape: 'map slider',
  };
}

function curveWords(variable: string, { result: { frames } }: TensorEvolutionDocument): Words {
  const area = frames[0]?.survival === undefined ? '' : ' The area below a curve is the share that is left.';
  return {
    title: `Density of ${variable}`,
    label: `Density of ${variable}, with a slider over time`,
    note: `Move the slider to see the density at each output time; the dotted line is the start.${area}`,
  };
}

/** The figures of every frame, the head first. */
function frameTable(frames: readonly TensorEvolutionFrame[]): string[][] {
  const names = Object.keys(frames[0]?.moments ?? {});
  const signs = Object.keys(frames[0]?.positive ?? {});
  const classes = frames[0]?.components.map(({ name }) => name) ?? [];
  const shares = classes.length > 1 ? classes : [];
  const rows = frames.map(({ time, moments, positive, components, entropy, relativeEntropy }) => [
    numberText(time),
    ...names.flatMap((name) => {
      const sd = Math.sqrt(Math.max(0, moments[name]!.variance));
      return [scaledText(moments[name]!.mean, sd), numberText(sd, 5)];
    }),
    ...signs.map((name) => numberText(positive?.[name] ?? NaN, 5)),
    ...shares.map((_, k) => numberText(components[k]!.weight, 5)),
    numberText(entropy, 5),
    numberText(relativeEntropy ?? NaN, 4),
  ]);
  const head = [
    'time',
    ...names.flatMap((name) => [`mean ${name}`, `sd ${name}`]),
    ...signs.map((name) => `P(${name}>0)`),
    ...shares.map((name) => `P(${name})`),
    'entropy (nats)',
    'relative entropy (nats)',
  ];
  return [head, ...rows];
}
