import { QUANTILES, type Numbers, type ResultDocument } from './document.js';
import type { EndComponent, PerAxis, TensorComponent } from './tensor-document.js';
import type { TensorErgodicDocument, TensorPassageDocument } from './tensor-evolution-document.js';

/**
 * A result over parameters as it is written: over one of them numbers stand in place of records by axis, as in all results of one
 * variable. Others stay as they are.
 */
export function inOneVariable(document: TensorErgodicDocument | TensorPassageDocument): ResultDocument<object> {
  const { result } = document;
  const [variable, ...others] = result.variables;
  if (variable === undefined || others.length > 0) return document;
  if ('starts' in result) {
    const starts = result.starts.map((row) => ({ ...row, from: row.from[variable]! }));
    return { ...document, result: { variable, ...result, starts } };
  }
  const { components, ends = [], ...rest } = result;
  const plain = [
    ...components.map((component) => numbersOf(component, variable)),
    ...ends.map((end) => pointOf(end, end.support[variable]![0])),
  ];
  const limits = [
    ...components.map(({ name, kind, weight }) => ({ name, kind, weight })),
    ...ends.map(({ name, weight, support }) => ({ name, kind: 'point', at: support[variable]![0], weight })),
  ];
  return { ...document, result: { variable, ...rest, components: plain, limits } };
}

/** An absorbing end as the point that it is on a line. */
function pointOf({ name, support, weight, reason }: EndComponent, at: number): object {
  const quantiles = Object.fromEntries(QUANTILES.map((p) => [p, at]));
  const figures = { mean: at, variance: 0, mode: at, quantiles, normalisable: false, reason };
  return { name, kind: 'point', support: Object.values(support)[0], weight, ...figures };
}

/** What only several axes have. */
const OF_SEVERAL = ['marginals', 'conditionals', 'covariance'];

/** A component with the figures of its only axis. */
function numbersOf(component: TensorComponent, variable: string): object {
  const own = <T>(table: PerAxis<T>): T => table[variable]!;
  const kept = Object.fromEntries(Object.entries(component).filter(([key]) => !OF_SEVERAL.includes(key)));
  return {
    ...kept,
    support: own(component.support),
    mean: own(component.mean),
    variance: own(component.variance),
    mode: own(component.mode),
    quantiles: own(component.quantiles),
    // On one axis the current of a steady state is the same everywhere.
    ...(component.current && { current: meanOf(own(component.current)) }),
  };
}

const meanOf = (values: Numbers): number => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
