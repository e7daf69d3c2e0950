import type { MomentsDocument, MomentsResult } from '../io/document.js';
import { numberText } from './number-text.js';
import { modelText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** Every number of `moments` with its symbol, its definition and its value; what the model has not is left out. */
export function momentRows(moments: MomentsResult): readonly { symbol: string; definition: string; value: number }[] {
  const { alpha, beta, delta, temperature, criticalTemperature, globalMinimum } = moments;
  const rows: [string, string, number | null][] = [
    ['α₁', 'Var[x²]', alpha[0]],
    ['α₂', 'Cov[x², xy]', alpha[1]],
    ['α₃', 'Var[xy]', alpha[2]],
    ['β₁', 'E[x²]', beta[0]],
    ['β₂', 'E[xy]', beta[1]],
    ['Δ', 'α₁α₃ − α₂²', delta],
    ['T', 'temperature, learning rate / batch size', temperature],
    ['T_c', 'critical temperature', criticalTemperature],
    ['v*', 'global minimum of the loss', globalMinimum],
  ];
  return rows.flatMap(([symbol, definition, value]) => (value === null ? [] : [{ symbol, definition, value }]));
}

/** The moments of a data law as a line and a tree. No newline at the end. */
export function describeMoments(document: MomentsDocument, palette: Palette = PLAIN): string {
  const rows = momentRows(document.result);
  const lines = alignColumns(rows.map(({ symbol, definition, value }) => [symbol, definition, numberText(value)]));
  const tree = treeText(
    `${palette.strong(modelText(document.problem))} · moments of the data`,
    lines.map((head) => ({ head, details: [] })),
    { palette },
  );
  return [tree, ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`))].join('\n');
}
