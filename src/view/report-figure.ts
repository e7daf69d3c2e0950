import type { Figure } from './density-figure.js';
import { markup, type Markup } from './markup.js';

/** A figure with its heading and what it shows, for readers that do not see it. */
export interface ReportFigure {
  readonly title: string;
  readonly label: string;
  /** What readers are told of it; figures beside each other may share a note. */
  readonly note?: string;
  /** A map of two axes is drawn about as high as wide; one with a slider has room for it below. */
  readonly shape?: 'map' | 'map slider';
  readonly figure: Figure;
}

/** The place where the script draws a figure, in one of the shapes of `ReportFigure`. */
export const plotMarkup = (label: string, shape = ''): Markup =>
  markup`<div class="${`plot ${shape}`.trim()}" role="img" aria-label="${label}">The figure needs scripts.</div>`;

/** Figures under their headings beside each other where there is room, then their notes, each once. */
export function panelsMarkup(figures: readonly Omit<ReportFigure, 'figure'>[]): Markup {
  const panels = figures.map(
    ({ title, label, shape }) => markup`<figure><h3>${title}</h3>\n${plotMarkup(label, shape)}</figure>\n`,
  );
  const notes = [...new Set(figures.flatMap(({ note }) => note ?? []))];
  return markup`<div class="panels">${panels}</div>\n${notes.map((note) => markup`<p class="note">${note}</p>\n`)}`;
}
