import type { Figure } from '../../src/view/density-figure.js';

/** One plot of an illustration. */
export interface Panel {
  readonly title: string;
  /** What is seen in it. */
  readonly note: string;
  readonly figure: Figure;
}

/** A figure of the theory, drawn from this program's own runs: plain data, no files. */
export interface Illustration {
  readonly name: string;
  readonly title: string;
  /** Figure and equations of arXiv:2308.06671 ([NB]). */
  readonly reference: string;
  readonly caption: string;
  /** Seconds of one core, roughly. */
  readonly cost: number;
  draw(): readonly Panel[];
}

/** Colours of traces that stand out on white and on near-black, in the order in which they are taken. */
export const COLOURS = ['#2f81d8', '#e8762b', '#1f9e77', '#b25fc9', '#c9a227', '#d6455d'] as const;

/** What a trace looks like. */
export interface TraceStyle {
  readonly color: string;
  readonly mode?: 'lines' | 'markers' | 'lines+markers';
  readonly dash?: 'solid' | 'dash' | 'dot';
  readonly width?: number;
}

/** A curve or marks; numbers are kept to six digits. The name may hold the markup that plotly knows. */
export function trace(
  name: string,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { color, mode = 'lines', dash = 'solid', width = 2.2 }: TraceStyle,
): Figure['data'][number] {
  return {
    type: 'scatter',
    name,
    mode,
    x: Array.from(x, short),
    y: Array.from(y, short),
    line: { color, width, dash },
    marker: { color, size: 6 },
    hovertemplate: '%{x:.4g}, %{y:.4g}',
  };
}

/** Axis of a panel. */
export interface AxisStyle {
  readonly title: string;
  readonly type?: 'linear' | 'log';
  /** Ends as numbers, also on a logarithmic axis. */
  readonly range?: readonly [number, number];
}

/** Layout with a legend above and titled axes. */
export function panelLayout(x: AxisStyle, y: AxisStyle, more: Figure['layout'] = {}): Figure['layout'] {
  const axisOf = ({ title, type = 'linear', range }: AxisStyle) => ({
    title: { text: title },
    type,
    ...(range && { range: type === 'log' ? range.map(Math.log10) : range }),
    ...(type === 'log' && { exponentformat: 'power', nticks: 7 }),
  });
  return {
    margin: { l: 70, r: 44, t: 8, b: 56 },
    // Beside the plot, where it covers neither curves nor the legend.
    modebar: { orientation: 'v' },
    hovermode: 'closest',
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' },
    xaxis: axisOf(x),
    yaxis: axisOf(y),
    ...more,
  };
}

/** Evenly spaced numbers, ends included; in constant ratio with `log`. */
export function spaced([from, to]: readonly [number, number], count: number, log = false): number[] {
  const at = (share: number): number => (log ? from * (to / from) ** share : from + (to - from) * share);
  return Array.from({ length: count }, (_, i) => at(i / (count - 1)));
}

const short = (value: number): number | null => (Number.isFinite(value) ? Number(value.toPrecision(6)) : null);
