import { describe, expect, test } from 'vitest';
import { modelText, problemRows, temperatureText } from '../../src/view/problem-text.js';
import { labelNoise } from '../io/sample-documents.js';

describe('modelText', () => {
  test.each([
    [{ model: { family: 'diagonal-linear', depth: 3, width: 2 } }, 'diagonal-linear, depth 3, width 2'],
    [{ model: { prediction: 'w*tanh(u*x)', parameters: ['u', 'w'] } }, 'f = w*tanh(u*x)'],
    [{ model: { loss: 'log(1+exp(-y*u*x))' } }, 'ℓ = log(1+exp(-y*u*x))'],
    [{}, 'model'],
    [{ model: null }, 'model'],
  ])('%j', (problem, text) => {
    expect(modelText(problem)).toBe(text);
  });
});

describe('temperatureText', () => {
  const document = labelNoise({ cells: 3 });
  const sgd = (value: object): string => temperatureText({ ...document, problem: { sgd: value }, result: {} });

  test('in units of the critical temperature where there is one', () => {
    expect(temperatureText(document)).toBe('T = 0.25 = 0.25 T_c');
    const moments = { ...document.result.moments!, temperature: 2e-6 };
    expect(temperatureText({ ...document, result: { moments } })).toBe('T = 2e-6 = 2e-6 T_c');
    const close = { ...moments, temperature: 0.996, criticalTemperature: 1 };
    expect(temperatureText({ ...document, result: { moments: close } })).toBe('T = 0.996 = 0.9960 T_c');
    const none = { ...moments, criticalTemperature: null };
    expect(temperatureText({ ...document, result: { moments: none } })).toBe('T = 2e-6');
    expect(temperatureText({ ...document, result: { moments: { ...moments, criticalTemperature: -1 } } })).toBe(
      'T = 2e-6',
    );
  });

  test('from the problem where there are no moments', () => {
    expect(sgd({ learningRate: 0.1, batchSize: 4 })).toBe('T = 0.025');
    expect(sgd({ temperature: 0.2 })).toBe('T = 0.2');
    expect(sgd({})).toBe('');
  });
});

test('problemRows gives key paths and shortens long lists', () => {
  const rows = problemRows({
    model: { family: 'f', depth: 1, loss: undefined },
    data: { rows: { x: [1, 2, 3, 4, 5, 6, 7] } },
    grid: { u: [-3, 3, 240], note: null },
    pairs: [{ a: 1 }],
  });
  expect(rows).toEqual([
    ['model.family', 'f'],
    ['model.depth', '1'],
    ['model.loss', ''],
    ['data.rows.x', '7 values: 1, 2, 3, 4, 5, 6, …'],
    ['grid.u', '-3, 3, 240'],
    ['grid.note', 'null'],
    ['pairs', '{"a":1}'],
  ]);
});
