import { QUANTILES } from '../io/document.js';
import type { Component } from '../io/document.js';
import type { Figure } from './density-figure.js';
import { markup, tableMarkup } from './markup.js';
import type { Markup } from './markup.js';
import { numberText } from './number-text.js';
import { plotMarkup } from './report-figure.js';
import { mathMarkup } from './report-sections.js';
import { asymptoticsText, boundaryText } from './stationary-text.js';

/** The part of a report on one density: its main numbers, two panels (linear, logarithmic), its ends, a table. */
export function densitySection(component: Component, axis: string, figures: readonly Figure[]): Markup {
  const { name, mean, variance, mode, quantiles } = component;
  const tiles = Object.entries({ mean, 'standard deviation': Math.sqrt(variance), mode, median: quantiles['0.5'] });
  const rows: [string, number][] = [
    ['mean', mean],
    ['variance', variance],
    ['mode', mode],
    ...QUANTILES.map((p): [string, number] => [`${Number(p) * 100} % quantile`, quantiles[p]]),
  ];
  const table = rows.map(([quantity, value]) => [quantity, numberText(value, 10)]);
  const wholeLine = component.support[0] === -Infinity && component.support[1] === Infinity;
  const subject = wholeLine ? axis : `${axis} on ${name}`;
  const logarithmic =
    component.support[0] >= 0 || component.support[1] <= 0 ? 'Logarithmic axes' : 'Logarithmic density axis';
  const ends = [asymptoticsText(component), boundaryText(component)].filter((text) => text !== '');
  return markup`<section><h2>Density of ${subject}</h2>
<dl class="figures">${tiles.map(([term, value]) => markup`<div><dt>${term}</dt><dd>${numberText(value)}</dd></div>`)}</dl>
${legend(figures[0]!)}
<div class="panels">
${panel('Linear axes', `Density of ${subject}, linear axes`)}
${panel(logarithmic, `Density of ${subject}, ${logarithmic.toLowerCase()}`)}
</div>
${ends.length > 0 ? markup`<p>At the ends: ${mathMarkup(ends.join('; '))}.</p>` : ''}
${tableMarkup(`Moments and quantiles of ${subject}`, ['quantity', 'value'], table)}</section>\n`;
}

/** A heading and the place where the script draws. */
const panel = (title: string, label: string): Markup => markup`<figure><h3>${title}</h3>
${plotMarkup(label)}</figure>`;

/** One legend for both panels, which have the same traces. */
function legend({ data }: Figure): Markup {
  const items = data.map(({ name, mode, line, marker }) => {
    const { color, dash } = { dash: 'solid', ...(line ?? marker)! } as { color: string; dash: string };
    const dashes = { solid: 'none', dot: '2 4', dash: '7 5' }[dash] ?? 'none';
    const swatch =
      mode === 'markers'
        ? markup`<circle cx="15" cy="6" r="4" fill="none" stroke="${color}" stroke-width="2"/>`
        : markup`<path d="M1 6H29" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dashes}"/>`;
    return markup`<li><svg viewBox="0 0 30 12" aria-hidden="true">${swatch}</svg>${String(name)}</li>\n`;
  });
  return markup`<ul class="legend">\n${items}</ul>`;
}
