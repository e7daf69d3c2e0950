import { compile } from '../src/expression/compile.js';
import { bindConstants } from '../src/expression/constants.js';
import { parseExpression } from '../src/expression/parse.js';
import { InputError } from '../src/num/input-error.js';
import type { Region } from '../solvers/passage/region-border.js';

/**
 * A set of parameters from text: comparisons of expressions, all of which hold: `u*w>0`, `0.9<u*w<1.1`, `u>0 and w<1`. Throws
 * InputError at the option for anything else, and for names that are no parameters.
 */
export function parameterSet(text: string, names: readonly string[], option: string): Region {
  const conditions = pieces(text).flatMap((part) => comparisons(part, names, option));
  return (theta) => conditions.every((holds) => holds(theta));
}

function comparisons(text: string, names: readonly string[], option: string): Region[] {
  const signs: boolean[] = [];
  const plain = text.replaceAll('≤', '<').replaceAll('≥', '>').replaceAll('<=', '<').replaceAll('>=', '>');
  const sides = plain.split(/[<>]/);
  for (const sign of plain.match(/[<>]/g) ?? []) signs.push(sign === '<');
  if (sides.length < 2 || sides.some((side) => side.trim() === '')) {
    const cure = `Write '${names.join('*')}>0', '0.9<${names[0]}<1.1' or '${names[0]}>0 and ${names[names.length - 1]}<1', in quotes.`;
    throw new InputError(option, `comparisons of ${names.join(', ')} with < or >`, `«${text.trim()}»`, cure);
  }
  const bound = sides.map((side) => bindConstants(parseExpression(side.trim(), option), names, option));
  for (const { names: used } of bound) {
    const wrong = [...used].find((name) => !names.includes(name));
    if (wrong === undefined) continue;
    throw new InputError(option, `a set in ${names.join(', ')}`, `the name ${wrong}`, 'Name the parameters.');
  }
  const evaluate = compile(bound, names);
  const values = new Float64Array(bound.length);
  return [
    (theta) => {
      evaluate(theta, values);
      return signs.every((less, i) => (less ? values[i] < values[i + 1] : values[i] > values[i + 1]));
    },
  ];
}

/** Parts of a text between `,`, `&` and the word `and` that stand in no brackets. */
function pieces(text: string): string[] {
  const parts: string[] = [];
  let [depth, from] = [0, 0];
  for (const { 0: found, index } of text.matchAll(/[()]|,|&&?|\band\b/g)) {
    if (found === '(') depth += 1;
    else if (found === ')') depth -= 1;
    else if (depth === 0) {
      parts.push(text.slice(from, index));
      from = index + found.length;
    }
  }
  return [...parts, text.slice(from)];
}
