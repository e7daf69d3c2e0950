import type { TensorCellTable, TensorEvolutionFrame } from '../io/tensor-evolution-document.js';
import type { Figure } from './density-figure.js';
import { numberText } from './number-text.js';

/** Decades of density below the highest peak of all frames that the colours cover. */
const DECADES = 8;
/** Cells along an axis that are drawn at most, all frames together having about this many. */
const DRAWN = { most: 160, all: 400_000 } as const;

/**
 * log₁₀ of the density over the first two axes as a map with a slider over the frames; a third axis is summed over. Every frame is a
 * trace and the slider shows one at a time.
 */
export function tensorEvolutionFigure(frames: readonly TensorEvolutionFrame[]): Figure {
  const drawn = frames.flatMap(({ time, density }) => (density ? [{ time, plane: planeOf(density) }] : []));
  const most = Math.min(DRAWN.most, Math.floor(Math.sqrt(DRAWN.all / Math.max(1, drawn.length))));
  const top = drawn.reduce((high, { plane }) => plane.p.reduce((a, b) => Math.max(a, b), high), 0);
  const zmax = Math.log10(top > 0 ? top : 1);
  const data = drawn.map(({ plane }, i) => trace(plane, { most, zmax, visible: i === 0 }));
  const [first, second] = drawn[0]?.plane.names ?? ['', ''];
  const steps = drawn.map(({ time }, i) => ({
    label: numberText(time, 4),
    method: 'restyle',
    args: [{ visible: drawn.map((_, k) => k === i) }],
  }));
  return {
    data,
    layout: {
      margin: { l: 60, r: 10, t: 8, b: 110 },
      xaxis: { title: { text: first } },
      yaxis: { title: { text: second } },
      sliders: [{ active: 0, steps, currentvalue: { prefix: 'time ' }, pad: { t: 52, b: 4 } }],
    },
  };
}

interface Plane {
  readonly names: readonly [string, string];
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Density over the two axes, the second fastest. */
  readonly p: Float64Array;
}

function planeOf({ axes, mass }: TensorCellTable): Plane {
  const [first, second, ...rest] = axes;
  const columns = second!.centres.length;
  const inner = rest.reduce((product, { centres }) => product * centres.length, 1);
  const p = new Float64Array(first!.centres.length * columns);
  for (let cell = 0; cell < mass.length; cell++) p[Math.floor(cell / inner)]! += mass[cell]!;
  for (let i = 0; i < p.length; i++) p[i]! /= first!.widths[Math.floor(i / columns)]! * second!.widths[i % columns]!;
  return { names: [first!.name, second!.name], x: first!.centres, y: second!.centres, p };
}

function trace(
  { names, x, y, p }: Plane,
  { most, zmax, visible }: { readonly most: number; readonly zmax: number; readonly visible: boolean },
): Figure['data'][number] {
  const pick = (n: number): number[] => {
    const step = Math.ceil(n / most);
    return Array.from({ length: Math.ceil(n / step) }, (_, i) => i * step);
  };
  const [rows, columns] = [pick(x.length), pick(y.length)];
  const decades = (value: number): number | null => {
    const log = Math.log10(value);
    return log > zmax - 2 * DECADES ? Number(log.toPrecision(4)) : null;
  };
  return {
    type: 'heatmap',
    visible,
    x: rows.map((i) => short(x[i]!)),
    y: columns.map((j) => short(y[j]!)),
    z: columns.map((j) => rows.map((i) => decades(p[i * y.length + j]!))),
    zmax,
    zmin: zmax - DECADES,
    colorscale: 'Viridis',
    colorbar: { title: { text: 'log₁₀ p' }, thickness: 14 },
    hovertemplate: `${names[0]} = %{x:.4g}<br>${names[1]} = %{y:.4g}<br>log₁₀ p = %{z:.3f}<extra></extra>`,
  };
}

const short = (value: number): number => Number(value.toPrecision(6));

const COLOURS = ['#2f81d8', '#e8762b', '#1f9e77', '#b25fc9', '#c9a227'];

/** Means with their spread as error bars, and probabilities, over time. */
export function tensorMomentsFigure(frames: readonly TensorEvolutionFrame[]): Figure {
  const time = frames.map((frame) => frame.time);
  const names = Object.keys(frames[0]?.moments ?? {});
  const signs = Object.keys(frames[0]?.positive ?? {});
  const line = (name: string, y: readonly number[], k: number, own: object = {}): Figure['data'][number] => ({
    type: 'scatter',
    mode: 'lines+markers',
    name,
    x: time,
    y: y.map(short),
    line: { color: COLOURS[k % COLOURS.length], width: 2 },
    marker: { size: 6 },
    ...own,
  });
  return {
    data: [
      ...names.map((name, k) => {
        const spread = frames.map(({ moments }) => short(Math.sqrt(Math.max(0, moments[name]!.variance))));
        const mean = frames.map(({ moments }) => moments[name]!.mean);
        return line(`${name}, mean ± sd`, mean, k, { error_y: { type: 'data', array: spread, thickness: 1 } });
      }),
      ...signs.map((name, k) =>
        line(
          `P(${name} &gt; 0)`,
          frames.map(({ positive }) => positive?.[name] ?? NaN),
          names.length + k,
        ),
      ),
    ],
    layout: {
      margin: { l: 66, r: 14, t: 8, b: 54 },
      legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
      xaxis: { title: { text: 'time (learning rate × steps)' } },
      yaxis: { title: { text: '' } },
    },
  };
}
