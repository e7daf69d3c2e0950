import { QUANTILES } from '../io/document.js';
import type { TensorComponent, TensorDocument } from '../io/tensor-document.js';
import { symmetryLines } from './expression-text.js';
import { countText, numberText } from './number-text.js';
import { modelText, temperatureText } from './problem-text.js';
import { alignColumns, PLAIN, treeText, type Palette } from './tree-text.js';

/** A stationary result over several parameters as a line and a tree: each class with mean, spread, mode and median along each axis. */
export function describeTensor(document: TensorDocument, palette: Palette = PLAIN): string {
  const { components, density, symmetries } = document.result;
  const first = density ?? components.find((c) => c.density)?.density;
  const size = first ? first.axes.map(({ centres }) => centres.length).join(' × ') : '';
  const facts = [temperatureText({ ...document, result: {} }), size === '' ? '' : `${size} cells`].filter(
    (fact) => fact !== '',
  );
  const title = [palette.strong(modelText(document.problem)), ...facts].join(' · ');
  const branches = components.map((component) => ({
    head: `${palette.name(component.name)}  ${component.kind}${weightText(component)}`,
    details: [...alignColumns(figureRows(component)), ...productLines(component), flowLine(component)],
  }));
  const open = components.length > 1 ? [palette.dim('how much each class holds depends on the initial density')] : [];
  const warnings = document.warnings.map((warning) => palette.warn(`warning: ${warning}`));
  return [treeText(title, branches, { indent: 2, palette }), ...open, ...symmetryLines(symmetries), ...warnings].join(
    '\n',
  );
}

const weightText = ({ weight }: TensorComponent): string => (weight === null ? '' : `  weight ${numberText(weight)}`);

/** One row per axis: its name and figures. */
export function figureRows({ mean, variance, mode, quantiles }: TensorComponent): string[][] {
  return Object.keys(mean).map((name) => [
    name,
    `mean ${numberText(mean[name])}`,
    `sd ${numberText(Math.sqrt(variance[name]))}`,
    `mode ${numberText(mode[name])}`,
    `median ${numberText(quantiles[name]['0.5'])}`,
  ]);
}

/** The law of each product of a pair in a line. */
export function productLines({ products = [] }: TensorComponent): string[] {
  return products.map(({ pair, mean, variance, quantiles, positive }) => {
    const name = pair.join('·');
    return `${name}  mean ${numberText(mean)}  sd ${numberText(Math.sqrt(variance))}  median ${numberText(quantiles['0.5'])}  P(${name} > 0) ${numberText(positive)}`;
  });
}

/** Whether there is detailed balance, else how much flows. */
export function flowLine({ detailedBalance, entropyProduction }: TensorComponent): string {
  const { holds, share, largest } = detailedBalance;
  if (holds)
    return `detailed balance holds: net fluxes are within ${largest.toExponential(0)} of the traffic of every pair of cells`;
  const production = `entropy production ${numberText(entropyProduction)} per unit of time`;
  return `no detailed balance: ${numberText(100 * share)} % of all jumps are not undone; ${production}`;
}

/** Rows of a table of moments and quantiles, one column per axis. */
export function momentTable({ mean, variance, mode, quantiles }: TensorComponent): string[][] {
  const names = Object.keys(mean);
  const row = (label: string, value: (name: string) => number): string[] => [
    label,
    ...names.map((name) => numberText(value(name), 8)),
  ];
  return [
    row('mean', (name) => mean[name]),
    row('variance', (name) => variance[name]),
    row('mode', (name) => mode[name]),
    ...QUANTILES.map((p) => row(`${Number(p) * 100} % quantile`, (name) => quantiles[name][p])),
  ];
}

/** How many classes a result has, in words. */
export function classesText({ result }: TensorDocument): string {
  return countText(result.components.length, 'closed class').replace(/classs$/, 'classes');
}
