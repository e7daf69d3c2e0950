import { describe, expect, it } from 'vitest';
import { compile, generate, interpret } from '../../src/expression/compile.js';
import { derivative } from '../../src/expression/derivative.js';
import { parseExpression } from '../../src/expression/parse.js';
import { print } from '../../src/expression/print.js';
import { programOf } from '../../src/expression/program.js';
import { LOSSES } from './losses.js';

const NAMES = ['u', 'w', 'x', 'y'];

/** Points away from kinks by a hash, so that the test is the same every time. */
function point(k: number): number[] {
  return NAMES.map((_, i) => {
    const t = Math.sin(12.9898 * (k + 1) + 78.233 * (i + 1)) * 43758.5453;
    return 3 * (t - Math.floor(t)) - 1.5;
  });
}

describe('derivative', () => {
  it.each(LOSSES)('of %s agrees with finite differences', (text) => {
    const loss = parseExpression(text, 'model.loss');
    const value = compile([loss], NAMES);
    const gradient = compile(
      ['u', 'w'].map((name) => derivative(loss, name)),
      NAMES,
    );
    const exact = new Float64Array(2);
    const out = new Float64Array(1);
    const f = (at: number[]) => (value(at, out), out[0]!);
    let checked = 0;
    for (let k = 0; k < 40; k++) {
      const at = point(k);
      gradient(at, exact);
      for (const i of [0, 1]) {
        const difference = (h: number) => {
          const shifted = (s: number) => at.map((a, j) => (j === i ? a + s * h : a));
          return (f(shifted(-2)) - 8 * f(shifted(-1)) + 8 * f(shifted(1)) - f(shifted(2))) / (12 * h);
        };
        const coarse = difference(2e-3);
        const fine = difference(1e-3);
        // Where two steps disagree there is a kink or the value is not a number (a power of a negative base).
        if (!(Math.abs(coarse - fine) < 1e-7 * (1 + Math.abs(fine)))) continue;
        checked += 1;
        expect(Math.abs(exact[i]! - fine)).toBeLessThan(2e-8 * (1 + Math.abs(fine)));
      }
    }
    expect(checked).toBeGreaterThan(25);
  });

  it('has a rule for every function mathjs lacks, at kinks too', () => {
    const at = (text: string, u: number) => {
      const out = new Float64Array(1);
      compile([derivative(parseExpression(text, 'p'), 'u')], ['u'])([u], out);
      return out[0]!;
    };
    expect(at('relu(u)', 0)).toBe(0);
    expect(at('relu(u)', 2)).toBe(1);
    expect(at('abs(u)', 0)).toBe(0);
    expect(at('abs(u)', -2)).toBe(-1);
    expect(at('max(u, 2*u)', 0)).toBe(1);
    expect(at('min(u, 2*u)', 0)).toBe(1);
    expect(at('max(2*u, u)', 1)).toBe(2);
    expect(at('sign(u) + step(u)', 1)).toBe(0);
    expect(at('relu(abs(u) - 1)^2', -3)).toBe(-4);
    expect(at('u', 5)).toBe(1);
    expect(at('3', 5)).toBe(0);
  });

  it('stays finite far out', () => {
    const out = new Float64Array(1);
    const slope = derivative(parseExpression('log(1 + exp(-y*u))', 'p'), 'u');
    compile([slope], ['u', 'y'])([-1e4, 1], out);
    expect(out[0]).toBe(-1);
    compile([slope], ['u', 'y'])([600, 1], out);
    expect(out[0]! / -Math.exp(-600)).toBeCloseTo(1, 12);
  });

  it('does not confuse names with the ones it uses on the way', () => {
    const e = parseExpression('q_0*relu(q_0*v_a)*e', 'p');
    expect(print(derivative(e, 'q_0').node)).toBe('e*relu(q_0*v_a) + e*q_0*(step(q_0*v_a)*v_a)');
    expect(print(derivative(parseExpression('e^u', 'p'), 'e').node)).toBe('u*e^(u - 1)');
  });
});

describe('compile', () => {
  it('generated code and interpreter give the same bits', () => {
    const expressions = LOSSES.flatMap((text) => {
      const loss = parseExpression(text, 'model.loss');
      return [loss, derivative(loss, 'u'), derivative(loss, 'w')];
    });
    const program = programOf(expressions, NAMES);
    const [fast, slow] = [generate(program), interpret(program)];
    const [a, b] = [new Float64Array(expressions.length), new Float64Array(expressions.length)];
    for (let k = 0; k < 200; k++) {
      const at = point(k).map((t) => t * 10 ** ((k % 9) - 4));
      if (k % 20 === 0) at[k % 4] = k % 40 === 0 ? 0 : NaN;
      fast(at, a);
      slow(at, b);
      expect(a).toEqual(b);
    }
  });

  it('computes shared parts once', () => {
    const both = ['u*w + tanh(u*w)', 'w*u - 1'].map((text) => parseExpression(text, 'p'));
    const operations = programOf(both, ['u', 'w']).instructions.map((i) => i.operation);
    expect(operations.filter((o) => o === '*')).toHaveLength(1);
  });

  it('interprets where generated code is forbidden', () => {
    const { Function: original } = globalThis;
    const forbidden = function () {
      throw new EvalError('refused by policy');
    };
    globalThis.Function = forbidden as unknown as FunctionConstructor;
    try {
      const out = new Float64Array(1);
      compile([parseExpression('u^3 - 1', 'p')], ['u'])([2], out);
      expect(out[0]).toBe(7);
    } finally {
      globalThis.Function = original;
    }
  });

  it('passes on any other failure of generation', () => {
    const { Function: original } = globalThis;
    globalThis.Function = function () {
      throw new RangeError('too large');
    } as unknown as FunctionConstructor;
    try {
      expect(() => compile([parseExpression('u', 'p')], ['u'])).toThrow(RangeError);
    } finally {
      globalThis.Function = original;
    }
  });

  it('refuses names it was not told', () => {
    expect(() => compile([parseExpression('u + q', 'p')], ['u'])).toThrow(/expression: one of the names u, got "q"/);
  });

  it('turns whole powers into products', () => {
    const { instructions } = programOf([parseExpression('u^5 + u^-2 + u^0.5 + u^33', 'p')], ['u']);
    expect(instructions.filter((i) => i.operation === '^')).toHaveLength(1);
  });
});
