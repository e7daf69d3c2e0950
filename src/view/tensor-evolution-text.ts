import type { TensorEvolutionDocument, TensorEvolutionFrame } from '../io/tensor-evolution-document.js';
import { symmetryLines } from './expression-text.js';
import { numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/**
 * An evolution over several parameters as a line and a tree: one branch per output time with means and spreads, what the sign of a
 * rescaled product is, and how far the limit is. No newline at the end.
 */
export function describeTensorEvolution(document: TensorEvolutionDocument, palette: Palette = PLAIN): string {
  const { frames, initial, massError, smallestMass, symmetries, methods } = document.result;
  const title = titleText(document, [`from ${initial}`, sizeText(document)], palette);
  const rows = alignColumns(frames.map((frame) => frameRow(frame)));
  const branches = rows.map((line) => {
    const time = line.slice(0, line.indexOf('  '));
    return { head: palette.name(time) + line.slice(time.length), details: [] };
  });
  return [
    treeText(title, branches, { palette }),
    palette.dim(
      `by ${methods.join(' and ')}; mass kept to ${numberText(massError, 2)}, smallest mass of a cell ${numberText(smallestMass, 2)}`,
    ),
    ...symmetryLines(symmetries),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** `160 × 160 cells`, or nothing where no density is told. */
export function sizeText({ result: { frames } }: TensorEvolutionDocument): string {
  const axes = frames[0]?.density?.axes;
  return axes ? `${axes.map(({ centres }) => centres.length).join(' × ')} cells` : '';
}

const LEFT = ['transient', 'on the grid'];

/** The figures of one frame, a cell each: time, mean and spread of everything, probabilities, distance from the limit. */
function frameRow({
  time,
  survival,
  moments,
  positive,
  components,
  entropy,
  relativeEntropy,
}: TensorEvolutionFrame): string[] {
  // What is left on the grid stands first.
  const told = survival === undefined ? components : components.filter(({ name }) => !LEFT.includes(name));
  const shares = components.length > 1 ? told : [];
  return [
    `t = ${numberText(time)}`,
    ...(survival === undefined ? [] : [`left ${numberText(survival, 6)}`]),
    ...Object.entries(moments).map(
      ([name, { mean, variance }]) =>
        `${name} ${numberText(mean, 5)} ± ${numberText(Math.sqrt(Math.max(0, variance)), 4)}`,
    ),
    ...Object.entries(positive ?? {}).map(([name, p]) => `P(${name}>0) ${numberText(p, 4)}`),
    ...shares.map(({ name, weight }) => `P(${name}) ${numberText(weight, 4)}`),
    `entropy ${numberText(entropy, 4)}`,
    ...(relativeEntropy === null ? [] : [`from the limit ${numberText(relativeEntropy, 3)} nats`]),
  ];
}
