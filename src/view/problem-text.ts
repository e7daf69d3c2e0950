import type { MomentsResult, ResultDocument } from '../io/document.js';
import { countText, numberText } from './number-text.js';
import type { Palette } from './tree-text.js';

/** The model in a few words: `diagonal-linear, depth 1, width 1`, or its expression. */
export function modelText(problem: object): string {
  const model = member(problem, 'model');
  const family = member(model, 'family');
  if (typeof family === 'string') {
    return [family, ...['depth', 'width'].map((key) => `${key} ${member(model, key)}`)].join(', ');
  }
  const prediction = member(model, 'prediction');
  if (typeof prediction === 'string') return `f = ${prediction}`;
  const loss = member(model, 'loss');
  return typeof loss === 'string' ? `ℓ = ${loss}` : 'model';
}

/** The temperature T = η/S, in units of the critical one where there is one: `T = 0.1 = 0.30 T_c`. Empty where it is not known. */
export function temperatureText(document: ResultDocument<object>): string {
  const { temperature, criticalTemperature } = temperatures(document);
  if (temperature === undefined) return '';
  const text = `T = ${numberText(temperature)}`;
  if (criticalTemperature === undefined || !(criticalTemperature > 0)) return text;
  const ratio = temperature / criticalTemperature;
  // More digits where two would not tell which side of T_c this is.
  const digits = Math.abs(ratio - 1) < 0.01 ? 4 : 2;
  return `${text} = ${ratio >= 0.01 && ratio < 1000 ? ratio.toFixed(digits) : numberText(ratio, 2)} T_c`;
}

/** Facts about a result in a line, its temperature first; empty ones are left out. */
export const factsText = (document: ResultDocument<object>, facts: readonly string[]): string =>
  [temperatureText(document), ...facts].filter((fact) => fact !== '').join(' · ');

/** The title of a result as text: its model, then facts as in `factsText`. */
export function titleText(document: ResultDocument<object>, facts: readonly string[], palette: Palette): string {
  return [palette.strong(modelText(document.problem)), factsText(document, facts)]
    .filter((part) => part !== '')
    .join(' · ');
}

/** T and T_c, from the moments where they are given, else T from the problem. */
export function temperatures({ problem, result }: ResultDocument<object>): {
  readonly temperature?: number;
  readonly criticalTemperature?: number;
} {
  const { moments } = result as { readonly moments?: Partial<MomentsResult> };
  if (typeof moments?.temperature === 'number')
    return { temperature: moments.temperature, criticalTemperature: moments.criticalTemperature ?? undefined };
  const sgd = member(problem, 'sgd');
  const given = member(sgd, 'temperature');
  const ratio = Number(member(sgd, 'learningRate')) / Number(member(sgd, 'batchSize'));
  return { temperature: typeof given === 'number' ? given : Number.isNaN(ratio) ? undefined : ratio };
}

/** The problem as pairs of key path and value, in its own order; long lists are told by their length and first entries. */
export function problemRows(problem: unknown, path = ''): readonly (readonly [string, string])[] {
  if (Array.isArray(problem)) return [[path, listText(problem)]];
  if (typeof problem !== 'object' || problem === null) return [[path, scalarText(problem)]];
  return Object.entries(problem).flatMap(([key, value]) => problemRows(value, path === '' ? key : `${path}.${key}`));
}

/** A list whole, or its length and first entries. */
function listText(values: readonly unknown[]): string {
  const shown = values
    .slice(0, 6)
    .map((value) => (typeof value === 'object' ? JSON.stringify(value) : scalarText(value)));
  return values.length <= 6 ? shown.join(', ') : `${countText(values.length, 'value')}: ${shown.join(', ')}, …`;
}

/** A value as the problem file would say it. */
const scalarText = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'number' ? numberText(value, 12) : String(value);

/** A member of what may be no object at all. */
const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
