import type { DensityTable, Numbers } from '../io/document.js';
import type { TensorComponent } from '../io/tensor-document.js';
import { ARROW_NOTE, currentTraces } from './current-arrows.js';
import { TRACE_COLOURS, type Figure } from './density-figure.js';
import { MAP_NOTE, mapAxes, mapTrace, peakOf, windowOf } from './density-map.js';
import { axisPairs, planeOf } from './density-plane.js';
import type { ReportFigure } from './report-figure.js';
import { short } from './number-text.js';

/** Curves in the plane: the pieces of the noise-balanced manifold. */
export type Curves = readonly (readonly (readonly [number, number])[])[];

/** Most cells along an axis that are drawn; those of finer grids are joined. */
const DRAWN = 200;

/**
 * The figures of a component: over two parameters the density as a map with the current and the noise-balanced curve, over three a map of
 * every two with their current; then the marginals, and the laws of products. All show the same part of an axis.
 */
export function componentFigures(component: TensorComponent, table: DensityTable, balance: Curves): ReportFigure[] {
  const pairs = axisPairs(table);
  const planes = pairs.map((pair) => planeOf(table, pair));
  const window = windowOf(planes);
  const flat = table.axes.length === 2;
  const maps = planes.map((plane, k): ReportFigure => {
    const [first, second] = plane.names;
    const arrows = currentTraces(component, { table, pair: pairs[k]!, plane, window });
    return {
      title: `${flat ? 'Density' : 'Marginal density'} of ${first} and ${second}`,
      label: `Base-10 logarithm of the density over ${first} and ${second}, as a map`,
      shape: 'map',
      note: arrows.length > 0 ? `${MAP_NOTE} ${ARROW_NOTE}` : MAP_NOTE,
      figure: {
        data: [mapTrace(plane, peakOf([plane]), DRAWN), ...(flat ? balanceTraces(balance) : []), ...arrows],
        layout: {
          margin: { l: 60, r: 10, t: 36, b: 54 },
          showlegend: true,
          legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.01, yanchor: 'bottom' },
          ...mapAxes(plane, window),
        },
      },
    };
  });
  const curves = table.axes.map(({ name, centres }) =>
    lineFigure(name, centres, component.marginals[name]!.logDensity, window[name]),
  );
  const products = (component.products ?? []).map(({ pair, centres, logDensity }) =>
    lineFigure(pair.join('·'), centres, logDensity),
  );
  return [...maps, ...curves, ...products];
}

/** The pieces of the noise-balanced manifold as one dashed line. */
function balanceTraces(balance: Curves): Figure['data'] {
  if (balance.length === 0) return [];
  const join = (k: 0 | 1): (number | null)[] =>
    balance.flatMap((piece) => [...piece.map((point) => short(point[k])), null]);
  const line = { color: '#f0413c', width: 2, dash: 'dash' };
  return [{ type: 'scatter', mode: 'lines', name: 'noise balanced', x: join(0), y: join(1), line, hoverinfo: 'skip' }];
}

/** One density as a curve, cell by cell. */
function lineFigure(
  name: string,
  centres: Numbers,
  logDensity: Numbers,
  window?: readonly [number, number],
): ReportFigure {
  const trace = {
    type: 'scatter',
    mode: 'lines',
    x: Array.from(centres, short),
    y: Array.from(logDensity, (p) => (Number.isFinite(p) ? short(Math.exp(p)) : 0)),
    line: { shape: 'hvh', color: TRACE_COLOURS.density },
    hovertemplate: `${name} = %{x:.4g}<br>p = %{y:.4g}<extra></extra>`,
  };
  const layout = {
    margin: { l: 60, r: 10, t: 8, b: 54 },
    showlegend: false,
    xaxis: { title: { text: name }, ...(window && { range: window.map(short) }) },
    yaxis: { title: { text: `density p(${name})` }, rangemode: 'tozero' },
  };
  return { title: `Density of ${name}`, label: `Density of ${name} by itself`, figure: { data: [trace], layout } };
}
