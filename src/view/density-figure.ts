import { QUANTILES } from '../io/document.js';
import type { Component, DensityTable, Numbers } from '../io/document.js';
import { frameOf, indexBelow, logDensityAt, refined } from './figure-frame.js';
import type { FigureFrame } from './figure-frame.js';
import { short } from './number-text.js';
import { thin } from './thinning.js';

/** A plotly figure as plain data, for Plotly.newPlot. The colours of ground, text and grid come from `plotTemplate`. */
export interface Figure {
  readonly data: readonly Readonly<Record<string, unknown>>[];
  readonly layout: Readonly<Record<string, unknown>>;
}

/** What to draw of one component. */
export interface DensityFigureInput {
  readonly component: Component;
  /** Its density on one axis. */
  readonly density: DensityTable;
  /** The closed form at the same centres: natural logarithms of the density, NaN where it was not evaluated. */
  readonly closedForm?: { readonly reference: string; readonly logDensity: Numbers };
  /** Linear axes show where the probability is, logarithmic ones the power laws at the ends. */
  readonly scale: 'linear' | 'log';
}

/** Trace colours that stand out both on white and on near-black. */
export const TRACE_COLOURS = { density: '#2f81d8', closedForm: '#e8762b', quantiles: '#1f9e77', mean: '#b25fc9' };
/** Marks of the closed form: few enough to see the curve between them. */
const MARKS = 36;
/** Doubles end near 10^±308; further out the density cannot be drawn, only its logarithm is known. */
const DRAWABLE = 690;

/**
 * The density of one component along its axis: the curve, the closed form as open marks on it, the median and the other
 * quantiles as lines dropped from it, the mean. At most 4000 points, whatever the grid. Logarithmic axes hold the whole
 * grid and show the middle of it at first; linear axes hold three times what they show.
 */
export function densityFigure({ component, density, closedForm, scale }: DensityFigureInput): Figure {
  const frame = frameOf(component, density, scale);
  const quantiles = QUANTILES.filter((p) => p !== '0.5').map((p) => component.quantiles[p]);
  const data = [
    curve(frame, density.axes[0]!.name),
    ...(closedForm ? [marks(frame, closedForm)] : []),
    dropLines(frame, [component.quantiles['0.5']], { name: 'median', color: TRACE_COLOURS.quantiles }),
    dropLines(frame, quantiles, { name: 'quantiles 5, 25, 75, 95 %', color: TRACE_COLOURS.quantiles, dash: 'dot' }),
    dropLines(frame, [component.mean], { name: 'mean', color: TRACE_COLOURS.mean, dash: 'dash' }),
  ];
  return { data, layout: layoutOf(frame, density.axes[0]!.name) };
}

/** The computed density, thinned to what can be seen and held within what a screen can draw. */
function curve(frame: FigureFrame, axis: string): Figure['data'][number] {
  const { position, window, height, logarithmic, mirrored } = frame;
  const reach = logarithmic ? Infinity : window[1] - window[0];
  const first = indexBelow(position, window[0] - reach) + 1;
  const last = indexBelow(position, window[1] + reach);
  // A linear axis cannot take a density that diverges at 0: its pixels would overflow.
  const top = logarithmic || height[0] > 0 ? DRAWABLE : Math.log(100 * height[1]);
  const points = refined(frame, [first, last]);
  const held = points.map(([, value]) => (value > -DRAWABLE && value < top ? value : NaN));
  const kept = thin(
    points.map(([x]) => (logarithmic ? Math.log10(x) : x)),
    held,
  );
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'computed density',
    x: kept.map((i) => short(points[i]![0])),
    y: kept.map((i) => short(Math.exp(points[i]![1]))),
    line: { color: TRACE_COLOURS.density, width: 2.5, simplify: false },
    hovertemplate: `${axis} = ${mirrored ? '-' : ''}%{x:.6g}<br>p(${axis}) = %{y:.5g}<extra></extra>`,
  };
}

