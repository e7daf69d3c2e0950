import type { Figure } from './density-figure.js';
import { markup, type Markup } from './markup.js';

/** A figure with the title that stands above it. */
export interface TitledFigure {
  readonly title: string;
  readonly figure: Figure;
}

/** Size of one panel and of the part of it that the axes enclose, in pixels. */
const PANEL = { width: 560, height: 380, left: 64, right: 16, top: 40, bottom: 52 } as const;
const LEGEND = { row: 18, column: 190 } as const;
const DASHES: Readonly<Record<string, string>> = { solid: 'none', dot: '2 4', dash: '7 5' };

/** The parts of a trace that are drawn. */
interface Trace {
  readonly name: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly mode: string;
  readonly line: { readonly color: string; readonly width: number; readonly dash?: string };
  readonly showlegend?: boolean;
}

/** One axis: pixels of a value and the places of its ticks. */
interface Scale {
  readonly pixel: (value: number) => number;
  readonly ticks: readonly number[];
  readonly logarithmic: boolean;
}

/**
 * Figures of lines side by side as a still picture (SVG), for pages that run no scripts: lines, markers, linear and logarithmic axes from
 * 0 or the least value, titles, and one legend under all panels. What else plotly draws is left out.
 */
export function figureSvg(panels: readonly TitledFigure[]): string {
  const traces = (panels[0]?.figure.data ?? []).map((t) => t as unknown as Trace).filter((t) => t.showlegend !== false);
  const width = PANEL.width * panels.length;
  const perRow = Math.max(1, Math.floor((width - PANEL.left) / LEGEND.column));
  const height = PANEL.height + LEGEND.row * Math.ceil(traces.length / perRow) + 14;
  const legend = traces.map(({ name, line }, k) => {
    const x = PANEL.left + (k % perRow) * LEGEND.column;
    const y = PANEL.height + LEGEND.row * Math.floor(k / perRow) + 8;
    return markup`<path d="M${x} ${y}h28" stroke="${line.color}" stroke-width="2.5" stroke-dasharray="${dashOf(line)}"/>
<text x="${x + 34}" y="${y + 4}">${name.replaceAll('&gt;', '>').replaceAll('&lt;', '<')}</text>\n`;
  });
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"
font-family="system-ui, sans-serif" font-size="13" fill="#1f2933">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${panels.map((panel, k) => panelOf(panel, k * PANEL.width))}${legend}</svg>\n`.html;
}

const dashOf = ({ dash = 'solid' }: Trace['line']): string => DASHES[dash] ?? 'none';

function panelOf({ title, figure: { data, layout } }: TitledFigure, shift: number): Markup {
  const traces = data.map((trace) => trace as unknown as Trace);
  const { left, right, top, bottom } = PANEL;
  const [x0, x1, y0, y1] = [left, PANEL.width - right, PANEL.height - bottom, top];
  const x = scaleOf(
    traces.flatMap((t) => t.x),
    layout['xaxis'],
    [x0, x1],
  );
  const y = scaleOf(
    traces.flatMap((t) => t.y),
    layout['yaxis'],
    [y0, y1],
  );
  const across = x.ticks.map((value) => {
    const at = place(x.pixel(value));
    return markup`<path d="M${at} ${y0}V${y1}" stroke="#e6eaef"/><text x="${at}" y="${y0 + 18}" text-anchor="middle">${tickText(value, x)}</text>\n`;
  });
  const up = y.ticks.map((value) => {
    const at = place(y.pixel(value));
    return markup`<path d="M${x0} ${at}H${x1}" stroke="#e6eaef"/><text x="${x0 - 8}" y="${at + 4}" text-anchor="end">${tickText(value, y)}</text>\n`;
  });
  return markup`<g transform="translate(${shift} 0)">
<text x="${x0}" y="22" font-size="15" font-weight="600">${title}</text>
${across}${up}<path d="M${x0} ${y1}V${y0}H${x1}" fill="none" stroke="#9aa5b1"/>
<text x="${(x0 + x1) / 2}" y="${y0 + 42}" text-anchor="middle">${titleOf(layout['xaxis'])}</text>
<text transform="translate(16 ${(y0 + y1) / 2}) rotate(-90)" text-anchor="middle">${titleOf(layout['yaxis'])}</text>
${traces.map((trace) => lineOf(trace, x, y))}</g>\n`;
}

function lineOf({ x, y, mode, line }: Trace, across: Scale, up: Scale): Markup {
  const points = x.flatMap((v, i) =>
    v === null || y[i] === null || y[i] === undefined ? [] : [[across.pixel(v), up.pixel(y[i])].map(place)],
  );
  const path = points.map(([a, b], i) => `${i === 0 ? 'M' : 'L'}${a} ${b}`).join('');
  const dots = mode.includes('markers')
    ? points.map(([a, b]) => markup`<circle cx="${a!}" cy="${b!}" r="3" fill="${line.color}"/>`)
    : [];
  return markup`<path d="${path}" fill="none" stroke="${line.color}" stroke-width="${line.width}" stroke-dasharray="${dashOf(line)}"/>${dots}\n`;
}

/** The scale of an axis over all values of its traces, from 0 where the figure asks for that. */
function scaleOf(values: readonly (number | null)[], axis: unknown, [from, to]: readonly [number, number]): Scale {
  const { type, rangemode, range } = axis as { type?: string; rangemode?: string; range?: [number, number] };
  const logarithmic = type === 'log';
  const given = values.filter((value): value is number => value !== null && (!logarithmic || value > 0));
  const at = (value: number): number => (logarithmic ? Math.log10(value) : value);
  const most = given.reduce((a, b) => Math.max(a, at(b)), -Infinity);
  const least = given.reduce((a, b) => Math.min(a, at(b)), Infinity);
  const [low, high] = range ??
    (given.length === 0 ? [0, 1] : null) ?? [rangemode === 'tozero' && !logarithmic ? 0 : least, most];
  const margin = range ? 0 : 0.04 * (high - low) || 0.5;
  const [a, b] = [low === 0 || range ? low : low - margin, high + margin];
  const step = logarithmic ? Math.max(1, Math.ceil((b - a) / 8)) : niceStep((b - a) / 6);
  const count = Math.floor(b / step + 1e-9) - Math.ceil(a / step - 1e-9) + 1;
  const first = Math.ceil(a / step - 1e-9) * step;
  const ticks = Array.from({ length: Math.max(0, count) }, (_, k) => Number((first + k * step).toPrecision(12)));
  const pixel = (value: number): number => from + ((at(value) - a) / (b - a)) * (to - from);
  return { pixel, logarithmic, ticks: logarithmic ? ticks.map((k) => 10 ** k) : ticks };
}

/** The smallest of 1, 2, 5 × 10ᵏ that is no less than `size`. */
function niceStep(size: number): number {
  const decade = 10 ** Math.floor(Math.log10(size));
  return decade * ([1, 2, 5].find((k) => k * decade >= size * (1 - 1e-9)) ?? 10);
}

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const tickText = (value: number, { logarithmic }: Scale): string => {
  if (!logarithmic) return String(value);
  const power = Math.round(Math.log10(value));
  return `10${power < 0 ? '⁻' : ''}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPTS[Number(digit)]).join('')}`;
};
const titleOf = (axis: unknown): string => (axis as { title?: { text?: string } }).title?.text ?? '';
const place = (pixel: number): number => Math.round(100 * pixel) / 100;
