import { expect, test } from 'vitest';
import { TRACE_COLOURS } from '../../src/view/density-figure.js';
import { plotTemplate } from '../../src/view/plot-template.js';

/** Relative luminance of a colour #rrggbb (WCAG 2). */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = parseInt(colour.slice(i, i + 2), 16) / 255;
    return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
};

test.each(['light', 'dark'] as const)('text and curves are readable on the %s ground', (theme) => {
  const { font, plot_bgcolor: ground } = plotTemplate(theme).layout as {
    font: { color: string };
    plot_bgcolor: string;
  };
  expect(contrast(font.color, ground)).toBeGreaterThan(7);
  for (const colour of Object.values(TRACE_COLOURS)) expect(contrast(colour, ground)).toBeGreaterThan(2.9);
});
