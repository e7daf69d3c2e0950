import type { Figure } from './density-figure.js';
import { numberText } from './number-text.js';

/**
 * The part of a layout that shows one frame at a time, with a slider over their times: `fixed` traces that are always drawn, then one
 * trace per frame. (Plotly's own frames would need a second call to draw.)
 */
export function frameSlider(times: readonly number[], fixed: number): Figure['layout'] {
  const always = new Array<boolean>(fixed).fill(true);
  const steps = times.map((time, i) => ({
    label: numberText(time, 4),
    method: 'restyle',
    args: [{ visible: [...always, ...times.map((_, k) => k === i)] }],
  }));
  return {
    margin: { l: 66, r: 14, t: 8, b: 110 },
    sliders: [{ active: 0, steps, currentvalue: { prefix: 'time ' }, pad: { t: 52, b: 4 } }],
  };
}

/** The layout of a figure with a legend above it. */
export const underLegend: Figure['layout'] = {
  margin: { l: 66, r: 14, t: 8, b: 54 },
  legend: { orientation: 'h', x: 0, y: 1.02, yanchor: 'bottom' },
};
