import type { DensityTable, Numbers } from '../io/document.js';
import type { TensorComponent } from '../io/tensor-document.js';
import type { Figure } from './density-figure.js';

/** A figure with its heading and what it shows, for readers that do not see it. */
export interface NamedFigure {
  readonly title: string;
  readonly label: string;
  readonly figure: Figure;
}

/** Curves in the plane: the pieces of the noise-balanced manifold. */
export type Curves = readonly (readonly (readonly [number, number])[])[];

/** Decades of density below the peak that the colours cover. */
const DECADES = 8;
/** Most cells along an axis that are drawn; finer grids are thinned. */
const DRAWN = 200;
/** Arrows along an axis, and the density below the peak (in decades) at which none are drawn. */
const ARROWS = 24;
const ARROW_DECADES = 4;

/**
 * The figures of a component: over two parameters the density as a map with the current and the noise-balanced curve, over three a map of
 * every two; then the marginals, and the laws of products.
 */
export function componentFigures(component: TensorComponent, table: DensityTable, balance: Curves): NamedFigure[] {
  const names = table.axes.map(({ name }) => name);
  const maps = planes(table).map(({ pair, plane }): NamedFigure => {
    const [first, second] = pair.map((k) => names[k]);
    const flat = names.length === 2;
    const overlays = flat ? [...balanceTraces(balance), ...currentTraces(component, plane)] : [];
    const { data, layout } = heatMap(plane);
    return {
      title: `${flat ? 'Density' : 'Marginal density'} of ${first} and ${second}`,
      label: `Base-10 logarithm of the density over ${first} and ${second}, as a map`,
      figure: { data: [...data, ...overlays], layout },
    };
  });
  const curves = table.axes.map(({ name, centres }) => lineFigure(name, centres, component.marginals[name].logDensity));
  const products = (component.products ?? []).map(({ pair, centres, logDensity }) =>
    lineFigure(pair.join('·'), centres, logDensity),
  );
  return [...maps, ...curves, ...products];
}

/** The table itself over two axes; over three, the marginal density of every two. */
function planes(table: DensityTable): { pair: readonly number[]; plane: DensityTable }[] {
  const { axes, mass } = table;
  if (axes.length === 2) return [{ pair: [0, 1], plane: table }];
  const cells = axes.map(({ centres }) => centres.length);
  const strides = [cells[1] * cells[2], cells[2], 1];
  return [
    [0, 1],
    [0, 2],
    [1, 2],
  ].map(([k, l]) => {
    const sum = new Float64Array(cells[k] * cells[l]);
    const place = (cell: number, axis: number): number => Math.floor(cell / strides[axis]) % cells[axis];
    for (let cell = 0; cell < mass.length; cell++) sum[place(cell, k) * cells[l] + place(cell, l)] += mass[cell];
    const area = (i: number): number => axes[k].widths[Math.floor(i / cells[l])] * axes[l].widths[i % cells[l]];
    return {
      pair: [k, l],
      plane: { axes: [axes[k], axes[l]], mass: sum, logDensity: sum.map((m, i) => Math.log(m / area(i))) },
    };
  });
}

/** Indices along an axis of n cells, at most DRAWN. */
function thinned(n: number, most: number): number[] {
  const step = Math.ceil(n / most);
  return Array.from({ length: Math.ceil(n / step) }, (_, i) => Math.min(n - 1, i * step + (step >> 1)));
}

const largest = (values: Numbers): number => {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) if (values[i] > top) top = values[i];
  return top;
};

/** log₁₀ of the density as a map, the first axis to the right. */
function heatMap({ axes: [first, second], logDensity }: DensityTable): Figure {
  const [rows, columns] = [first, second].map(({ centres }) => centres.length);
  const [x, y] = [thinned(rows, DRAWN), thinned(columns, DRAWN)];
  const top = largest(logDensity) / Math.LN10;
  const decades = (value: number): number | null =>
    Number.isFinite(value) ? Number((value / Math.LN10).toPrecision(5)) : null;
  const trace = {
    type: 'heatmap',
    x: x.map((i) => first.centres[i]),
    y: y.map((j) => second.centres[j]),
    z: y.map((j) => x.map((i) => decades(logDensity[i * columns + j]))),
    zmax: top,
    zmin: top - DECADES,
    colorscale: 'Viridis',
    colorbar: { title: { text: 'log₁₀ p' }, thickness: 12 },
    hovertemplate: `${first.name} = %{x:.4g}<br>${second.name} = %{y:.4g}<br>log₁₀ p = %{z:.3f}<extra></extra>`,
  };
  const layout = {
    margin: { l: 60, r: 10, t: 36, b: 54 },
    showlegend: true,
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.01, yanchor: 'bottom' },
    xaxis: { title: { text: first.name }, range: ends(first.centres) },
    yaxis: { title: { text: second.name }, range: ends(second.centres) },
  };
  return { data: [trace], layout };
}

