import { faultAt } from '../expression/fault.js';
import { InputError } from '../num/input-error.js';
import { fixedAt } from './distributions/constant.js';
import type { Distribution, LawCall } from './distributions/distribution.js';
import { signature } from './distributions/distribution.js';
import { lawFamilies } from './distributions/index.js';

/** A plain decimal number at the start of a text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/;

/** What is fixed while one call is read; `at` moves. */
interface Cursor {
  readonly text: string;
  readonly path: string;
  at: number;
}

/**
 * The distribution that `text` calls for, or null where it is no call of a known law and so a derived column.
 * The grammar is name(argument, …), an argument being a number or a list [number, …]: `normal(0, 1)`, `discrete([0, 1], [3, 1])`.
 * Throws InputError with the offset of the fault where a law is called wrongly or inside a longer expression.
 */
export function readLaw(text: string, path: string): Distribution | null {
  const name = /^\s*([A-Za-z_]\w*)\s*\(/.exec(text)?.[1] ?? '';
  const family = lawFamilies.get(name);
  if (family === undefined) {
    refuseLawInside(text, path);
    return null;
  }
  const cursor = { text, path, at: text.indexOf('(') };
  const args = separated(cursor, ')', () =>
    peek(cursor) === '[' ? separated(cursor, ']', () => number(cursor)) : number(cursor),
  );
  if (peek(cursor) !== '') throw lawInExpression(text, path, cursor.at);
  const call: LawCall = { text: text.trim(), name, args, path };
  const distribution = family.create(call, family);
  if (!Number.isFinite(distribution.centre) || !Number.isFinite(distribution.scale)) {
    const cure = `Choose other arguments for ${signature(family)}.`;
    throw new InputError(path, 'a law whose size fits in double precision', call.text, cure);
  }
  // A law without spread is a constant, and one node stands for it.
  return distribution.scale === 0 ? fixedAt(call.text, distribution.centre) : distribution;
}

/** The items between the bracket under the cursor and `end`; moves past it. */
function separated<Item>(cursor: Cursor, end: string, item: () => Item): Item[] {
  const items: Item[] = [];
  cursor.at++;
  if (peek(cursor) !== end) {
    items.push(item());
    while (peek(cursor) === ',') {
      cursor.at++;
      items.push(item());
    }
  }
  if (peek(cursor) !== end) throw fault(cursor, `"," or "${end}"`);
  cursor.at++;
  return items;
}

function number(cursor: Cursor): number {
  peek(cursor);
  const match = NUMBER.exec(cursor.text.slice(cursor.at, cursor.at + 400))?.[0];
  const value = Number(match);
  if (match === undefined || !Number.isFinite(value)) throw fault(cursor, 'a finite number');
  cursor.at += match.length;
  return value;
}

/** Skips blanks and shows the next character, '' at the end. */
function peek(cursor: Cursor): string {
  while (/\s/.test(cursor.text.charAt(cursor.at))) cursor.at++;
  return cursor.text.charAt(cursor.at);
}

function fault(cursor: Cursor, expectation: string): InputError {
  const rest = cursor.text.slice(cursor.at, cursor.at + 20);
  const got = rest === '' ? 'the end' : JSON.stringify(rest);
  const cure = 'Arguments of a law are plain numbers such as 0.5 or -1e-3, or lists [1, 2] of them.';
  return faultAt(cursor.path, cursor.text, cursor.at, { expectation, got, cure });
}

function refuseLawInside(text: string, path: string): void {
  // Names are matched greedily and each once; a look-ahead in the pattern would take quadratic time on a long name.
  for (const { 0: name, index } of text.matchAll(/[A-Za-z_]\w*/g)) {
    if (lawFamilies.has(name) && peek({ text, path, at: index + name.length }) === '(')
      throw lawInExpression(text, path, index);
  }
}

function lawInExpression(text: string, path: string, offset: number): InputError {
  return faultAt(path, text, offset, {
    expectation: 'either one law or an expression in other columns',
    got: 'a law inside an expression',
    cure: 'Give the law a column of its own, as in `e: normal(0, 0.5)`, and use the name of that column.',
  });
}
