import type { TensorComponent, TensorDocument } from '../io/tensor-document.js';
import { symmetryLines } from './expression-text.js';
import { countText, numberText, scaledText } from './number-text.js';
import { titleText } from './problem-text.js';
import { alignColumns, PLAIN, treeText, type Palette } from './tree-text.js';

/** A stationary result over several parameters as a line and a tree: each class with mean, spread, mode and median along each axis. */
export function describeTensor(document: TensorDocument, palette: Palette = PLAIN): string {
  const { components, ends = [], symmetries } = document.result;
  const branches = components.map((component) => ({
    head: `${palette.name(component.name)}  ${component.kind}${weightText(component)}`,
    details: [...alignColumns(figureRows(component)), ...productLines(component), flowLine(component)],
  }));
  const limits = ends.map((end) => ({
    head: `${palette.name(end.name)}  absorbing end${weightText(end)}`,
    details: [],
  }));
  const open = components.length > 1 ? [palette.dim('how much each class holds depends on the initial density')] : [];
  return [
    treeText(titleText(document, [sizeText(document)], palette), [...branches, ...limits], { indent: 2, palette }),
    ...open,
    ...symmetryLines(symmetries),
    ...document.warnings.map((warning) => palette.warn(`warning: ${warning}`)),
  ].join('\n');
}

/** `160 × 160 cells`, or nothing where no density is told. */
export function sizeText({ result: { density, components } }: TensorDocument): string {
  const table = density ?? components.find((component) => component.density)?.density;
  return table ? `${table.axes.map(({ centres }) => centres.length).join(' × ')} cells` : '';
}

const weightText = ({ weight }: Pick<TensorComponent, 'weight'>): string =>
  weight === null ? '' : `  weight ${numberText(weight)}`;

/** One row per axis: its name and figures. */
export function figureRows({ mean, variance, mode, quantiles }: TensorComponent): string[][] {
  return Object.keys(mean).map((name) => {
    const sd = Math.sqrt(variance[name]);
    return [
      name,
      `mean ${scaledText(mean[name], sd)}`,
      `sd ${numberText(sd, 5)}`,
      `mode ${scaledText(mode[name], sd)}`,
      `median ${scaledText(quantiles[name]['0.5'], sd)}`,
    ];
  });
}

/** The law of each product of a pair in a line. */
function productLines({ products = [] }: TensorComponent): string[] {
  return products.map(({ pair, mean, variance, quantiles, positive }) => {
    const name = pair.join('·');
    return `${name}  mean ${scaledText(mean, Math.sqrt(variance))}  sd ${numberText(Math.sqrt(variance), 5)}  median ${scaledText(quantiles['0.5'], Math.sqrt(variance))}  P(${name} > 0) ${numberText(positive)}`;
  });
}

/** Whether there is detailed balance, else how much flows. */
export function flowLine({ detailedBalance, entropyProduction }: TensorComponent): string {
  const { holds, share, largest } = detailedBalance;
  if (holds)
    return `detailed balance holds: net fluxes are within ${largest.toExponential(0)} of the traffic of every pair of cells`;
  const production = `entropy production ${numberText(entropyProduction, 3)} per unit of time`;
  return `no detailed balance: ${numberText(100 * share, 3)} % of all jumps are not undone; ${production}`;
}

/** How many classes a result has, in words. */
export function classesText({ result }: TensorDocument): string {
  return countText(result.components.length, 'closed class').replace(/classs$/, 'classes');
}
