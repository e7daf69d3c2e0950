import type { TensorEvolutionFrame } from '../io/tensor-evolution-document.js';
import { TRACE_COLOURS, type Figure } from './density-figure.js';
import { evolutionFigure } from './evolution-figure.js';
import { mapAxes, mapTrace, peakOf, windowOf } from './density-map.js';
import { joined, planeOf } from './density-plane.js';
import { frameSlider, underLegend } from './figure-slider.js';
import { short } from './number-text.js';

/** Cells along an axis that are drawn at most, all frames together having about this many. */
const DRAWN = { most: 160, all: 400_000 } as const;

/**
 * log₁₀ of the density over the first two axes as a map with a slider over the frames; a third axis is summed over. Every frame is a
 * trace and the slider shows one at a time; all have the same colours and axes. Over one axis the density is a curve.
 */
export function tensorEvolutionFigure(frames: readonly TensorEvolutionFrame[]): Figure {
  const axes = frames[0]?.density?.axes ?? [];
  if (axes.length === 1) return evolutionFigure(frames, axes[0]!.name);
  const drawn = frames.flatMap(({ time, density }) => (density ? [{ time, density }] : []));
  const most = Math.min(DRAWN.most, Math.floor(Math.sqrt(DRAWN.all / Math.max(1, drawn.length))));
  const planes = drawn.map(({ density }) => joined(planeOf(density, [0, 1]), most));
  const peak = peakOf(planes);
  const { margin, ...slider } = frameSlider(
    drawn.map(({ time }) => time),
    0,
  );
  return {
    data: planes.map((plane, i) => ({ ...mapTrace(plane, peak, most), visible: i === 0 })),
    layout: {
      ...slider,
      margin: { ...(margin as object), l: 60, r: 10 },
      ...(planes[0] && mapAxes(planes[0], windowOf(planes, peak))),
    },
  };
}

const COLOURS = [...Object.values(TRACE_COLOURS), '#c9a227'];

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
  const means = names.map((name, k) => {
    const spread = frames.map(({ moments }) => short(Math.sqrt(Math.max(0, moments[name]!.variance))));
    const mean = frames.map(({ moments }) => moments[name]!.mean);
    return line(`${name}, mean ± sd`, mean, k, { error_y: { type: 'data', array: spread, thickness: 1 } });
  });
  const chances = signs.map((name, k) =>
    line(
      `P(${name} &gt; 0)`,
      frames.map(({ positive }) => positive?.[name] ?? NaN),
      names.length + k,
      DASHED,
    ),
  );
  const left = frames[0]?.survival === undefined ? [] : survivalTraces(frames, line);
  const rows = Math.ceil((means.length + chances.length + left.length) / 3);
  return {
    data: [...means, ...chances, ...left],
    layout: {
      ...underLegend,
      // Many names: their legend, about three in a row, stands below the buttons.
      ...(left.length > 0 && { margin: { ...(underLegend['margin'] as object), t: 36 + 20 * rows } }),
      xaxis: { title: { text: 'time (learning rate × steps)' } },
      yaxis: { title: { text: signs.length + left.length > 0 ? 'mean ± sd, probability' : 'mean ± sd' } },
    },
  };
}

/** What is left, and what each end has taken. */
function survivalTraces(
  frames: readonly TensorEvolutionFrame[],
  line: (name: string, y: readonly number[], k: number, own?: object) => Figure['data'][number],
): Figure['data'] {
  const names = ['left', ...Object.keys(frames[0]!.absorbed!)];
  return names.map((name, k) => {
    const share = frames.map(({ survival, absorbed }) => (k === 0 ? survival! : absorbed![name]!));
    // The first colours are those of the means.
    const color = COLOURS[COLOURS.length - 1 - (k % COLOURS.length)];
    return line(`P(${name})`, share, k, { line: { color, width: 2, dash: 'dot' } });
  });
}

const DASHED = { line: { color: '#8a94a0', width: 2, dash: 'dash' }, marker: { size: 6, color: '#8a94a0' } };
