import type { MomentsDocument } from '../io/document.js';
import { documentPage } from './document-page.js';
import { markup } from './markup.js';
import { factsText } from './problem-text.js';

/** The moments of a data law as one self-contained HTML file of tables. */
export function momentsReport(document: MomentsDocument): string {
  return documentPage(document, {
    kind: 'Moments of the data',
    facts: factsText({ ...document, result: { moments: document.result } }, []),
    sections: [],
    moments: document.result,
    method: [
      markup`<p>Moments of analytic laws are exact sums over the moments of their variables; moments of rows are
compensated sums. None is sampled.</p>\n`,
    ],
    downloads: {},
  });
}
