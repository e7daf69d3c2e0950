import type { FiguresDocument } from '../io/figures-document.js';
import { PLAIN, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** The files that were written. No newline at the end. */
export function describeFigures({ result, warnings }: FiguresDocument, palette: Palette = PLAIN): string {
  const branches = result.figures.map(({ name, file, picture, reference }) => ({
    head: `${palette.name(name)}  ${palette.dim(reference)}`,
    details: [file, ...(picture === undefined ? [] : [picture])],
  }));
  return [
    treeText(palette.strong('figures'), [...branches, { head: `gallery  ${result.gallery}`, details: [] }], {
      palette,
    }),
    ...warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}
