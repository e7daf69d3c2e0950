import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/io/csv-table.js';
import { stationaryDataset } from '../../src/io/dataset.js';
import type { Variable } from '../../src/io/dataset.js';
import { InputError } from '../../src/num/input-error.js';
import { collapsed, labelNoise } from './sample-documents.js';

const document = labelNoise({ cells: 4 });
const variable = (name: string, dimensions: string[], values: Variable['values']): Variable => ({
  name,
  dimensions,
  values,
  label: name,
});
const csv = (...variables: Variable[]): string => toCsv({ variables, document });

describe('toCsv', () => {
  test('writes a plain header row and one row per cell whose numbers read back exactly', () => {
    const rows = toCsv(stationaryDataset(document)).split('\n');
    expect(rows[0]).toBe('v,width,mass,density,log_density,component');
    expect(rows).toHaveLength(6);
    expect(rows.at(-1)).toBe('');
    const { axes, mass, logDensity } = document.result.density!;
    const [v, width, m, , log, component] = rows[3]!.split(',');
    expect([v, width, m, log].map(Number)).toEqual([axes[0]!.centres[2], axes[0]!.widths[2], mass[2], logDensity[2]]);
    expect(component).toBe('v>0');
  });

  test('writes the header alone where there are no cells', () => {
    expect(toCsv(stationaryDataset(collapsed()))).toBe('v,width,mass,density,log_density,component\n');
  });

  test('repeats variables of fewer dimensions, the last dimension fastest', () => {
    const t = variable('t', ['t'], [0, 10]);
    const v = variable('v', ['v'], [1, 2, 3]);
    const mass = variable('mass', ['t', 'v'], [0.1, 0.2, 0.7, 0.3, 0.3, 0.4]);
    expect(csv(t, v, mass)).toBe('t,v,mass\n0,1,0.1\n0,2,0.2\n0,3,0.7\n10,1,0.3\n10,2,0.3\n10,3,0.4\n');
  });

  test('expands a plane inside three dimensions', () => {
    const axes = ['a', 'b', 'c'].map((name) => variable(name, [name], [0, 1]));
    const plane = variable('plane', ['a', 'c'], [0, 1, 10, 11]);
    const box = variable('box', ['a', 'b', 'c'], new Float64Array(8));
    for (const row of csv(...axes, plane, box)
      .trim()
      .split('\n')
      .slice(1)) {
      const [a, , c, value] = row.split(',').map(Number);
      expect(value).toBe(10 * a! + c!);
    }
  });

  test('writes what is not finite in words and quotes fields that need it', () => {
    expect(
      csv(variable('a"b', ['i'], [NaN, Infinity, -Infinity]), variable('t', ['i'], ['x,y', 'two\nlines', ''])),
    ).toBe('"a""b",t\nnan,"x,y"\ninf,"two\nlines"\n-inf,\n');
  });

  test('refuses a variable on a dimension that the rows do not have', () => {
    const call = (): string => csv(variable('m', ['t', 'v'], [1]), variable('rate', ['k'], [1]));
    expect(call).toThrow(InputError);
    expect(call).toThrow('csv: every variable on t, v, got "rate" on k. Write .npz or .h5 instead.');
  });
});
