import type { EvolutionDocument, EvolutionFrame } from '../io/evolution-document.js';
import { countText, numberText } from './number-text.js';
import { titleText } from './problem-text.js';
import { PLAIN, alignColumns, treeText } from './tree-text.js';
import type { Palette } from './tree-text.js';

/**
 * An evolution as a line and a tree: one branch per output time with moments, weights of the components and entropies, then the
 * checks of the run and the warnings. No newline at the end.
 */
export function describeEvolution(document: EvolutionDocument, palette: Palette = PLAIN): string {
  const { frames, variable, initial, massError, smallestMass } = document.result;
  const cells = frames[0]?.density?.mass.length ?? 0;
  const title = titleText(document, [`from ${initial}`, cells > 0 ? countText(cells, 'cell') : ''], palette);
  const shown = componentNames(frames);
  const rows = alignColumns(frames.map((frame) => row(frame, variable, shown)));
  const branches = rows.map((line) => {
    const time = line.slice(0, line.indexOf('  '));
    return { head: palette.name(time) + line.slice(time.length), details: [] };
  });
  const checks = `mass kept to ${numberText(massError, 2)}, smallest mass of a cell ${numberText(smallestMass, 2)}`;
  return [
    treeText(title, branches, { palette }),
    palette.dim(checks),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** Components that hold probability in some frame; one that always holds all of it is not worth telling. */
export function componentNames(frames: readonly EvolutionFrame[]): string[] {
  const names = frames[0]?.components.map(({ name }) => name) ?? [];
  const held = names.filter((_, k) => frames.some(({ components }) => components[k]!.weight > 0));
  return held.length > 1 ? held : [];
}

function row(frame: EvolutionFrame, variable: string, shown: readonly string[]): string[] {
  const { mean, variance } = frame.moments[variable]!;
  const weights = frame.components.filter(({ name }) => shown.includes(name));
  return [
    `t = ${numberText(frame.time)}`,
    `mean ${numberText(mean)}`,
    `sd ${numberText(Math.sqrt(Math.max(0, variance)))}`,
    ...weights.map(({ name, weight }) => `P(${name}) ${numberText(weight, 4)}`),
    `entropy ${numberText(frame.entropy, 4)}`,
    ...(frame.relativeEntropy === null ? [] : [`from the limit ${numberText(frame.relativeEntropy, 3)} nats`]),
  ];
}
