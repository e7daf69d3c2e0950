import { expect, test } from 'vitest';
import { countText, numberText, scaledText } from '../../src/view/number-text.js';

test.each([
  [0.84493612345, '0.844936'],
  [0.5, '0.5'],
  [-3, '-3'],
  [0, '0'],
  [-0, '0'],
  [999999.7, '1e6'],
  [123456.7, '123457'],
  [0.0001, '0.0001'],
  [0.00009999, '9.999e-5'],
  [2.5e-300, '2.5e-300'],
  [-1.5e12, '-1.5e12'],
  [Infinity, '∞'],
  [-Infinity, '-∞'],
  [NaN, '–'],
])('%d is %s', (value, text) => {
  expect(numberText(value)).toBe(text);
});

test('digits can be chosen', () => {
  expect(numberText(1 / 3, 2)).toBe('0.33');
  expect(numberText(1 / 3, 12)).toBe('0.333333333333');
});

test('one cell, two cells', () => {
  expect([countText(1, 'cell'), countText(2, 'cell'), countText(0, 'cell')]).toEqual(['1 cell', '2 cells', '0 cells']);
});

test('scaledText leaves out digits below what the scale allows', () => {
  expect(scaledText(-5.7e-17, 0.3)).toBe('0');
  expect(scaledText(-1.4160752e-5, 1.0117)).toBe('0');
  expect(scaledText(0.0123456, 0.123)).toBe('0.01235');
  expect(scaledText(1234.5678, 0.01)).toBe('1234.6');
  expect(scaledText(3e-9, 2e-9)).toBe('3e-9');
  expect(scaledText(0, 0)).toBe('0');
  expect(scaledText(0.25, NaN)).toBe('0.25');
  expect(scaledText(NaN, 1)).toBe('–');
  expect(scaledText(Infinity, 1)).toBe('∞');
});
