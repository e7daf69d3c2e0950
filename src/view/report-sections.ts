import type { MomentsResult, ResultDocument } from '../io/document.js';
import { markup, tableMarkup } from './markup.js';
import type { Markup } from './markup.js';
import { momentRows } from './moments-text.js';
import { numberText } from './number-text.js';
import { problemRows } from './problem-text.js';

/** A button that the script of the page brings to life: it offers the text `source` of the page as a file. */
export function downloadButton(source: string, file: string, label: string): Markup {
  const type = file.endsWith('.csv') ? 'text/csv' : 'application/json';
  return markup`<button type="button" hidden data-source="${source}" data-file="${file}" data-type="${type}">${label}</button>`;
}

/** Text as a sentence of its own: with a capital letter and a full stop. */
export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;

/** Plain text set as mathematics: `T_c` with a subscript, `v^-3.5` with a superscript on the same line. */
export function mathMarkup(text: string): Markup {
  const pieces = text.split(/([_^][-−+\w.]*\w)/).map((piece) => {
    if (piece.startsWith('_')) return markup`<sub>${piece.slice(1)}</sub>`;
    return piece.startsWith('^') ? markup`\u2060<sup>${piece.slice(1).replace('-', '−')}</sup>` : markup`${piece}`;
  });
  return markup`${pieces}`;
}

/** The warnings in a box that stands out; nothing where there are none. */
export function warningsSection(warnings: readonly string[]): readonly Markup[] {
  if (warnings.length === 0) return [];
  const items = warnings.map((warning) => markup`<li>${warning}</li>\n`);
  return [markup`<section class="warnings"><h2>Warnings</h2><ul>\n${items}</ul></section>\n`];
}

/** The moments of the data with symbol and definition. */
export function momentsSection(moments: MomentsResult): Markup {
  const rows = momentRows(moments).map(({ symbol, definition, value }) => [
    mathMarkup(symbol),
    definition,
    numberText(value, 8),
  ]);
  return markup`<section><h2>Moments of the data</h2>
${tableMarkup('Noise (α), landscape (β) and temperature', ['symbol', 'definition', 'value'], rows)}</section>\n`;
}

/** The problem in its full form, one row per key path. */
export function problemSection(problem: object): Markup {
  const table = tableMarkup('Problem file with all defaults filled in', ['key', 'value'], problemRows(problem));
  return markup`<section><h2>Problem</h2>\n${table}</section>\n`;
}

/** How the result was computed, in words and figures. */
export function methodSection({ stats }: ResultDocument, paragraphs: readonly Markup[]): Markup {
  const rows = Object.entries(stats).map(([name, value]) => [
    name,
    numberText(value, Number.isInteger(value) ? 12 : 3),
  ]);
  const table = rows.length > 0 ? tableMarkup('Figures of the run', ['figure', 'value'], rows) : '';
  return markup`<section><h2>How it was computed</h2>\n${paragraphs}${table}</section>\n`;
}
