import type { EvolutionFrame } from '../io/evolution-document.js';
import type { Numbers } from '../io/document.js';
import type { Figure } from './density-figure.js';
import { frameSlider, underLegend } from './figure-slider.js';
import { numberText, short } from './number-text.js';

/** Points of one curve: a report holds one curve per frame. */
const POINTS = 600;
/** Probability beyond each end of the window, in any frame. */
const HIDDEN = 0.002;
/** A density is a spike where it collapses: the axis is cut above what this share of the window stays below … */
const SHARE = 0.98;
/** … and at this many times the median of that over the frames. */
const HEADROOM = 3;

const CUT = {
  text: 'the axis is cut; zoom out to see peaks',
  showarrow: false,
  xref: 'paper',
  yref: 'paper',
  x: 0.99,
  y: 0.9,
  xanchor: 'right',
  yanchor: 'top',
};

/** Colour of the moving density. */
const COLOUR = '#2f81d8';
const FIRST = '#9aa5b1';

/**
 * The density over its axis with a slider and a play button over the frames; the first frame stays as a thin line.
 */
export function evolutionFigure(frames: readonly EvolutionFrame[], variable: string): Figure {
  const curves = frames.map((frame) => curveOf(frame, windowOf(frames)));
  const highest = curves.map(({ p }) => p.reduce((a, b) => Math.max(a, b), 0));
  const tops = curves.map(({ p }) => [...p].sort((a, b) => a - b)[Math.floor(SHARE * p.length)]!).sort((a, b) => a - b);
  const top = Math.min(1.1 * tops[tops.length - 1]!, HEADROOM * tops[tops.length >> 1]!) || Math.max(...highest) || 1;
  const trace = (i: number, own: object): Figure['data'][number] => ({
    type: 'scatter',
    mode: 'lines',
    x: curves[i]!.v,
    y: curves[i]!.p,
    hovertemplate: `${variable} = %{x:.6g}<br>p = %{y:.5g}<extra>t = ${numberText(frames[i]!.time)}</extra>`,
    ...own,
  });
  const moving = frames.map((frame, i) =>
    trace(i, {
      name: `t = ${numberText(frame.time)}`,
      visible: i === 0,
      line: { color: COLOUR, width: 2.5 },
      showlegend: false,
    }),
  );
  return {
    data: [trace(0, { name: 'start', line: { color: FIRST, width: 1.2, dash: 'dot' }, showlegend: false }), ...moving],
    layout: {
      ...frameSlider(
        frames.map(({ time }) => time),
        1,
      ),
      hovermode: 'closest',
      xaxis: {
        title: { text: variable === 'v' ? 'model v (units of y/x)' : variable },
        range: windowOf(frames).map(short),
      },
      yaxis: { title: { text: `density p(${variable}, t)` }, range: [0, short(1.05 * top)] },
      annotations: highest.some((p) => p > 1.05 * top) ? [CUT] : [],
    },
  };
}

/** The part of the axis that holds all but a little of the probability of every frame. */
export function windowOf(frames: readonly EvolutionFrame[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const { density } of frames) {
    if (!density) continue;
    const { centres } = density.axes[0]!;
    const n = centres.length;
    const reach = (at: (k: number) => number): number => {
      let sum = 0;
      for (let k = 0; k < n; k++) if ((sum += density.mass[at(k)]!) > HIDDEN) return centres[at(k)]!;
      return NaN;
    };
    const [a, b] = [reach((k) => k), reach((k) => n - 1 - k)];
    if (a < low) low = a;
    if (b > high) high = b;
  }
  if (!(low <= high)) return [-1, 1];
  const margin = 0.04 * (high - low) || 0.5;
  return [low - margin, high + margin];
}

/** A frame's density at places spread evenly over the window: averages over the cells between them, so that no mass is lost. */
function curveOf({ density }: EvolutionFrame, [low, high]: readonly [number, number]): { v: number[]; p: number[] } {
  const v = Array.from({ length: POINTS }, (_, k) => low + ((k + 0.5) * (high - low)) / POINTS);
  if (!density) return { v, p: v.map(() => 0) };
  const below = massBelow(density.axes[0]!.edges, density.mass);
  const sums = Array.from({ length: POINTS + 1 }, (_, k) => below(low + (k * (high - low)) / POINTS));
  const p = v.map((_, k) => ((sums[k + 1]! - sums[k]!) * POINTS) / (high - low));
  return { v: v.map(short), p: p.map((value) => short(Math.max(0, value))) };
}

/**
 * The probability below a value, to be asked for values in ascending order. Within a cell it is the ascending cubic whose slopes at both
 * edges are harmonic means of the neighbouring densities, so that wide cells do not show as stairs.
 */
function massBelow(edges: Numbers, mass: Numbers): (value: number) => number {
  const density = (i: number): number => mass[i]! / (edges[i + 1]! - edges[i]!);
  const slope = (i: number): number => {
    const [a, b] = [density(Math.max(0, i - 1)), density(Math.min(mass.length - 1, i))];
    return a > 0 && b > 0 ? (2 * a * b) / (a + b) : 0;
  };
  let [cell, sum] = [0, 0];
  return (value) => {
    while (cell < mass.length && edges[cell + 1]! <= value) sum += mass[cell++]!;
    if (cell >= mass.length || edges[cell]! >= value) return sum;
    const [width, m] = [edges[cell + 1]! - edges[cell]!, mass[cell]!];
    const t = (value - edges[cell]!) / width;
    return sum + t * m + t * (1 - t) * ((1 - t) * (slope(cell) * width - m) - t * (slope(cell + 1) * width - m));
  };
}

/** Mean, spread and weights over time. */
export function momentsFigure(frames: readonly EvolutionFrame[], variable: string, names: readonly string[]): Figure {
  const time = frames.map((frame) => frame.time);
  const line = (name: string, values: readonly number[], color: string): Figure['data'][number] => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: time,
    y: values.map(short),
    line: { color, width: 2 },
    marker: { size: 6 },
  });
  const colours = ['#e8762b', '#1f9e77', '#b25fc9', '#c9a227', '#5d6977'];
  const spread = frames.map(({ moments }) => Math.sqrt(Math.max(0, moments[variable]!.variance)));
  const weight = (name: string): number[] =>
    frames.map(({ components }) => components.find((c) => c.name === name)?.weight ?? 0);
  return {
    data: [
      line(
        `mean of ${variable}`,
        frames.map(({ moments }) => moments[variable]!.mean),
        COLOUR,
      ),
      line(`standard deviation of ${variable}`, spread, '#7fb2e5'),
      // Plotly reads names as markup.
      ...names.map((name, k) => line(`P(${name.replaceAll('<', '&lt;')})`, weight(name), colours[k % colours.length]!)),
    ],
    layout: {
      ...underLegend,
      xaxis: { title: { text: 'time (learning rate × steps)' } },
      yaxis: { title: { text: '' } },
    },
  };
}
