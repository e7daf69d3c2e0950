import type { BalanceResult } from '../io/balance-document.js';
import type { Numbers } from '../io/document.js';
import type { Figure } from './density-figure.js';
import { TRACE_COLOURS } from './density-figure.js';
import { short } from './number-text.js';

type Trace = Figure['data'][number];

/** Colours of the figures of balance; those of densities, so that pages agree. */
const { density: BLUE, closedForm: ORANGE, quantiles: GREEN, mean: VIOLET } = TRACE_COLOURS;

/** The noise-balanced manifold in the plane of two parameters, with starts, their balanced points and the points of least loss. */
export function manifoldFigure({
  manifold = [],
  pieces = [],
  minima = [],
  points,
  parameters = ['θ₁', 'θ₂'],
}: BalanceResult): Figure {
  const x: (number | null)[] = [];
  const y: (number | null)[] = [];
  for (const { first, count, closed } of pieces) {
    const piece = [...manifold.slice(first, first + count), ...(closed ? [manifold[first]] : [])];
    x.push(...piece.map((p) => short(p[0])), null);
    y.push(...piece.map((p) => short(p[1])), null);
  }
  const moves = points.filter(({ start }) => start);
  const hover = `${parameters[0]} = %{x:.6g}<br>${parameters[1]} = %{y:.6g}`;
  const data: Trace[] = [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'balanced manifold',
      x,
      y,
      line: { color: BLUE, width: 2.5 },
      hovertemplate: `${hover}<extra></extra>`,
    },
    {
      type: 'scatter',
      mode: 'lines',
      name: 'from start to balance',
      x: moves.flatMap(({ start, factors }) => orbit(start![0], factors?.[0])),
      y: moves.flatMap(({ start, factors }) => orbit(start![1], factors?.[1])),
      line: { color: VIOLET, width: 1, dash: 'dot' },
      hoverinfo: 'skip',
    },
    marks(
      'balanced point of an orbit',
      moves.map(({ theta }) => theta),
      { color: VIOLET, symbol: 'circle', size: 6, hover },
    ),
    marks(
      'least loss',
      minima.map(({ theta }) => theta),
      { color: ORANGE, symbol: 'star', size: 12, hover },
    ),
  ];
  return { data, layout: layout(parameters[0], parameters[1]) };
}

/** A coordinate along the orbit from a start to balance; nothing where the symmetry is no rescaling. */
function orbit(start: number, factor?: number): (number | null)[] {
  if (factor === undefined) return [];
  return [...Array.from({ length: 21 }, (_, i) => short(start * factor ** (i / 20))), null];
}

/** ‖u‖² − ‖w‖² under gradient flow, SGD, the law of balance, and isotropic noise: arXiv:2308.06671, Fig. 1. */
export function lawOfBalanceFigure({
  times,
  gradientFlow,
  sgd,
  predicted,
  isotropic,
}: NonNullable<BalanceResult['trajectories']>): Figure {
  const line = (name: string, values: Numbers, color: string, dash = 'solid'): Trace => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x: Array.from(times, short),
    y: Array.from(values, short),
    line: { color, width: 2, dash },
    hovertemplate: `${name}<br>t = %{x:.4g}<br>%{y:.5g}<extra></extra>`,
  });
  return {
    data: [
      line('gradient flow', gradientFlow, GREEN),
      line('SGD', sgd, BLUE),
      line('law of balance along SGD', predicted, ORANGE, 'dash'),
      line('descent with isotropic noise', isotropic, VIOLET),
    ],
    layout: layout('time (learning rate × steps)', '‖u‖² − ‖w‖²'),
  };
}

