import { describe, expect, test } from 'vitest';
import { toJson } from '../../src/io/json-document.js';
import { labelNoise } from './sample-documents.js';

const around = (result: unknown, warnings: string[] = []): Parameters<typeof toJson>[0] => ({
  command: 'test',
  version: '1',
  problem: {},
  result,
  warnings,
  stats: {},
});
const parse = (result: unknown): { result: unknown; warnings: string[] } => JSON.parse(toJson(around(result)));

describe('toJson', () => {
  test('writes one document that reads back, keys in their order, a newline at the end', () => {
    const document = labelNoise({ cells: 5 });
    const text = toJson(document);
    expect(text.endsWith('}\n')).toBe(true);
    const back = JSON.parse(text);
    expect(Object.keys(back)).toEqual(['command', 'version', 'problem', 'result', 'warnings', 'stats']);
    expect(back.problem).toEqual(document.problem);
    expect(back.result.density.mass).toEqual([...(document.result.density!.mass as Float64Array)]);
  });

  test('writes the shortest text that reads back to the same double', () => {
    const values = [0.1, 1 / 3, 5e-324, Number.MAX_VALUE, 1e21, -2.5e-7, 123456789012345680];
    expect(toJson(around(values))).toContain('[0.1, 0.3333333333333333, 5e-324,');
    expect(parse(values).result).toEqual(values);
    expect(parse({ a: 1 / 3 }).result).toEqual({ a: 1 / 3 });
  });

  test('writes typed arrays as arrays on one line, nested values indented', () => {
    expect(toJson(around({ a: Float64Array.of(1, 2), b: [{ c: 1 }, []], d: {} }))).toContain(
      '  "result": {\n    "a": [1, 2],\n    "b": [\n      {\n        "c": 1\n      },\n      []\n    ],\n    "d": {}\n  },\n',
    );
    expect(parse({ a: new Int32Array(0) }).result).toEqual({ a: [] });
  });

  test('makes null of what is not finite and warns with the name of the field', () => {
    const { result, warnings } = parse({ support: [0, Infinity], mean: NaN, mass: Float64Array.of(1, -Infinity, NaN) });
    expect(result).toEqual({ support: [0, null], mean: null, mass: [1, null, null] });
    expect(warnings).toEqual([
      'result.support[1] is Infinity; JSON has no such number, so it is null.',
      'result.mean is NaN; JSON has no such number, so it is null.',
      'result.mass: 2 of 3 values, [1] first, are not finite; JSON has no such numbers, so they are null.',
    ]);
  });

  test('keeps the warnings of the document before its own, and names places in lists', () => {
    const text = toJson(around({ components: [{ variance: Infinity }] }, ['first']));
    expect(JSON.parse(text).warnings).toEqual([
      'first',
      'result.components[0].variance is Infinity; JSON has no such number, so it is null.',
    ]);
  });

  test('leaves out what is undefined, escapes keys and text', () => {
    expect(parse({ a: undefined, 'q"\n': 'é\u2028"</script>', n: null, t: true, l: ['x', undefined] }).result).toEqual({
      'q"\n': 'é\u2028"</script>',
      n: null,
      t: true,
      l: ['x', null],
    });
  });
});