const ends = (centres: Numbers): [number, number] => [centres[0], centres[centres.length - 1]];

/** The pieces of the noise-balanced manifold as one dashed line. */
function balanceTraces(balance: Curves): Readonly<Record<string, unknown>>[] {
  if (balance.length === 0) return [];
  const join = (k: 0 | 1): (number | null)[] =>
    balance.flatMap((piece) => [...piece.map((point) => Number(point[k].toPrecision(6))), null]);
  const line = { color: '#ff7f0e', width: 2, dash: 'dash' };
  return [{ type: 'scatter', mode: 'lines', name: 'noise balanced', x: join(0), y: join(1), line, hoverinfo: 'skip' }];
}

/**
 * The current as arrows of three strokes, where the density is not too small: their direction is that of J, their length
 * grows as the fourth root of |J| / p relative to the largest, so that slow parts can be seen.
 */
function currentTraces(
  { current, detailedBalance }: TensorComponent,
  { axes, logDensity }: DensityTable,
): Readonly<Record<string, unknown>>[] {
  if (current === undefined || detailedBalance.holds) return [];
  const [first, second] = axes;
  const [rows, columns] = axes.map(({ centres }) => centres.length);
  const [J, K] = axes.map(({ name }) => current[name]);
  const spacing = axes.map(({ centres }) => (centres[centres.length - 1] - centres[0]) / ARROWS);
  const top = largest(logDensity);
  const arrows = thinned(rows, ARROWS).flatMap((i) =>
    thinned(columns, ARROWS).flatMap((j) => {
      const cell = i * columns + j;
      const p = Math.exp(logDensity[cell]);
      const velocity = [J[cell] / p / spacing[0], K[cell] / p / spacing[1]];
      const speed = Math.hypot(...velocity);
      const seen = logDensity[cell] > top - ARROW_DECADES * Math.LN10 && speed > 0;
      return seen ? [{ x: first.centres[i], y: second.centres[j], velocity, speed }] : [];
    }),
  );
  const fastest = arrows.reduce((most, { speed }) => Math.max(most, speed), 0);
  const [x, y]: (number | null)[][] = [[], []];
  for (const arrow of arrows) {
    const length = 0.9 * (arrow.speed / fastest) ** 0.25;
    const [a, b] = arrow.velocity.map((v) => (v / arrow.speed) * length);
    const at = (along: number, across: number): void => {
      x.push(Number((arrow.x + spacing[0] * (along * a - across * b)).toPrecision(5)));
      y.push(Number((arrow.y + spacing[1] * (along * b + across * a)).toPrecision(5)));
    };
    at(-0.5, 0);
    at(0.5, 0);
    at(0.15, 0.2);
    at(0.5, 0);
    at(0.15, -0.2);
    x.push(null);
    y.push(null);
  }
  if (arrows.length === 0) return [];
  const line = { color: '#ff6fb5', width: 1.3 };
  return [{ type: 'scatter', mode: 'lines', name: 'current J/p', x, y, line, hoverinfo: 'skip' }];
}

/** One density as a curve. */
function lineFigure(name: string, centres: Numbers, logDensity: Numbers): NamedFigure {
  const trace = {
    type: 'scatter',
    mode: 'lines',
    x: Array.from(centres, (x) => Number(x.toPrecision(7))),
    y: Array.from(logDensity, (p) => (Number.isFinite(p) ? Number(Math.exp(p).toPrecision(6)) : 0)),
    line: { shape: 'hvh' },
    hovertemplate: `${name} = %{x:.4g}<br>p = %{y:.4g}<extra></extra>`,
  };
  const layout = {
    margin: { l: 60, r: 10, t: 8, b: 54 },
    showlegend: false,
    xaxis: { title: { text: name } },
    yaxis: { title: { text: `density of ${name}` }, rangemode: 'tozero' },
  };
  return { title: `Density of ${name}`, label: `Density of ${name} by itself`, figure: { data: [trace], layout } };
}
