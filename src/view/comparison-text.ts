import type { ComparedPair, ComparisonDocument } from '../io/comparison-document.js';
import { numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { PLAIN, alignColumns } from './tree-text.js';
import type { Palette } from './tree-text.js';

/** A p-value below this is shown as a warning. */
const SUSPICIOUS = 0.01;

/** Heads of the table of pairs, in the order of `pairCells`. */
export const PAIR_HEADS = [
  '',
  'total variation',
  '(by chance)',
  'Wasserstein-1',
  'Kolmogorov–Smirnov',
  'p',
  'effective n',
];

/** One row of the table of pairs. */
export function pairCells(pair: ComparedPair): string[] {
  const { left, right, pValue, effectiveSamples } = pair;
  return [
    `${left} – ${right}`,
    numberText(pair.totalVariation, 3),
    pValue === null ? '–' : `(${numberText(pair.totalVariationByChance, 2)})`,
    numberText(pair.wasserstein1, 3),
    numberText(pair.kolmogorovSmirnov, 3),
    pValue === null ? '–' : numberText(pValue, 3),
    effectiveSamples === null ? '–' : numberText(effectiveSamples, 4),
  ];
}

/** Laws with their first moments, then a table of their distances, then the warnings. No newline at the end. */
export function describeComparison(document: ComparisonDocument, palette: Palette = PLAIN): string {
  const { laws, pairs, variable, component, noiseToSignal } = document.result;
  const facts = [temperatureText({ ...document, result: {} }), `${variable} on ${component}`].filter((t) => t !== '');
  const lines = [[palette.strong(modelText(document.problem)), ...facts].join(' · ')];
  lines.push(...alignColumns(laws.map(lawCells)));
  lines.push('');
  const [head, ...rows] = alignColumns([PAIR_HEADS, ...pairs.map(pairCells)]);
  lines.push(palette.dim(head));
  rows.forEach((row, i) => {
    const { pValue } = pairs[i];
    lines.push(pValue !== null && pValue < SUSPICIOUS ? palette.warn(row) : row);
  });
  if (noiseToSignal !== null)
    lines.push(palette.dim(`α₃/(S β₂²) = ${numberText(noiseToSignal, 3)}; the SDE takes it to be large`));
  lines.push(...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)));
  return lines.join('\n');
}

function lawCells({ name, mean, variance, run, outside }: ComparisonDocument['result']['laws'][number]): string[] {
  return [
    name,
    `mean ${numberText(mean ?? NaN)}`,
    `sd ${numberText(Math.sqrt(variance ?? NaN))}`,
    run ? `${run.particles} chains × ${run.steps} steps of ${numberText(run.timeStep, 3)}` : '',
    run && outside > 0 ? `${numberText(100 * outside, 2)} % outside the grid` : '',
  ];
}
