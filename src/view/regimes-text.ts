import type { RegimesDocument } from '../io/regimes-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** What each regime means. */
const REGIME_WORDS: Readonly<Record<string, string>> = {
  I: 'the density vanishes at v = 0 and has one maximum, near the least loss',
  IIa: 'the density is infinite at v = 0 and has a maximum away from it',
  IIb: 'the density is infinite at v = 0 and falls from there',
  IIIa: 'collapse to v = 0, delayed near a maximum of a density that cannot be normalised',
  IIIb: 'collapse to v = 0',
};

/** The regime in words and the temperatures between regimes. No newline at the end. */
export function describeRegimes(document: RegimesDocument, palette: Palette = PLAIN): string {
  const { result } = document;
  const { regime, moments } = result;
  const rows: [string, string, number | null][] = [
    ['T', 'temperature, learning rate / batch size', moments.temperature],
    ['T_c/3', 'from here on the density is infinite at v = 0', result.singularTemperature],
    ['T*', 'from here on no maximum is left away from v = 0', result.transitionalTemperature],
    ['T_c', 'from here on everything collapses to v = 0', result.criticalTemperature],
    ['mode', 'the most probable v', result.mode],
    ['maximum', 'of the density away from v = 0', result.interiorMaximum],
    ['exponent', 'of |v| in the density at v = 0', result.originExponent],
  ];
  const lines = alignColumns(
    rows.map(([symbol, definition, value]) => [symbol, definition, value === null ? 'none' : numberText(value)]),
  );
  const title = titleText(document, [], palette);
  const head = regime === null ? 'no regime' : `regime ${regime}: ${REGIME_WORDS[regime]}`;
  const branches = [palette.good(head), ...lines].map((line) => ({ head: line, details: [] }));
  return [
    treeText(title, branches, { palette }),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}
