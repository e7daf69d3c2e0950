import { describe, expect, it, vi } from 'vitest';
import { bindConstants } from '../../src/expression/constants.js';
import { compile } from '../../src/expression/compile.js';
import { sameNode } from '../../src/expression/node.js';
import type { Expression } from '../../src/expression/parse.js';
import { expressionOf, parseExpression } from '../../src/expression/parse.js';
import { print } from '../../src/expression/print.js';
import { isAllowedName } from '../../src/expression/tokens.js';
import { InputError } from '../../src/num/input-error.js';
import { LOSSES } from './losses.js';

function valueAt(e: Expression, at: Readonly<Record<string, number>>): number {
  const out = new Float64Array(1);
  compile([e], Object.keys(at))(Object.values(at), out);
  return out[0]!;
}

function faultOf(text: string, definitions?: Record<string, string>): InputError {
  try {
    parseExpression(text, 'model.loss', definitions);
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error(`accepted: ${text.slice(0, 40)}`);
}

describe('parseExpression', () => {
  it('reads arithmetic with the usual precedence', () => {
    const at = { x: 3, y: 5, α: 2 };
    expect(valueAt(parseExpression('-x^2', 'p'), at)).toBe(-9);
    expect(valueAt(parseExpression('2^-1*x - (y - 1)/α', 'p'), at)).toBe(-0.5);
    expect(valueAt(parseExpression('α^α^x', 'p'), at)).toBe(256);
    expect(valueAt(parseExpression('x/y/α', 'p'), at)).toBe(3 / 5 / 2);
    expect(valueAt(parseExpression('+x --y', 'p'), at)).toBe(8);
    expect(valueAt(parseExpression('max(x, y, 1.5e1, .5) + min(x,\n y)', 'p'), at)).toBe(18);
  });

  it('gives every node its place, and the free names in order of use', () => {
    const e = parseExpression('(u*w - y)^2', 'model.loss');
    expect([...e.names]).toEqual(['u', 'w', 'y']);
    expect(e.node).toMatchObject({ kind: 'binary', operator: '^', offset: 9 });
    expect((e.node as unknown as { left: object }).left).toMatchObject({
      operator: '-',
      offset: 5,
      right: { offset: 7 },
    });
  });

  it('prints every tree as text that reads back to the same tree', () => {
    for (const text of [
      ...LOSSES,
      '(-2)^u',
      'u - (w - x)',
      '(u^w)^x',
      '-(-u)',
      'u*(w*x)',
      'u/(w/x)',
      'u*-3',
      '(-u)^2',
      '1e-300*u',
    ]) {
      const { node } = parseExpression(text, 'p');
      expect(sameNode(parseExpression(print(node), 'p').node, node), `${text} → ${print(node)}`).toBe(true);
    }
  });

  it('puts definitions in, whatever their order, at the place of the name', () => {
    const e = parseExpression('w*h - y', 'model.loss', { h: 'tanh(g)', g: 'u*x' });
    expect(print(e.node)).toBe('w*tanh(u*x) - y');
    expect([...e.names]).toEqual(['w', 'u', 'x', 'y']);
    expect((e.node as unknown as { left: { right: object } }).left.right).toMatchObject({ callee: 'tanh', offset: 2 });
  });

  it('binds pi and e unless they are declared', () => {
    const e = parseExpression('e + pi', 'p');
    expect([...e.names]).toEqual(['e', 'pi']);
    expect(valueAt(bindConstants(e, [], 'p'), {})).toBe(Math.E + Math.PI);
    expect(valueAt(bindConstants(e, ['e'], 'p'), { e: 1 })).toBe(1 + Math.PI);
    const pole = parseExpression('x/(pi - pi)', 'p');
    expect(() => bindConstants(pole, [], 'p')).toThrow(/p: a divisor other than 0/);
  });
});

describe('hostile text', () => {
  // Text, the place of the caret, and a word of the message.
  const HOSTILE: readonly [string, number, RegExp][] = [
    ['import("fs")', 7, /a number, a name or one of/],
    ['import(x)', 0, /a known function, got "import"/],
    ['u + constructor', 4, /keep for itself, got "constructor"/],
    ['__proto__', 0, /keep for itself/],
    ['hasOwnProperty(u)', 0, /keep for itself/],
    ['u.constructor', 1, /got "\."/],
    ['u["constructor"]', 1, /got "\["/],
    ['1/0', 1, /divisor other than 0/],
    ['u/(2 - 2)', 1, /divisor other than 0/],
    ['10^400', 2, /a finite number, got Infinity/],
    ['1e400', 0, /a finite number/],
    ['log(0)', 0, /a finite number/],
    ['sqrt(-1)*u', 0, /a finite number, got NaN/],
    ['besselj(u)', 0, /a known function/],
    ['u(w + 1)', 0, /a known function, got "u".*product is written with \*/],
    ['u = 1', 2, /got "="/],
    ['f(u) = u', 5, /got "="/],
    ['u; w', 1, /got ";"/],
    ['"text"', 0, /a number, a name/],
    ['[1, 2]', 0, /got "\["/],
    ['{a: 1}', 0, /got "\{"/],
    ['3 cm', 2, /an operator before this/],
    ['2x', 1, /an operator before this, got "x"/],
    ['(u)(w)', 3, /an operator before this/],
    ['0x10', 1, /an operator before this/],
    ['1:3', 1, /got ":"/],
    ['u ? 1 : 2', 2, /got "\?"/],
    ['u == 1', 2, /got "="/],
    ['u!', 1, /got "!"/],
    ['u % 2', 2, /got "%"/],
    ['u to w', 2, /an operator before this/],
    ['mod', 0, /keep for itself/],
    ['true', 0, /keep for itself/],
    ['NaN', 0, /keep for itself/],
    ['', 0, /the end of the text/],
    ['u +', 3, /the end of the text/],
    ['u * / w', 4, /a number, a name or a parenthesis/],
    ['(u', 0, /a "\)" for this "\("/],
    ['u)', 1, /one "\)" too many/],
    ['sin()', 4, /a number, a name or a parenthesis/],
    ['sin(u, w)', 0, /one argument of sin, got 2/],
    ['max(u)', 0, /two or more arguments of max, got 1/],
    ['(1, 2)', 2, /"," only inside a call/],
    ['u + 😀', 4, /a number, a name or one of/],
    ['u\u0000w', 1, /a number, a name or one of/],
    ['('.repeat(1e5) + 'u' + ')'.repeat(1e5), 10_000, /at most 10000 characters/],
    ['('.repeat(4000) + 'u' + ')'.repeat(4000), 64, /open parentheses/],
    ['exp('.repeat(1900) + 'u' + ')'.repeat(1900), 259, /open parentheses/],
    ['-'.repeat(9000) + 'u', 64, /signs or powers in a row/],
    ['u^'.repeat(4000) + 'u', 129, /signs or powers in a row/],
    ['(u)^'.repeat(2000) + 'u', 0, /nested operations|mathjs can read/],
    ['u+'.repeat(4000) + 'u', 0, /nested operations/],
  ];

  it.each(HOSTILE.map((row) => [row[0].slice(0, 30), ...row] as const))('refuses %j', (_, text, offset, message) => {
    const error = faultOf(text);
    expect(error.message).toMatch(message);
    expect(error.message.startsWith('model.loss: ')).toBe(true);
    expect(error.offset).toBe(offset);
    expect(error.path).toBe('model.loss');
    const [shown, caret] = error.message.split('\n').slice(-2);
    expect(caret).toMatch(/^ *\^$/);
    // The caret stands under the character at the offset.
    if (text[offset] !== undefined && text[offset]! >= ' ') {
      expect(shown!.codePointAt(caret!.length - 1)).toBe(text.codePointAt(offset));
    }
  });

  it('runs nothing', () => {
    const generated = vi.fn();
    vi.stubGlobal('Function', generated);
    vi.stubGlobal('eval', generated);
    try {
      for (const [text] of HOSTILE) faultOf(text);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(generated).not.toHaveBeenCalled();
  });

  it('refuses what is no text', () => {
    expect(() => parseExpression(3 as unknown as string, 'data.y')).toThrow(/data\.y: an expression in quotes, got 3/);
  });

  it('refuses what mathjs cannot read without letting its error out', () => {
    // Deep right recursion that the token check does not count: parenthesised bases of powers.
    expect(faultOf('(u)^'.repeat(2400) + 'u')).toBeInstanceOf(InputError);
  });

  it('refuses definitions in a circle, in excess or with faults, at their own place', () => {
    expect(faultOf('h', { h: 'g + 1', g: '2*h' }).message).toMatch(
      /model\.let\.h: definitions without a circle, got h → g → h/,
    );
    expect(faultOf('u', { h: '1/' }).path).toBe('model.let.h');
    expect(faultOf('u', { 'a b': '1' }).message).toMatch(/model\.let\.a b: a name of letters/);
    expect(faultOf('u/h', { h: '0' }).offset).toBe(1);
    const doubling = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`h${i}`, `h${i + 1} + h${i + 1}`]));
    expect(faultOf('h0', doubling).message).toMatch(/at most 20000 operations/);
    const chain = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`h${i}`, `1 + h${i + 1}`]));
    expect(faultOf('h0', chain).message).toMatch(/definitions at most 64 deep/);
    const polluted = JSON.parse('{"__proto__": "u"}') as Record<string, string>;
    expect(faultOf('u', polluted).path).toBe('model.let.__proto__');
  });

  it('tells allowed names', () => {
    expect(['u', 'θ', '_a1', 'e', 'pi'].every(isAllowedName)).toBe(true);
    expect(['', '1a', 'a b', 'mod', 'toString', 'é'].some(isAllowedName)).toBe(false);
  });

  it('keeps a computed tree and its text together', () => {
    const { node } = parseExpression('u*w', 'p');
    expect(expressionOf(node)).toMatchObject({ text: 'u*w', node });
  });
});
