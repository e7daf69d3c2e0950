import type { GapRow } from '../io/evolution-document.js';
import type { Figure } from './density-figure.js';
import { underLegend } from './figure-slider.js';
import { short } from './number-text.js';

const COLOURS = { rate: '#2f81d8', continuum: '#e8762b' } as const;

/** The gap against temperature, where it is an isolated rate and where it is the edge of a continuum, with T_c as a line. */
export function gapFigure(gaps: readonly GapRow[], criticalTemperature: number | null): Figure {
  const data = (['rate', 'continuum'] as const).map((kind) => {
    const here = gaps
      .filter((row) => row.gap !== null && row.kind === kind)
      .sort((a, b) => a.temperature - b.temperature);
    return {
      type: 'scatter',
      mode: 'lines+markers',
      name: kind === 'rate' ? 'an isolated rate' : 'the edge of a continuum',
      x: here.map(({ temperature }) => short(temperature)),
      y: here.map(({ gap }) => short(gap!)),
      line: { color: COLOURS[kind], width: 2.5 },
      marker: { size: 7, color: COLOURS[kind] },
    };
  });
  const line = { type: 'line', x0: criticalTemperature, x1: criticalTemperature, yref: 'paper', y0: 0, y1: 1 };
  const note = {
    text: 'T<sub>c</sub>',
    x: criticalTemperature,
    yref: 'paper',
    y: 1,
    showarrow: false,
    xanchor: 'left',
  };
  return {
    data,
    layout: {
      ...underLegend,
      xaxis: { title: { text: 'temperature T' }, rangemode: 'tozero' },
      yaxis: { title: { text: 'gap: slowest relaxation rate' }, rangemode: 'tozero' },
      shapes: criticalTemperature === null ? [] : [{ ...line, line: { color: '#8a94a0', width: 1.2, dash: 'dash' } }],
      annotations: criticalTemperature === null ? [] : [note],
    },
  };
}
