import type { PassageDocument, ValueSet } from '../src/io/evolution-document.js';
import { InputError } from '../src/num/input-error.js';
import { linePassage } from '../solvers/passage/line-passage.js';
import { lineProblem } from './line-problem.js';
import type { LoadedProblem } from './load.js';
import { version } from './version.js';

/** What `passage` is asked for beside the problem. */
export interface PassageRequest {
  readonly from: readonly number[];
  /** Sets as text: `v>1`, `v<0.1`, `0.9<v<1.1`. */
  readonly to: string;
  readonly avoid?: string;
}

/** First-passage times and probabilities of a problem of one variable. */
export async function passageDocument(loaded: LoadedProblem, request: PassageRequest): Promise<PassageDocument> {
  const started = performance.now();
  const { variable, lines, moments, warnings } = await lineProblem(loaded);
  const to = valueSet(request.to, variable, '--to');
  const avoid = request.avoid === undefined ? null : valueSet(request.avoid, variable, '--avoid');
  if (avoid && avoid.from < to.to && to.from < avoid.to) {
    throw new InputError('--avoid', `a set apart from ${to.text}`, avoid.text, 'Move them apart.');
  }
  const starts = request.from.map((from) => ({ from, ...linePassage(lines, from, to, avoid) }));
  return {
    command: 'passage',
    version: version(),
    problem: loaded.problem,
    result: { variable, to, ...(avoid && { avoid }), starts, ...(moments && { moments }) },
    warnings,
    stats: { milliseconds: performance.now() - started },
  };
}

const NUMBER = '([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)';

/** Reads `v>1`, `1<v`, `v<0.1` or `0.9<v<1.1`. Throws InputError at the option for anything else. */
function valueSet(text: string, variable: string, option: string): ValueSet {
  const name = variable.replace(/[^\w]/g, '');
  const plain = text
    .replace(/\s/g, '')
    .replaceAll('≤', '<')
    .replaceAll('≥', '>')
    .replaceAll('<=', '<')
    .replaceAll('>=', '>');
  const above = new RegExp(`^(?:${name}>${NUMBER}|${NUMBER}<${name})$`).exec(plain);
  const below = new RegExp(`^(?:${name}<${NUMBER}|${NUMBER}>${name})$`).exec(plain);
  const inside = new RegExp(`^${NUMBER}<${name}<${NUMBER}$`).exec(plain);
  const set = inside
    ? { text, from: Number(inside[1]), to: Number(inside[2]) }
    : above
      ? { text, from: Number(above[1] ?? above[2]), to: Infinity }
      : below && { text, from: -Infinity, to: Number(below[1] ?? below[2]) };
  if (set && set.from < set.to) return set;
  const cure = `Write '${name}>1', '${name}<0.1' or '0.9<${name}<1.1', in quotes.`;
  throw new InputError(option, `a set of values of ${variable}`, `«${text}»`, cure);
}