/** Noise in w against noise in u, neuron by neuron, before and after balancing: arXiv:2308.06671, Fig. 2. */
export function neuronFigure({ points }: BalanceResult): Figure {
  const before = points.filter((point) => point.before);
  const all = [
    ...before.flatMap((point) => [point.before!.noiseU, point.before!.noiseW]),
    ...points.flatMap(({ noiseU, noiseW }) => [noiseU, noiseW]),
  ].filter((value) => value > 0);
  const ends = [all.reduce((a, b) => Math.min(a, b), Infinity), all.reduce((a, b) => Math.max(a, b), 0)];
  const hover = 'noise in u %{x:.4g}<br>noise in w %{y:.4g}';
  const data: Trace[] = [
    marks(
      'as given or trained',
      before.map((point) => [point.before!.noiseU, point.before!.noiseW]),
      { color: ORANGE, symbol: 'circle-open', size: 6, hover },
    ),
    marks(
      'balanced',
      points.map(({ noiseU, noiseW }) => [noiseU, noiseW]),
      { color: BLUE, symbol: 'circle', size: 5, hover },
    ),
    {
      type: 'scatter',
      mode: 'lines',
      name: 'balance',
      x: ends.map(short),
      y: ends.map(short),
      line: { color: GREEN, width: 1.5, dash: 'dash' },
      hoverinfo: 'skip',
    },
  ];
  return { data, layout: layout('Tr Cov[∂ℓ/∂uᵢ]', 'Tr Cov[∂ℓ/∂wᵢ]', { x: 'log', y: 'log' }) };
}

/** The ratio of the two noises of the neurons along training: its median and the band from 5 to 95 %. */
export function trainingFigure({ steps, low, median, high }: NonNullable<BalanceResult['training']>): Figure {
  const x = Array.from(steps);
  const curve = (name: string, values: Numbers, more: object): Trace => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y: Array.from(values, short),
    ...more,
  });
  return {
    data: [
      curve('upper edge', high, { line: { color: BLUE, width: 0.5 }, showlegend: false }),
      curve('5 to 95 % of the neurons', low, {
        line: { color: BLUE, width: 0.5 },
        fill: 'tonexty',
        fillcolor: 'rgba(47, 129, 216, 0.2)',
      }),
      curve('median', median, { line: { color: BLUE, width: 2.5 } }),
      {
        type: 'scatter',
        mode: 'lines',
        name: 'balance',
        x: [x[0], x[x.length - 1]],
        y: [1, 1],
        line: { color: GREEN, width: 1.5, dash: 'dash' },
        hoverinfo: 'skip',
      },
    ],
    layout: layout('steps of SGD', 'noise in w / noise in u', { y: 'log' }),
  };
}

/** The mean motion of the charge θᵀAθ along the first orbit: arXiv:2402.07193. */
export function flowFigure({ times, charge }: NonNullable<BalanceResult['flow']>): Figure {
  const line = { color: BLUE, width: 2.5 };
  const data: Trace[] = [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'Noether flow',
      x: Array.from(times, short),
      y: Array.from(charge, short),
      line,
    },
  ];
  return { data, layout: layout('time', 'θᵀAθ') };
}

function marks(
  name: string,
  places: readonly Numbers[],
  { color, symbol, size, hover }: { color: string; symbol: string; size: number; hover: string },
): Trace {
  return {
    type: 'scatter',
    mode: 'markers',
    name,
    x: places.map((place) => short(place[0])),
    y: places.map((place) => short(place[1])),
    marker: { color, symbol, size, line: { color, width: 1.5 } },
    hovertemplate: `${name}<br>${hover}<extra></extra>`,
  };
}

function layout(x: string, y: string, kinds: { readonly x?: 'log'; readonly y?: 'log' } = {}): Figure['layout'] {
  const axis = (title: string, kind: 'log' | undefined) => ({
    title: { text: title },
    type: kind ?? 'linear',
    exponentformat: 'power',
  });
  return {
    margin: { l: 66, r: 14, t: 8, b: 54 },
    hovermode: 'closest',
    legend: { orientation: 'h', x: 0, xanchor: 'left', y: 1.02, yanchor: 'bottom' },
    xaxis: axis(x, kinds.x),
    yaxis: axis(y, kinds.y),
  };
}
