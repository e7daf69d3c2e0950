import { describe, expect, it } from 'vitest';
import { print } from '../../src/expression/print.js';
import type { ModelText } from '../../src/model/symbolic-loss.js';
import { bindToColumns, model } from '../../src/model/symbolic-loss.js';

describe('model', () => {
  it('makes (p − y)² of a prediction, with its gradient', () => {
    const m = model({ parameters: ['u', 'w'], prediction: 'u*w*x' });
    expect(print(m.loss.node)).toBe('(u*w*x - y)^2');
    expect(m.variables).toEqual(['x', 'y']);
    expect(m.prediction?.text).toBe('u*w*x');
    expect(m.gradient).toHaveLength(2);
  });

  it('takes a loss and helper definitions', () => {
    const m = model({ parameters: ['u', 'w'], loss: '(w*h - y)^2 + e', let: { h: 'tanh(g)', g: 'u*x' } });
    expect(m.variables).toEqual(['x', 'y', 'e']);
    expect(m.prediction).toBeUndefined();
    expect(bindToColumns(m, ['x', 'y']).variables).toEqual(['x', 'y']);
    expect(bindToColumns(m, ['x', 'y', 'e']).variables).toEqual(['x', 'y', 'e']);
  });

  const refused: readonly [string, ModelText, RegExp][] = [
    ['no parameters', { parameters: [], loss: 'x' }, /model\.parameters: a list of at least one name/],
    ['no list', { parameters: 'u' as never, loss: 'u' }, /model\.parameters: a list of at least one name, got u/],
    ['a bad name', { parameters: ['u', '2w'], loss: 'u' }, /model\.parameters\[1\]: a name of letters.*got "2w"/],
    ['no name', { parameters: [3 as never], loss: 'u' }, /model\.parameters\[0\]: a name of letters/],
    ['a name twice', { parameters: ['u', 'u'], loss: 'u' }, /model\.parameters\[1\]: each parameter once/],
    [
      'a defined parameter',
      { parameters: ['h'], loss: 'h', let: { h: '1' } },
      /\[0\]: a parameter that `let` does not/,
    ],
    ['neither form', { parameters: ['u'] }, /model: either a prediction or a loss, got none/],
    ['both forms', { parameters: ['u'], loss: 'u', prediction: 'u' }, /model: either a prediction or a loss, got both/],
    ['y in a prediction', { parameters: ['u'], prediction: 'u*y' }, /model\.prediction: a prediction of y without y/],
    ['a parameter y', { parameters: ['y'], prediction: 'y*x' }, /got a parameter y/],
    [
      'an unused parameter',
      { parameters: ['u', 'w'], loss: 'u*x' },
      /\[1\]: a parameter that the loss depends on, got w/,
    ],
    ['a syntax error', { parameters: ['u'], loss: 'u +' }, /model\.loss: .*\n {2}u \+\n {5}\^/],
  ];
  it.each(refused)('refuses %s', (_, text, message) => {
    expect(() => model(text)).toThrow(message);
  });
});

describe('bindToColumns', () => {
  it('refuses names that are no columns, with a caret', () => {
    const m = model({ parameters: ['u'], loss: 'u*x + q^2' });
    expect(() => bindToColumns(m, ['x'])).toThrow(
      /a parameter or a column of the data, got "q".*x; the parameters are u\.\n.*\n {8}\^/,
    );
    expect(() => bindToColumns(m, [])).toThrow(/The data have no columns/);
    const p = model({ parameters: ['u'], prediction: 'u*x' });
    expect(() => bindToColumns(p, ['x'])).toThrow(/model\.prediction: a data column y to predict/);
    expect(() => bindToColumns(p, ['y'])).toThrow(/model\.prediction: a parameter or a column of the data, got "x"/);
  });
});