/** The closed form at cells spread evenly over the window. */
function marks(
  { position, window, x, cell }: FigureFrame,
  { reference, logDensity }: NonNullable<DensityFigureInput['closedForm']>,
): Figure['data'][number] {
  const candidates = Array.from(cell, (_, i) => i).filter(
    (i) => position[i]! > window[0] && position[i]! < window[1] && Math.abs(logDensity[cell[i]!]!) < DRAWABLE,
  );
  const positions = Float64Array.from(candidates, (i) => position[i]!);
  const places = Array.from({ length: MARKS }, (_, k) => window[0] + ((k + 0.5) / MARKS) * (window[1] - window[0]));
  const shown = [...new Set(places.map((place) => indexBelow(positions, place)))]
    .filter((k) => k >= 0)
    .map((k) => candidates[k]!);
  return {
    type: 'scatter',
    mode: 'markers',
    name: `closed form ${reference}`.trim(),
    x: shown.map((i) => short(x[i]!)),
    y: shown.map((i) => short(Math.exp(logDensity[cell[i]!]!))),
    marker: {
      symbol: 'circle-open',
      size: 8,
      line: { color: TRACE_COLOURS.closedForm, width: 1.8 },
      color: TRACE_COLOURS.closedForm,
    },
    hoverinfo: 'skip',
  };
}

/** Vertical lines from the axis up to the curve; places that a logarithmic axis has not are left out. */
function dropLines(
  frame: FigureFrame,
  values: readonly number[],
  { name, color, dash = 'solid' }: { readonly name: string; readonly color: string; readonly dash?: string },
): Figure['data'][number] {
  const drawn = values.map((value) => (frame.mirrored ? -value : value));
  const places = drawn.filter((value) => Number.isFinite(value) && (!frame.logarithmic || value > 0));
  const top = (place: number): number => {
    const density = Math.exp(logDensityAt(frame, place));
    return density < frame.height[1] ? density : frame.height[1];
  };
  return {
    type: 'scatter',
    mode: 'lines',
    name,
    x: places.flatMap((place) => [short(place), short(place), null]),
    y: places.flatMap((place) => [short(frame.height[0]), short(top(place)), null]),
    line: { color, width: 2, dash },
    hovertemplate: `${name}: ${frame.mirrored ? '-' : ''}%{x:.6g}<extra></extra>`,
  };
}

/** Axes with the terms and units of the field, and the window that is shown at first. */
function layoutOf({ logarithmic, mirrored, window, height, cut }: FigureFrame, axis: string): Figure['layout'] {
  const isModel = axis === 'v';
  const symbol = mirrored ? `|${axis}|` : axis;
  const steep = height[0] > 0;
  const heights: readonly [number, number] = steep ? [Math.log10(height[0]), Math.log10(height[1])] : height;
  const note = {
    text: 'p → ∞ at 0: the axis is cut',
    showarrow: false,
    xref: 'paper',
    yref: 'paper',
    x: 0.98,
    y: 0.98,
  };
  return {
    margin: { l: 66, r: 14, t: 8, b: 54 },
    hovermode: 'closest',
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' },
    xaxis: {
      title: { text: isModel ? `model ${symbol} (units of y/x)` : symbol },
      type: logarithmic ? 'log' : 'linear',
      range: window.map(short),
      tickangle: 0,
      ...(logarithmic && decadeTicks(window, 6)),
      exponentformat: 'power',
    },
    yaxis: {
      title: { text: isModel ? `density p(${axis}) (units of x/y)` : `density p(${axis})` },
      type: steep ? 'log' : 'linear',
      range: heights.map(short),
      ...(steep && decadeTicks(heights, 8)),
      exponentformat: 'power',
    },
    annotations: cut ? [note] : [],
  };
}

/**
 * Ticks of a logarithmic axis: powers of ten over three decades or more, at most `most` of them, over less 1, 2 and 5 as
 * well; within one decade plotly's own choice.
 */
function decadeTicks([low, high]: readonly [number, number], most: number): { readonly nticks?: number } {
  const decades = high - low;
  if (decades < 1) return {};
  return { nticks: decades < 3 ? Math.ceil(2 * decades) : Math.min(most, Math.ceil(decades)) };
}
