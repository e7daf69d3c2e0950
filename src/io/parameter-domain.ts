import { compile } from '../expression/compile.js';
import { bindConstants } from '../expression/constants.js';
import { parseExpression } from '../expression/parse.js';
import { InputError } from '../num/input-error.js';
import { WHOLE_LINE, type DomainEnd, type ParameterDomain } from '../sde/domain.js';
import type { Problem } from './problem-schema.js';

/** What a problem file says of a parameter's domain. */
export type DomainText = NonNullable<Problem['domain']>[string];

/**
 * The domain of a parameter: `periodic(0, 2*pi)`, `reflecting(a, b)`, `absorbing(a, b)`, or a table of ends; the whole line where
 * nothing is said. Throws InputError at `domain.NAME` for another text, ends out of order, and infinite ends that would reflect or absorb.
 */
export function parameterDomain(name: string, text: DomainText | undefined): ParameterDomain {
  const path = `domain.${name}`;
  if (text === undefined) return WHOLE_LINE;
  if (typeof text === 'string') return called(text, path);
  const [from, to] = [text.from ?? -Infinity, text.to ?? Infinity].map((end, i) =>
    typeof end === 'string' ? constant(end, `${path}.${i === 0 ? 'from' : 'to'}`) : end,
  );
  const [lower, upper] = [text.lower ?? endAt(from), text.upper ?? endAt(to)];
  for (const [key, end, kind] of [
    ['from', from, lower],
    ['to', to, upper],
  ] as const) {
    if (Number.isFinite(end) === (kind !== 'natural')) continue;
    const cure = kind === 'natural' ? 'Choose reflecting or absorbing.' : 'Give the end.';
    throw new InputError(
      `${path}.${key}`,
      `${kind === 'natural' ? 'no' : 'a finite'} end that is ${kind}`,
      String(end),
      cure,
    );
  }
  return interval(path, [from, to], [lower, upper]);
}

/** A finite end of which nothing is said reflects. */
const endAt = (end: number): DomainEnd => (Number.isFinite(end) ? 'reflecting' : 'natural');

function called(text: string, path: string): ParameterDomain {
  const match = /^\s*(periodic|reflecting|absorbing)\s*\(([^,]*),([^,]*)\)\s*$/.exec(text);
  if (match === null) {
    const expectation = 'periodic(a, b), reflecting(a, b), absorbing(a, b) or a table with from, to, lower, upper';
    throw new InputError(path, expectation, `«${text.slice(0, 60)}»`, 'For example periodic(0, 2*pi).');
  }
  const [, kind, low, high] = match;
  const ends = [constant(low, path), constant(high, path)] as const;
  if (kind !== 'periodic') return interval(path, ends, [kind as DomainEnd, kind as DomainEnd]);
  const { from, to } = interval(path, ends, ['reflecting', 'reflecting']);
  return { kind: 'periodic', from, to };
}

function interval(
  path: string,
  [from, to]: readonly number[],
  [lower, upper]: readonly DomainEnd[],
): Extract<ParameterDomain, { kind: 'interval' }> {
  if (!(from < to)) throw new InputError(path, 'from < to', `[${from}, ${to}]`, 'Swap or widen the ends.');
  return { kind: 'interval', from, to, lower, upper };
}

/** A number or an expression in numbers, pi and e. */
function constant(text: string, path: string): number {
  const out = new Float64Array(1);
  const bound = bindConstants(parseExpression(text, path), [], path);
  if (bound.names.size > 0)
    throw new InputError(path, 'numbers, pi and e', `«${text.trim()}»`, 'Ends are fixed numbers.');
  compile([bound], [])([], out);
  if (!Number.isFinite(out[0]))
    throw new InputError(path, 'a finite end', `«${text.trim()}»`, 'Ends are finite numbers.');
  return out[0];
}
