import type { ErgodicDocument } from '../io/evolution-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** Where an initial law ends, as a line and a tree: one branch per density or point, then the warnings. No newline at the end. */
export function describeErgodic(document: ErgodicDocument, palette: Palette = PLAIN): string {
  const { limits, initial } = document.result;
  const rows = alignColumns(
    limits.map(({ name, kind, at, weight }) => [
      name,
      kind === 'density' ? 'stationary density' : `collapse to ${numberText(at!)}`,
      `weight ${numberText(weight, 8)}`,
    ]),
  );
  const width = limits.reduce((widest, { name }) => Math.max(widest, name.length), 0);
  const branches = rows.map((row) => ({ head: palette.name(row.slice(0, width)) + row.slice(width), details: [] }));
  return [
    treeText(titleText(document, [`from ${initial.law}`], palette), branches, { palette }),
    ...startLines(document, palette),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** What the start holds on each side, where there is more than one. */
function startLines({ result }: ErgodicDocument, palette: Palette): string[] {
  const held = result.initial.components.filter(({ weight }) => weight > 0);
  if (held.length < 2) return [];
  return [
    palette.dim(`at the start ${held.map(({ name, weight }) => `P(${name}) = ${numberText(weight, 8)}`).join(', ')}`),
  ];
}
