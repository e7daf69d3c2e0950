import type { LineSpectrumTable, SpectrumDocument } from '../io/evolution-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** A spectrum as a line and a tree: one branch per line with its gap, isolated rates and continuum. No newline at the end. */
export function describeSpectrum(document: SpectrumDocument, palette: Palette = PLAIN): string {
  const { lines, gaps = [] } = document.result;
  const title = titleText(document, ['relaxation rates in units of 1/(learning rate × steps)'], palette);
  const branches = lines.map((line) => ({
    head: `${palette.name(line.name)}  ${line.kind === 'density' ? 'density' : 'collapses'}  ${gapText(line)}`,
    details: detailsOf(line),
  }));
  const rows = gaps.map(({ temperature, name, gap, kind }) => [
    `T = ${numberText(temperature)}`,
    name,
    gap === null ? 'no gap' : `gap ${numberText(gap, 8)}`,
    kind === 'rate' ? '' : 'edge of a continuum',
  ]);
  return [
    treeText(title, branches, { indent: 2, palette }),
    ...alignColumns(rows),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** The gap and the time scale that it stands for. */
export function gapText({ gap }: LineSpectrumTable): string {
  return gap === null
    ? 'no rate above 0 among those computed'
    : `gap ${numberText(gap, 8)}, slowest relaxation in time ${numberText(1 / gap)}`;
}

/** Isolated rates, then where the spectrum is continuous. */
export function detailsOf({ rates, isolated, continuum }: LineSpectrumTable): string[] {
  const shown = rates.slice(0, isolated).map((rate) => numberText(rate, 8));
  const edge = continuum.edge;
  return [
    `isolated rates  ${shown.join('  ')}`,
    ...(edge === null ? [] : [`continuous from ${numberText(edge, 8)}: every rate above occurs`]),
  ];
}
