import type { ResultDocument } from '../io/document.js';
import type {
  TensorErgodicDocument,
  TensorPassageDocument,
  TensorSpectrumDocument,
} from '../io/tensor-evolution-document.js';
import { countText, numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { figureRows } from './tensor-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Branch, Palette } from './tree-text.js';

/** A title, branches and the warnings. */
function tree(
  document: ResultDocument<object>,
  facts: readonly string[],
  branches: readonly Branch[],
  palette: Palette,
): string {
  const title = titleText(document, facts, palette);
  const warnings = document.warnings.map((warning) => palette.warn(`warning: ${warning}`));
  return [treeText(title, branches, { indent: 2, palette }), ...warnings].join('\n');
}

/** The slowest rates over several parameters, one branch each. No newline at the end. */
export function describeTensorSpectrum(document: TensorSpectrumDocument, palette: Palette = PLAIN): string {
  const rows = alignColumns(spectrumRows(document).map(([rate, frequency, time]) => [rate!, frequency!, time!]));
  const facts = [
    countText(document.stats['cells'] ?? 0, 'cell'),
    'relaxation rates in units of 1/(learning rate × steps)',
  ];
  return tree(
    document,
    facts,
    rows.map((head) => ({ head, details: [] })),
    palette,
  );
}

/** Rate, frequency, time scale and error of each mode in words. */
export function spectrumRows({ result: { rates, imaginary, errors } }: TensorSpectrumDocument): string[][] {
  return rates.map((rate, k) => [
    `rate ${numberText(rate, 8)}`,
    imaginary[k] === 0 ? '' : `${imaginary[k]! > 0 ? '+' : '−'} ${numberText(Math.abs(imaginary[k]!), 8)} i`,
    rate > 0 ? `relaxes in time ${numberText(1 / rate)}` : 'stays',
    numberText(errors[k]!, 2),
  ]);
}

/** Passage times and chances over several parameters, one branch per start. No newline at the end. */
export function describeTensorPassage(document: TensorPassageDocument, palette: Palette = PLAIN): string {
  const { to, avoid, starts } = document.result;
  const rows = alignColumns(
    starts.map(({ from, probability, meanTime, exits }) => [
      `from ${Object.entries(from)
        .map(([name, value]) => `${name} = ${numberText(value)}`)
        .join(', ')}`,
      `probability ${numberText(probability, 6)}`,
      `mean time ${numberText(meanTime, 6)}${exits ? ' until a set or an end' : avoid ? ' until either' : ''}`,
      ...Object.entries(exits ?? {}).map(([name, share]) => `out at ${name} ${numberText(share, 6)}`),
    ]),
  );
  const goal = avoid ? `into ${to.text} before ${avoid.text}` : `into ${to.text}`;
  return tree(
    document,
    [goal, countText(document.stats['cells'] ?? 0, 'cell')],
    rows.map((head) => ({ head, details: [] })),
    palette,
  );
}

/** The closed classes with their limit weights, one branch each. No newline at the end. */
export function describeTensorErgodic(document: TensorErgodicDocument, palette: Palette = PLAIN): string {
  const { components, ends = [], initial, gap, weights } = document.result;
  const weight = (name: string): string => `weight ${numberText(weights[name]!, 8)}`;
  const branches = [
    ...components.map((component) => ({
      head: `${palette.name(component.name)}  ${component.kind}  ${weight(component.name)}`,
      details: alignColumns(figureRows(component)),
    })),
    ...ends.map(({ name }) => ({ head: `${palette.name(name)}  absorbing end  ${weight(name)}`, details: [] })),
  ];
  const slow = gap === null ? '' : `reached in time ${numberText(1 / gap, 4)}`;
  return tree(document, [`from ${initial.law}`, slow], branches, palette);
}
