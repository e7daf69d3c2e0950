import type { Figure } from './density-figure.js';
import { jsonElement, markup } from './markup.js';
import type { Markup } from './markup.js';
import { plotTemplate } from './plot-template.js';
import { REPORT_SCRIPT } from './report-script.js';
import { REPORT_STYLE } from './report-style.js';

/** What a report is made of. */
export interface ReportParts {
  /** Heading of the page. */
  readonly title: string;
  /** What kind of result it is; stands above the title. */
  readonly kind: string;
  /** Facts under the title. */
  readonly facts: Markup;
  readonly sections: readonly Markup[];
  /** Drawn in the order of the elements of class `plot`. */
  readonly figures: readonly Figure[];
  /** Texts a button (`data-source` = name) offers for download. */
  readonly downloads: Readonly<Record<string, string>>;
  /** plotly.js, minified, gzip, base64; read only where there are figures. */
  readonly plotly: string;
  readonly version: string;
}

/**
 * One HTML file with everything in it. Its content security policy forbids every connection, so it cannot load anything,
 * and it shows the same from a file, a server or an archive.
 */
export function reportPage({ title, kind, facts, sections, figures, downloads, plotly, version }: ReportParts): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:";
  const templates = { light: plotTemplate('light'), dark: plotTemplate('dark') };
  const library = markup`<script type="text/plain" id="plotly">${plotly}</script>
${jsonElement('figures', { figures, templates })}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · ${kind}</title>
<link rel="icon" href="data:,">
<style>${{ html: REPORT_STYLE }}</style>
</head>
<body>
<header>
<p class="kind">${kind}</p>
<h1>${title}</h1>
<p class="facts">${facts}</p>
</header>
<main>
${sections}</main>
<footer>Written by sgd-fokker-planck ${version}. This file is complete in itself and connects to nothing.</footer>
${Object.entries(downloads).map(([id, text]) => jsonElement(id, text))}
${figures.length > 0 ? library : ''}
<script>${{ html: REPORT_SCRIPT }}</script>
</body>
</html>
`.html;
}
