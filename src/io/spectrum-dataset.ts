import type { Dataset, Variable } from './dataset.js';
import type { ModeTable, SpectrumDocument } from './evolution-document.js';

/**
 * The rates of all lines one after the other, with the name of the line, and the eigenfunctions, if there are any: for each line
 * arrays over (mode, cell), numbered as the lines are where there are several.
 */
export function spectrumDataset(document: SpectrumDocument, modes: readonly ModeTable[]): Dataset {
  const { lines, variable } = document.result;
  const rates = lines.flatMap((line) =>
    line.rates.map((rate, k) => ({ line: line.name, rate, isolated: k < line.isolated })),
  );
  const dimensions = ['rate'];
  return {
    variables: [
      { name: 'rate', dimensions, values: Float64Array.from(rates, ({ rate }) => rate), label: 'decay rate' },
      { name: 'line', dimensions, values: rates.map(({ line }) => line), label: 'interval between fixed points' },
      {
        name: 'isolated',
        dimensions,
        values: Float64Array.from(rates, ({ isolated }) => Number(isolated)),
        label: '1 below a continuum',
      },
      ...modes.flatMap((table, k) => modeVariables(table, variable, modes.length > 1 ? `_${k + 1}` : '')),
    ],
    document,
  };
}

function modeVariables(
  { line, centres, widths, rates, left, right }: ModeTable,
  variable: string,
  mark: string,
): Variable[] {
  const cells = `${variable}${mark}`;
  const mode = `mode_rate${mark}`;
  const rows = (values: readonly ArrayLike<number>[]): Float64Array => {
    const out = new Float64Array(values.length * centres.length);
    values.forEach((row, i) => out.set(Float64Array.from(row), i * centres.length));
    return out;
  };
  const over = (name: string, label: string, values: Float64Array): Variable => ({
    name: `${name}${mark}`,
    dimensions: [mode, cells],
    values,
    label: `${label} on ${line}`,
  });
  return [
    { name: mode, dimensions: [mode], values: rates, label: `decay rate of each mode on ${line}` },
    { name: cells, dimensions: [cells], values: centres, label: `${variable} at the cell centre on ${line}` },
    { name: `cell_width${mark}`, dimensions: [cells], values: widths, label: 'cell width' },
    over('left', 'left eigenfunction, an observable that decays at the rate', rows(left)),
    over('right', 'right eigenfunction, a mass per cell that decays at the rate', rows(right)),
  ];
}
