import type { ComparedLaw, ComparedMarginal } from '../io/comparison-document.js';
import { TRACE_COLOURS, type Figure } from './density-figure.js';
import { underLegend } from './figure-slider.js';
import { short } from './number-text.js';

const COLOURS: Readonly<Record<ComparedLaw['name'], string>> = {
  'closed form': TRACE_COLOURS.closedForm,
  'finite volume': TRACE_COLOURS.density,
  SDE: TRACE_COLOURS.quantiles,
  SGD: TRACE_COLOURS.mean,
};

/** Standard errors that the residual panel shows at least, on either side. */
const RESIDUALS = 3;

/** Standard error of the share of a cell of probability p among n independent values. */
const standardError = (p: number, n: number): number => Math.sqrt((p * (1 - p)) / n);

/** All laws on the coarse cells that can be drawn: exact ones as curves, samples as marks with their standard errors. */
export function densitiesFigure({ edges, laws, variable }: ComparedMarginal): Figure {
  const x = cellMiddles(edges);
  const widths = edges.slice(1).map((edge, i) => edge - edges[i]!);
  // A closed form under the finite volumes would not be seen: it is dashed, and drawn over them.
  const layer = ({ name }: ComparedLaw): number => ['finite volume', 'closed form', 'SDE', 'SGD'].indexOf(name);
  const data = [...laws]
    .sort((a, b) => layer(a) - layer(b))
    .map(({ name, mass, effectiveSamples: n }) => {
      const color = COLOURS[name];
      const common = { type: 'scatter', name, x, y: mass.map((m, i) => short(m / widths[i]!)) };
      if (n === null) {
        const line = name === 'closed form' ? { color, width: 2, dash: 'dash' } : { color, width: 2.5 };
        return { ...common, mode: 'lines', line };
      }
      const array = mass.map((m, i) => short(standardError(m, n) / widths[i]!));
      return {
        ...common,
        mode: 'markers',
        marker: { color, size: 6, symbol: name === 'SGD' ? 'diamond' : 'circle' },
        error_y: { type: 'data', array, thickness: 1, width: 0 },
      };
    });
  const units = variable === 'v' ? ' (units of x/y)' : '';
  return {
    data,
    layout: layoutOf({ edges, variable }, { title: { text: `density p(${variable})${units}` }, rangemode: 'tozero' }),
  };
}

/** (p̂ − p)/√(p(1 − p)/n) of every sample against the finite volumes, with the band ±2. */
export function residualsFigure({ edges, laws, variable }: ComparedMarginal): Figure {
  const x = cellMiddles(edges);
  const exact = laws.find(({ name }) => name === 'finite volume')!.mass;
  const data = laws.flatMap(({ name, mass, effectiveSamples: n }) => {
    if (n === null) return [];
    const y = mass.map((m, i) => {
      const error = standardError(exact[i]!, n);
      return error > 0 ? short((m - exact[i]!) / error) : null;
    });
    const color = COLOURS[name];
    const marker = { color, size: 5, symbol: name === 'SGD' ? 'diamond' : 'circle' };
    return [{ type: 'scatter', mode: 'lines+markers', name, x, y, line: { color, width: 1.2 }, marker }];
  });
  const largest = data.flatMap(({ y }) => y).reduce<number>((most, r) => Math.max(most, Math.abs(r ?? 0)), RESIDUALS);
  const span = { type: 'rect', xref: 'paper', x0: 0, x1: 1 };
  const band = { ...span, y0: -2, y1: 2, fillcolor: TRACE_COLOURS.density, opacity: 0.12, line: { width: 0 } };
  const range = [short(-1.08 * largest), short(1.08 * largest)];
  const layout = layoutOf({ edges, variable }, { title: { text: 'residual (standard errors)' }, range });
  return { data, layout: { ...layout, shapes: [band] } };
}

/** Axes over the cells that hold all but the outermost. */
function layoutOf({ edges, variable }: Omit<ComparedMarginal, 'laws'>, yaxis: object): Figure['layout'] {
  const range = [edges[1] ?? 0, edges.at(-2) ?? 1] as const;
  const margin = 0.04 * (range[1] - range[0]);
  return {
    ...underLegend,
    hovermode: 'closest',
    xaxis: {
      title: { text: variable === 'v' ? 'model v (units of y/x)' : variable },
      range: [short(range[0] - margin), short(range[1] + margin)],
    },
    yaxis,
  };
}

const cellMiddles = (edges: readonly number[]): number[] =>
  edges.slice(1).map((edge, i) => short((edge + edges[i]!) / 2));
