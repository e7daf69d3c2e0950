import type { Fault } from './fault.js';
import { faultAt } from './fault.js';

/** A piece of an expression's text. `offset` is the 0-based place of its first character. */
export interface Token {
  readonly kind: 'number' | 'name' | 'function' | 'operator' | '(' | ')' | ',';
  readonly text: string;
  readonly offset: number;
}

/** The longest text that is read, in characters. */
export const LONGEST_TEXT = 10_000;
/** The deepest nesting of parentheses and calls. mathjs overflows the stack of a browser worker beyond about 200. */
export const DEEPEST_NESTING = 64;

// Names: Latin and Greek letters, digits and underscores. Numbers as in mathjs, without 0x, 0b and units.
const PIECE =
  /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_Α-Ωα-ω][\wΑ-Ωα-ω]*)|(?<mark>[-+*/^(),])/y;

// Words that mathjs reads as operators or values, and names that every JavaScript object answers to.
const RESERVED = new Set(
  'mod to in and or xor not true false null undefined uninitialized NaN Infinity end prototype'.split(' '),
);

/**
 * Whether `name` may name a parameter, a data column or a definition: a Latin or Greek letter or an underscore, then also digits;
 * not a word that the syntax keeps (`mod`, `in`, `true`, …) nor a property of every object (`constructor`, `__proto__`, …).
 */
export function isAllowedName(name: string): boolean {
  return /^[A-Za-z_Α-Ωα-ω][\wΑ-Ωα-ω]*$/.test(name) && !RESERVED.has(name) && !(name in {});
}

/**
 * Splits `text` into tokens and checks the whole grammar, nesting and length included, before mathjs sees any of it:
 * what mathjs can do beyond arithmetic (assignment, strings, matrices, units, ranges, conditionals, property access,
 * implicit multiplication) is not expressible in these tokens. `2x` is refused rather than guessed, because mathjs and
 * other languages disagree on what `1/2x` means.
 *
 * Throws InputError with a caret.
 */
export function tokenise(text: string, path: string): Token[] {
  const fail = (offset: number, fault: Fault) => faultAt(path, text, offset, fault);
  if (text.length > LONGEST_TEXT) {
    const got = `${text.length} characters`;
    throw fail(LONGEST_TEXT, { expectation: `at most ${LONGEST_TEXT} characters`, got, cure: 'Shorten it.' });
  }
  const tokens: Token[] = [];
  let place = 0;
  while (place < text.length) {
    if (/\s/.test(text[place]!)) {
      place += 1;
      continue;
    }
    PIECE.lastIndex = place;
    const groups = PIECE.exec(text)?.groups;
    if (!groups) {
      const got = JSON.stringify(String.fromCodePoint(text.codePointAt(place)!));
      throw fail(place, { expectation: 'a number, a name or one of + - * / ^ ( ) ,', got, cure: 'Remove it.' });
    }
    tokens.push(tokenFrom(groups, text, place));
    place = PIECE.lastIndex;
  }
  checkGrammar(tokens, text, fail);
  return tokens;
}

/** The token that starts at `place`; a name directly before a parenthesis is a function. */
function tokenFrom(groups: Record<string, string | undefined>, text: string, place: number): Token {
  if (groups['number'] !== undefined) return { kind: 'number', text: groups['number'], offset: place };
  const name = groups['name'];
  if (name !== undefined) {
    const called = /^\s*\(/.test(text.slice(place + name.length, place + name.length + 32));
    return { kind: called ? 'function' : 'name', text: name, offset: place };
  }
  const mark = groups['mark']!;
  return { kind: mark === '(' || mark === ')' || mark === ',' ? mark : 'operator', text: mark, offset: place };
}

/** Operands and operators in turn, parentheses in pairs, commas only between the arguments of a call. */
function checkGrammar(tokens: readonly Token[], text: string, fail: (offset: number, fault: Fault) => Error): void {
  const open: { readonly call: boolean; readonly offset: number }[] = [];
  let operandNext = true;
  let signs = 0;
  for (const [i, token] of tokens.entries()) {
    const got = JSON.stringify(token.text);
    const startsOperand =
      token.kind === 'number' || token.kind === 'name' || token.kind === 'function' || token.kind === '(';
    if (startsOperand && !operandNext) {
      throw fail(token.offset, {
        expectation: 'an operator before this',
        got,
        cure: 'Write the product out, as in 2*x.',
      });
    }
    if (!startsOperand && operandNext && !(token.text === '-' || token.text === '+')) {
      throw fail(token.offset, {
        expectation: 'a number, a name or a parenthesis',
        got,
        cure: 'Complete the expression.',
      });
    }
    if (token.kind === 'name' || token.kind === 'function') checkName(token, fail);
    if (token.kind === '(') {
      open.push({ call: tokens[i - 1]?.kind === 'function', offset: token.offset });
      if (open.length > DEEPEST_NESTING) {
        const cure = 'Name inner parts under `let`.';
        throw fail(token.offset, { expectation: `at most ${DEEPEST_NESTING} open parentheses`, got: 'one more', cure });
      }
    }
    if (token.kind === ')' && !open.pop()) {
      throw fail(token.offset, { expectation: 'as many ")" as "("', got: 'one ")" too many', cure: 'Remove it.' });
    }
    if (token.kind === ',' && !open.at(-1)?.call) {
      throw fail(token.offset, {
        expectation: '"," only inside a call',
        got: '","',
        cure: 'Write decimals with a point.',
      });
    }
    signs = token.kind === 'operator' && (operandNext || token.text === '^') ? signs + 1 : startsOperand ? signs : 0;
    if (signs > DEEPEST_NESTING) {
      throw fail(token.offset, {
        expectation: `at most ${DEEPEST_NESTING} signs or powers in a row`,
        got,
        cure: 'Shorten it.',
      });
    }
    // After a function's name its parenthesis is the operand that follows.
    operandNext = token.kind === 'operator' || token.kind === '(' || token.kind === ',' || token.kind === 'function';
  }
  if (operandNext) {
    const expectation = 'a number, a name or a parenthesis';
    throw fail(text.length, { expectation, got: 'the end of the text', cure: 'Complete the expression.' });
  }
  const unclosed = open.pop();
  if (unclosed) throw fail(unclosed.offset, { expectation: 'a ")" for this "("', got: 'none', cure: 'Close it.' });
}

function checkName(token: Token, fail: (offset: number, fault: Fault) => Error): void {
  if (isAllowedName(token.text)) return;
  const expectation = 'a name that the language does not keep for itself';
  throw fail(token.offset, { expectation, got: JSON.stringify(token.text), cure: 'Choose another name.' });
}
