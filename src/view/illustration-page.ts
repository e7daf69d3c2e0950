import type { Figure } from './density-figure.js';
import { markup } from './markup.js';
import { plotMarkup } from './report-figure.js';
import { reportPage } from './report-page.js';
import { mathMarkup } from './report-sections.js';

/** What a page of one illustration shows. */
export interface IllustrationPage {
  readonly title: string;
  readonly reference: string;
  readonly caption: string;
  readonly panels: readonly { readonly title: string; readonly note: string; readonly figure: Figure }[];
  readonly plotly: string;
  readonly version: string;
}

/** One illustration as a self-contained HTML file: its panels side by side where the screen is wide enough. */
export function illustrationPage({ title, reference, caption, panels, plotly, version }: IllustrationPage): string {
  const plots = panels.map(
    (panel) => markup`<figure><h3>${mathMarkup(panel.title)}</h3>
${plotMarkup(panel.title)}
<p>${mathMarkup(panel.note)}</p></figure>\n`,
  );
  return reportPage({
    title,
    kind: `Illustration of ${reference}`,
    facts: mathMarkup(caption),
    sections: [markup`<section><div class="panels">${plots}</div></section>\n`],
    figures: panels.map(({ figure }) => figure),
    downloads: {},
    plotly,
    version,
  });
}

/** An entry of the gallery: the page of an illustration and its picture, if there is one. */
export interface GalleryEntry {
  readonly name: string;
  readonly title: string;
  readonly reference: string;
  readonly caption: string;
  /** File names relative to the gallery. */
  readonly file: string;
  readonly picture: string | null;
}

/** The page that leads to all illustrations; pictures are files beside it. */
export function galleryPage(entries: readonly GalleryEntry[], version: string): string {
  const sections = entries.map(
    ({ title, reference, caption, file, picture }) => markup`<section>
<h2><a href="${file}">${mathMarkup(title)}</a></h2>
${picture === null ? '' : markup`<a href="${file}"><img src="${picture}" alt="${title}" style="max-width: 100%"></a>`}
<p>${mathMarkup(caption)} ${reference}.</p></section>\n`,
  );
  const page = reportPage({
    title: 'Figures',
    kind: 'Drawn by this program from its own runs',
    facts: mathMarkup('[NB] is arXiv:2308.06671.'),
    sections,
    figures: [],
    downloads: {},
    plotly: '',
    version,
  });
  // The gallery is the one page that is not complete in itself: its pictures lie beside it.
  return page
    .replace('img-src data: blob:', "img-src 'self' file: data: blob:")
    .replace('This file is complete in itself and connects to nothing.', 'The pictures lie beside this file.');
}
