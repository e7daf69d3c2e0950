import type { ComparedLaw, ComparedPair, ComparisonDocument, JointPair } from '../io/comparison-document.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
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

/** One row of the table of pairs; those of two parameters together have no order on the line to be told apart by. */
export function pairCells(pair: ComparedPair | JointPair): string[] {
  const { left, right, effectiveSamples } = pair;
  const onLine = 'pValue' in pair ? pair : null;
  return [
    `${left} – ${right}`,
    numberText(pair.totalVariation, 3),
    effectiveSamples === null ? '–' : `(${numberText(pair.totalVariationByChance, 2)})`,
    onLine === null ? '–' : numberText(onLine.wasserstein1, 3),
    onLine === null ? '–' : numberText(onLine.kolmogorovSmirnov, 3),
    onLine === null || onLine.pValue === null ? '–' : numberText(onLine.pValue, 3),
    effectiveSamples === null ? '–' : numberText(effectiveSamples, 4),
  ];
}

/** The pairs of a comparison under the names of what is compared, parameters together last. */
export function pairGroups({ pairs, joint, marginals }: ComparisonDocument['result']) {
  const groups = marginals.map(({ variable }) => ({
    title: variable,
    pairs: pairs.filter((pair) => pair.variable === variable) as readonly (ComparedPair | JointPair)[],
  }));
  const together = marginals.map(({ variable }) => variable).join(' and ');
  return joint ? [...groups, { title: `${together} together`, pairs: joint }] : groups;
}

/** Laws with their first moments, then a table of their distances, then the warnings. No newline at the end. */
export function describeComparison(document: ComparisonDocument, palette: Palette = PLAIN): string {
  const { marginals, component, noiseToSignal, transient } = document.result;
  const names = marginals.map(({ variable }) => variable).join(' and ');
  const lines = [titleText(document, [`${names} on ${component}`], palette)];
  const several = marginals.length > 1;
  lines.push(
    ...alignColumns(
      marginals.flatMap(({ variable, laws }) => laws.map((law) => [...(several ? [variable] : []), ...lawCells(law)])),
    ),
  );
  lines.push('');
  const groups = pairGroups(document.result);
  const rows = groups.flatMap(({ title, pairs }) =>
    pairs.map((pair) => ({ pair, cells: [...(several ? [title] : []), ...pairCells(pair)] })),
  );
  const [head, ...table] = alignColumns([[...(several ? [''] : []), ...PAIR_HEADS], ...rows.map(({ cells }) => cells)]);
  lines.push(palette.dim(head));
  table.forEach((row, i) => {
    const { pair } = rows[i];
    const suspicious = 'pValue' in pair && pair.pValue !== null && pair.pValue < SUSPICIOUS;
    lines.push(suspicious ? palette.warn(row) : row);
  });
  if (transient) {
    const { left, right, totalVariation, kolmogorovSmirnov, time } = transient;
    const distances = `total variation ${numberText(totalVariation, 3)}, Kolmogorov–Smirnov ${numberText(kolmogorovSmirnov, 3)}`;
    lines.push(`at t = ${numberText(time)} on ${transient.component}: ${left} – ${right}  ${distances}`);
  }
  if (noiseToSignal !== null)
    lines.push(palette.dim(`α₃/(S β₂²) = ${numberText(noiseToSignal, 3)}; the SDE takes it to be large`));
  lines.push(...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)));
  return lines.join('\n');
}

function lawCells({ name, mean, variance, run, outside }: ComparedLaw): string[] {
  return [
    name,
    `mean ${numberText(mean ?? NaN)}`,
    `sd ${numberText(Math.sqrt(variance ?? NaN))}`,
    run ? `${run.particles} chains × ${run.steps} steps of ${numberText(run.timeStep, 3)}` : '',
    run && outside > 0 ? `${numberText(100 * outside, 2)} % outside the grid` : '',
  ];
}
