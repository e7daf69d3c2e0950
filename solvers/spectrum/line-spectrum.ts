import type { Axis } from '../../src/grid/axis.js';
import { pointAt } from '../../src/data/cumulative.js';
import { endBehaviour } from '../../src/sde/end-behaviour.js';
import type { Generator } from '../../src/fv/generator.js';
import type { LineSde } from '../../src/sde/line.js';
import { lineFit } from '../../src/fv/line-fit.js';
import { lineGenerator } from '../../src/fv/line-generator.js';
import { axisOfLines } from '../evolve/initial-axis.js';
import { lineRange, sideOf, type LineRange } from '../evolve/initial-range.js';
import { lineLaw } from '../steady/line-law.js';
import { spectrum, type Spectrum } from './spectrum.js';

/** The slowest rates of one line, free of the error of the grid. */
export interface LineSpectrum extends Pick<
  Spectrum,
  'rates' | 'isolated' | 'gap' | 'relaxationTimes' | 'continuum' | 'modes'
> {
  readonly line: LineSde;
  /** Whether rate 0 belongs to a density or to the point that the line collapses to. */
  readonly kind: 'density' | 'point';
  /** Last change of each rate by extrapolation. */
  readonly errors: readonly number[];
  /** The grid of the modes. */
  readonly axis: Axis;
}

/** Cells of the three grids that a rate is extrapolated from. */
const CELLS = [2000, 4000, 8000] as const;
/** How far a grid follows an end at which the coefficients stay constant: waves travel there, and slow states reach far into it. */
const ROOM = 60;

/**
 * The `count` slowest rates of a line, from three grids and extrapolated to cells of no width: the error of an isolated rate falls
 * like h². A continuum is recognised on the finest grid. Without `modes` no eigenfunctions are computed.
 * Throws InputError for a count that is no whole number from 1 to the number of cells.
 */
export function lineSpectrum(line: LineSde, count: number, { modes = false } = {}): LineSpectrum {
  const range = rangeOf(line);
  const open = ([0, 1] as const).map((e) => endBehaviour(line, e === 0 ? -1 : 1).feller === 'natural');
  const kinds = ([0, 1] as const).map((e) => (open[sideOf(line, e)] ? 'open' : 'wall') as 'open' | 'wall');
  const axes = CELLS.map((cells) => axisOfLines([range], () => cells, 'cut'));
  const runs = axes.map((axis, k) => {
    return spectrum(generatorOf(range, axis), count, {
      modes: modes && k === CELLS.length - 1,
      lower: kinds[0],
      upper: kinds[1],
    }).value;
  });
  const finest = runs[runs.length - 1];
  const zeros = zeroModes(line);
  const extrapolated = finest.rates.map((_, k) => richardson(runs.map(({ rates }) => rates[k])));
  const edge = exactEdge(line, finest.continuum.edge, open);
  const rates = extrapolated.map(({ value }, k) => (k < zeros ? 0 : k < finest.isolated ? value : finest.rates[k]));
  const slowest = rates.slice(0, finest.isolated).find((rate) => rate > 0) ?? Infinity;
  const gap = Math.min(slowest, edge ?? Infinity);
  return {
    line,
    kind: lineLaw(line).kind === 'density' ? 'density' : 'point',
    rates,
    errors: extrapolated.map(({ error }, k) => (k < finest.isolated ? error : Infinity)),
    isolated: finest.isolated,
    gap: gap < Infinity ? gap : null,
    relaxationTimes: rates.slice(0, finest.isolated).flatMap((rate) => (rate > 0 ? [1 / rate] : [])),
    continuum: { ...finest.continuum, edge },
    modes: finest.modes,
    axis: axes[axes.length - 1],
  };
}

/**
 * The edge of a continuum that the grid shows. Where noise and drift settle on constants at an open end it is a²/(4D) there: the
 * spectrum of Brownian motion with drift. Elsewhere the grid's own figure is kept.
 */
function exactEdge({ evaluate, settled }: LineSde, seen: number | null, open: readonly boolean[]): number | null {
  if (seen === null) return null;
  const levels = ([0, 1] as const).flatMap((e) => {
    const outward = e === 0 ? -1 : 1;
    const level = (distance: number): number => {
      const out = new Float64Array(2);
      evaluate(settled[e] + outward * distance, out);
      return (out[0] * out[0]) / (4 * out[1]);
    };
    const [near, far] = [level(120), level(140)];
    return open[e] && Math.abs(far - near) <= 1e-10 * near ? [far] : [];
  });
  const nearest = levels.sort((a, b) => Math.abs(a - seen) - Math.abs(b - seen))[0];
  return Math.abs(nearest - seen) <= 0.05 * seen ? nearest : seen;
}

/** Rates that are 0: one for a density, one for each end that a collapse may choose. On the grid they leak into each other. */
function zeroModes(line: LineSde): number {
  const result = lineLaw(line);
  return result.kind === 'density' ? 1 : result.diverges.filter(Boolean).length;
}

/** The generator on a lattice of y itself: near an end of the line v would no longer tell the nodes apart. */
function generatorOf({ line, low, high }: LineRange, axis: Axis): Generator {
  const n = axis.cells;
  const h = (high - low) / n;
  const y = Float64Array.from({ length: n }, (_, k) => low + (k + 0.5) * h);
  const edges = Float64Array.from({ length: n + 1 }, (_, k) => low + k * h);
  return lineGenerator(axis, [{ line, first: 0, count: n, fit: lineFit(line, y, edges) }]);
}

/** Where the density lies, and room beyond at open ends. */
function rangeOf(line: LineSde): LineRange {
  const range = lineRange(line, pointAt(NaN), 1);
  const settled = ([0, 1] as const).map((e) => {
    const outward = e === 0 ? -1 : 1;
    const { feller, kind } = endBehaviour(line, outward);
    const near = e === 0 ? range.low : range.high;
    if (feller !== 'natural' || kind !== 'power') return near;
    const far = line.settled[e] + outward * ROOM;
    return outward * (far - near) > 0 ? far : near;
  });
  return { ...range, low: settled[0], high: settled[1] };
}

/** A quantity with an even error expansion in h, from h, h/2 and h/4, and how much the last round changed it. */
function richardson([a, b, c]: readonly number[]): { readonly value: number; readonly error: number } {
  const [first, second] = [b + (b - a) / 3, c + (c - b) / 3];
  const value = second + (second - first) / 15;
  return { value, error: Math.abs(value - second) };
}
