import type { Component, DensityTable } from '../io/document.js';

/** The cells of a density on one axis as they are drawn, with the part of the plane that is shown at first. */
export interface FigureFrame {
  /** The x axis is logarithmic. */
  readonly logarithmic: boolean;
  /** |v| is drawn instead of v (a component of one sign, v < 0, on a logarithmic axis). */
  readonly mirrored: boolean;
  /** Coordinates as drawn, ascending. */
  readonly x: Float64Array;
  /** Place along the drawn axis: x, or log₁₀ x on a logarithmic one. */
  readonly position: Float64Array;
  /** A coordinate in which ln p is smooth: ± ln|x| on a component of one sign, else x. Ascending. */
  readonly smooth: Float64Array;
  /** Natural logarithm of the density at x. */
  readonly logDensity: Float64Array;
  /** cell[i] is the index in the density table of what is drawn at x[i]. */
  readonly cell: Int32Array;
  /** Ends of the window along the x axis, as positions. */
  readonly window: readonly [number, number];
  /** Ends of the window along the y axis, as densities. */
  readonly height: readonly [number, number];
  /** The density is infinite at 0 and the y axis ends below it. */
  readonly cut: boolean;
}

/** Probability beyond each end of the window. A logarithmic axis shows the power laws at the ends as well. */
const HIDDEN = { linear: 0.003, log: 1e-5 };
/** Where a density diverges at 0, the y axis is fitted to what lies further from 0 than this part of the window. */
const NEAR_ORIGIN = 1 / 50;

/** Lays out the density of a component for linear or logarithmic axes. Only components of one sign get a logarithmic x axis. */
export function frameOf(component: Component, density: DensityTable, scale: 'linear' | 'log'): FigureFrame {
  const [lower, upper] = component.support;
  const oneSigned = lower >= 0 || upper <= 0;
  const logarithmic = scale === 'log' && oneSigned;
  const mirrored = logarithmic && upper <= 0;
  const { centres } = density.axes[0]!;
  // Cells that cannot be placed or drawn: no density, or a coordinate that has underflown on the way to 0.
  const drawable = (i: number): boolean =>
    Number.isFinite(density.logDensity[i]) && !(oneSigned && Math.abs(centres[i]!) < 1e-300);
  const kept = Array.from(centres, (_, i) => i).filter(drawable);
  const cell = Int32Array.from(mirrored ? kept.reverse() : kept);
  const x = Float64Array.from(cell, (i) => (mirrored ? -centres[i]! : centres[i]!));
  const position = logarithmic ? x.map(Math.log10) : x;
  const smooth = oneSigned ? x.map((value) => Math.sign(value) * Math.log(Math.abs(value))) : x;
  const logDensity = Float64Array.from(cell, (i) => density.logDensity[i]!);
  const [first, last] = bulk(cell, density, HIDDEN[scale]);
  const window = padded(
    [position[first] ?? 0, position[last] ?? 1],
    logarithmic ? [] : [...component.support, component.mean],
  );
  const cut = scale === 'linear' && (component.originExponent ?? 0) < 0;
  const far = cut ? NEAR_ORIGIN * (window[1] - window[0]) : 0;
  const shown = [...cell.keys()].filter((i) => position[i]! >= window[0] && position[i]! <= window[1]);
  const heights = shown.filter((i) => Math.abs(x[i]!) >= far).map((i) => logDensity[i]!);
  return {
    logarithmic,
    mirrored,
    x,
    position,
    smooth,
    logDensity,
    cell,
    window,
    height: heightOf(heights, scale, cut),
    cut,
  };
}

/**
 * Points (x, ln p) that draw a smooth curve through the cells from..to (inclusive): neighbours further apart than 1/300 of
 * the window get points between them, with ln p from the cubic through the four nearest cells.
 */
export function refined(frame: FigureFrame, [from, to]: readonly [number, number]): readonly [number, number][] {
  const { smooth, x, position, logDensity, window } = frame;
  const longest = (window[1] - window[0]) / 300;
  const points: [number, number][] = [];
  for (let i = from; i <= to; i++) {
    points.push([x[i]!, logDensity[i]!]);
    const parts = i < to ? Math.min(300, Math.ceil((position[i + 1]! - position[i]!) / longest)) : 1;
    for (let part = 1; part < parts; part++) {
      const place = smooth[i]! + (part / parts) * (smooth[i + 1]! - smooth[i]!);
      const between = smooth === x ? place : Math.sign(x[i]!) * Math.exp(Math.sign(x[i]!) * place);
      points.push([between, cubic(frame, place)]);
    }
  }
  return points;
}

/** ln p at x, between cells as `refined` draws it, beyond the first or last cell as there. */
export function logDensityAt(frame: FigureFrame, x: number): number {
  const { smooth } = frame;
  const place = smooth === frame.x ? x : Math.sign(x) * Math.log(Math.abs(x));
  return cubic(frame, Math.min(Math.max(place, smooth[0]!), smooth.at(-1)!));
}

/** Lagrange's cubic for ln p through the four cells around a place of the smooth coordinate (fewer on fewer cells). */
function cubic({ smooth, logDensity }: FigureFrame, place: number): number {
  const count = Math.min(4, smooth.length);
  const start = Math.min(Math.max(indexBelow(smooth, place) - 1, 0), smooth.length - count);
  let sum = 0;
  for (let j = start; j < start + count; j++) {
    let term = logDensity[j]!;
    for (let k = start; k < start + count; k++) {
      if (k !== j) term *= (place - smooth[k]!) / (smooth[j]! - smooth[k]!);
    }
    sum += term;
  }
  return sum;
}

/** The largest i with ascending[i] ≤ value; −1 where there is none. */
export function indexBelow(ascending: Float64Array, value: number): number {
  let low = -1;
  for (let high = ascending.length; high - low > 1;) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle;
  }
  return low;
}

/** First and last drawn cell that leave out at most `hidden` of the probability at each end. */
function bulk(cell: Int32Array, { mass }: DensityTable, hidden: number): [number, number] {
  const reach = (order: readonly number[]): number => {
    let sum = 0;
    return order.find((i) => (sum += mass[cell[i]!]!) > hidden) ?? 0;
  };
  const order = [...cell.keys()];
  return [reach(order), reach(order.reverse())];
}

/** The window, widened by a little and to the points named that are finite and not far outside. */
function padded([low, high]: readonly [number, number], points: readonly number[]): [number, number] {
  const size = high - low || 1;
  const near = points.filter((point) => point > low - size && point < high + size);
  const [from, to] = [Math.min(low, ...near), Math.max(high, ...near)];
  const margin = 0.03 * (to - from || 1);
  return [from - margin, to + margin];
}

/** Ends of the y axis around ln p of the shown cells. */
function heightOf(logDensities: readonly number[], scale: 'linear' | 'log', cut: boolean): [number, number] {
  if (logDensities.length === 0) return [scale === 'linear' ? 0 : 0.1, 1];
  const top = logDensities.reduce((a, b) => Math.max(a, b), -Infinity);
  if (scale === 'linear') return [0, (cut ? 1 : 1.08) * Math.exp(top)];
  const bottom = logDensities.reduce((a, b) => Math.min(a, b), Infinity);
  const margin = 0.05 * (top - bottom) + 0.3;
  return [Math.exp(bottom - margin), Math.exp(top + margin)];
}
