import type { PassageDocument } from '../io/evolution-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** Passage times and chances as a line and a tree: one branch per starting value, then the warnings. No newline at the end. */
export function describePassage(document: PassageDocument, palette: Palette = PLAIN): string {
  const { variable, to, avoid, starts } = document.result;
  const goal = avoid ? `into ${to.text} before ${avoid.text}` : `into ${to.text}`;
  const rows = alignColumns(
    starts.map(({ from, probability, logProbability, meanTime, logMeanTime }) => [
      `from ${variable} = ${numberText(from)}`,
      `probability ${probability > 0 || logProbability === -Infinity ? numberText(probability, 8) : `e^${numberText(logProbability)}`}`,
      `mean time ${meanTime < Infinity || logMeanTime === Infinity ? numberText(meanTime, 8) : `e^${numberText(logMeanTime)}`}${avoid ? ' until either' : ''}`,
    ]),
  );
  return [
    treeText(
      titleText(document, [goal], palette),
      rows.map((head) => ({ head, details: [] })),
      { palette },
    ),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}
