import { decades, joined, type DensityPlane } from './density-plane.js';
import type { Figure } from './density-figure.js';
import { short } from './number-text.js';

/** Decades of density below the peak that are coloured; cells further below are left blank. */
export const DECADES = 8;

/** What readers are told under a map. */
export const MAP_NOTE = `Colours are base-10 logarithms of the density; cells more than ${DECADES} decades below the peak are left blank.`;

/** Ends of each axis that a map shows, by name. */
export type MapWindow = Readonly<Record<string, readonly [number, number]>>;

/** log₁₀ of the highest density of any plane; 0 where there is none. */
export function peakOf(planes: readonly DensityPlane[]): number {
  let top = -Infinity;
  for (const plane of planes) for (const value of decades(plane)) if (value > top) top = value;
  return Number.isFinite(top) ? top : 0;
}

/** The part of every axis on which some plane has a cell less than DECADES below its peak (or `peak` of all), with a margin inside the axis. */
export function windowOf(planes: readonly DensityPlane[], peak?: number): MapWindow {
  const window: Record<string, [number, number]> = {};
  for (const plane of planes) {
    const floor = (peak ?? peakOf([plane])) - DECADES;
    const columns = plane.edges[1].length - 1;
    decades(plane).forEach((value, cell) => {
      if (!(value > floor)) return;
      [Math.floor(cell / columns), cell % columns].forEach((i, k) => {
        const [low, high] = (window[plane.names[k]!] ??= [Infinity, -Infinity]);
        window[plane.names[k]!] = [Math.min(low, plane.edges[k]![i]!), Math.max(high, plane.edges[k]![i + 1]!)];
      });
    });
  }
  for (const { names, edges } of planes) {
    names.forEach((name, k) => {
      const [first, last] = [edges[k]![0]!, edges[k]!.at(-1)!];
      const [low, high] = window[name] ?? [first, last];
      const margin = 0.04 * (high - low);
      window[name] = [Math.max(first, low - margin), Math.min(last, high + margin)];
    });
  }
  return window;
}

/** A plane as a map, the first axis to the right, with colours from `peak` down; at most `most` cells along an axis. */
export function mapTrace(plane: DensityPlane, peak: number, most: number): Figure['data'][number] {
  const drawn = joined(plane, most);
  const [first, second] = drawn.edges;
  const columns = second.length - 1;
  const logs = decades(drawn);
  const [x, y] = drawn.names;
  return {
    type: 'heatmap',
    x: Array.from(first, short),
    y: Array.from(second, short),
    z: Array.from({ length: columns }, (_, j) =>
      Array.from({ length: first.length - 1 }, (_, i) => {
        const value = logs[i * columns + j]!;
        return value > peak - DECADES ? Number(value.toPrecision(4)) : null;
      }),
    ),
    zmax: short(peak),
    zmin: short(peak - DECADES),
    colorscale: 'Viridis',
    colorbar: { title: { text: 'log₁₀ p' }, thickness: 12 },
    hovertemplate: `${x} = %{x:.4g}<br>${y} = %{y:.4g}<br>log₁₀ p = %{z:.3f}<extra></extra>`,
  };
}

/** Axes of a map. */
export function mapAxes(plane: DensityPlane, window: MapWindow): Figure['layout'] {
  const [x, y] = plane.names.map((name) => ({ title: { text: name }, range: window[name]!.map(short) }));
  return { xaxis: x, yaxis: y };
}
