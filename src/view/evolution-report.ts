import { evolutionDataset, framesDataset } from '../io/evolution-dataset.js';
import type { EvolutionDocument, EvolutionFrame } from '../io/evolution-document.js';
import { evolutionFigure, momentsFigure } from './evolution-figure.js';
import { evolutionPage } from './evolution-page.js';
import { componentNames } from './evolution-text.js';
import { jointFigure } from './joint-figure.js';
import { markup } from './markup.js';
import { countText, numberText } from './number-text.js';
import { factsText } from './problem-text.js';
import type { ReportFigure } from './report-figure.js';

/** How an evolution is computed, in words. */
const ON_A_LINE = `The density moves by dm/dt = A m on exponentially fitted finite volumes; exp(tA) is a Chebyshev rational approximation of
order 16, and ramps of the learning rate are integrated by TR-BDF2. No jump leaves a side of a fixed point.`;
const OFF_BALANCE = `Noise acts at constant ζ and ζ falls at constant v; the two are split symmetrically. The noise step is a Markov kernel of
second order, the fall carries mass, mean and variance of ζ exactly, and what falls off the grid goes on along the balanced line.`;
const JOINT_NOTE = `a = ¼Σ(u + w)² and b = ¼Σ(u − w)², so that v = a − b. There is no noise in ζ, and it only falls; the sign of v is that of ξ.
Probability whose ζ lies below the map is balanced.`;

/** An evolution as one self-contained HTML file: the density with a slider over time, its moments, a table of the frames. */
export function evolutionReport(document: EvolutionDocument, plotly: string): string {
  const { frames, variable, initial, moments, massError, smallestMass } = document.result;
  const cells = frames[0]?.density?.mass.length ?? 0;
  const joint = frames.some((frame) => frame.joint);
  return evolutionPage(document, {
    facts: factsText(document, [`from ${initial}`, countText(frames.length, 'frame'), countText(cells, 'cell')]),
    variables: variable,
    figures: frames.some(({ density }) => density) ? figuresOf(frames, variable, joint) : [],
    table: frameTable(frames, variable),
    moments,
    method: [
      markup`<p>${joint ? OFF_BALANCE : ON_A_LINE} Total mass is kept to ${numberText(massError, 2)}; the smallest mass of a cell is
${numberText(smallestMass, 2)}.</p>\n`,
    ],
    frames: framesDataset(document),
    dataset: evolutionDataset(document),
    plotly,
  });
}

function figuresOf(frames: readonly EvolutionFrame[], variable: string, joint: boolean): ReportFigure[] {
  const density: ReportFigure = {
    title: `Density of ${variable}`,
    label: `Density of ${variable}, with a slider over time`,
    note: 'Move the slider to see the density at each output time; the dotted line is the start.',
    figure: evolutionFigure(frames, variable),
  };
  const away: ReportFigure = {
    title: 'Away from balance',
    label: 'Law of ξ and ζ, with a slider over time',
    note: JOINT_NOTE,
    figure: jointFigure(frames),
  };
  const moments: ReportFigure = {
    title: 'Moments',
    label: 'Mean, standard deviation and weights over time',
    figure: momentsFigure(frames, variable, componentNames(frames)),
  };
  return [density, ...(joint ? [away] : []), moments];
}

/** The figures of every frame, the head first. */
function frameTable(frames: readonly EvolutionFrame[], variable: string): string[][] {
  const names = componentNames(frames);
  const tends = frames.some(({ relativeEntropy }) => relativeEntropy !== null);
  const rows = frames.map(({ time, moments, components, entropy, relativeEntropy }) => [
    numberText(time),
    numberText(moments[variable]!.mean),
    numberText(Math.sqrt(Math.max(0, moments[variable]!.variance))),
    ...names.map((name) => numberText(components.find((c) => c.name === name)!.weight)),
    numberText(entropy),
    ...(tends ? [numberText(relativeEntropy ?? NaN, 4)] : []),
  ]);
  const head = [
    'time',
    'mean',
    'standard deviation',
    ...names.map((name) => `P(${name})`),
    'entropy (nats)',
    ...(tends ? ['relative entropy (nats)'] : []),
  ];
  return [head, ...rows];
}
