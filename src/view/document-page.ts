import type { MomentsResult, ResultDocument } from '../io/document.js';
import type { Figure } from './density-figure.js';
import { markup, type Markup } from './markup.js';
import { modelText } from './problem-text.js';
import { reportPage } from './report-page.js';
import { mathMarkup, methodSection, momentsSection, problemSection, warningsSection } from './report-sections.js';

/** What the report of one command adds to what all have. */
export interface DocumentParts {
  /** Heading of the page; the model where none is given. */
  readonly title?: string;
  /** What kind of result it is; stands above the title. */
  readonly kind: string;
  /** Facts under the title. */
  readonly facts: string;
  readonly sections: readonly Markup[];
  /** Moments of the data, told beside the problem. */
  readonly moments?: MomentsResult;
  /** How the result was computed: paragraphs and buttons. */
  readonly method: readonly Markup[];
  /** Drawn in the order of the elements of class `plot`. */
  readonly figures?: readonly Figure[];
  /** Texts a button (`data-source` = name) offers for download. */
  readonly downloads: Readonly<Record<string, string>>;
  /** plotly.js, minified, gzip, base64; read only where there are figures. */
  readonly plotly?: string;
}

/** The document of a command as one self-contained HTML file: warnings, its own sections, the problem, the method. */
export function documentPage(document: ResultDocument, parts: DocumentParts): string {
  const { title, kind, facts, sections, moments, method, figures = [], downloads, plotly = '' } = parts;
  const problem = problemSection(document.problem);
  const computed = methodSection(document, method);
  const foot = moments
    ? [markup`<div class="columns">${momentsSection(moments)}${problem}</div>\n`, computed]
    : [markup`<div class="columns">${problem}${computed}</div>\n`];
  return reportPage({
    title: title ?? modelText(document.problem),
    kind,
    facts: mathMarkup(facts),
    sections: [...warningsSection(document.warnings), ...sections, ...foot],
    figures,
    downloads,
    plotly,
    version: document.version,
  });
}
