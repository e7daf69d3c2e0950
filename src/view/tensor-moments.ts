import { QUANTILES } from '../io/document.js';
import type { TensorComponent } from '../io/tensor-document.js';
import { tableMarkup, type Markup } from './markup.js';
import { numberText, scaledText } from './number-text.js';

/** Moments and quantiles of a component as a table, one column per axis and product. */
export function momentsMarkup(component: TensorComponent, caption: string): Markup {
  const [head, ...rows] = momentTable(component);
  return tableMarkup(caption, head, rows);
}

/** The table, its head first. */
function momentTable({ mean, variance, mode, quantiles, products = [] }: TensorComponent): string[][] {
  const columns = [
    ...Object.keys(mean).map((name) => ({
      name,
      mean: mean[name],
      variance: variance[name],
      mode: mode[name],
      quantiles: quantiles[name],
    })),
    ...products.map((product) => ({ ...product, name: product.pair.join('·'), mode: NaN })),
  ];
  type Column = (typeof columns)[number];
  const row = (label: string, value: (column: Column) => number): string[] => [
    label,
    ...columns.map((column) => scaledText(value(column), Math.sqrt(column.variance))),
  ];
  return [
    ['quantity', ...columns.map(({ name }) => name)],
    row('mean', (column) => column.mean),
    row('standard deviation', (column) => Math.sqrt(column.variance)),
    ['variance', ...columns.map((column) => numberText(column.variance, 5))],
    row('mode', (column) => column.mode),
    ...QUANTILES.map((p) => row(`${Number(p) * 100} % quantile`, (column) => column.quantiles[p])),
  ];
}
