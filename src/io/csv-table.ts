import { InputError } from '../num/input-error.js';
import { dimensionSizes } from './dataset.js';
import type { Dataset, Variable } from './dataset.js';

/**
 * The dataset as comma-separated text that pandas, R and spreadsheets read as it is: a header row, then one row per cell,
 * the last dimension fastest. A variable on fewer dimensions is repeated. Numbers read back to the same double;
 * what is not finite is `inf`, `-inf` or `nan`. Fields are quoted where RFC 4180 asks for it. The document is not written.
 * Throws InputError where a variable lies on a dimension that the widest one has not.
 */
export function toCsv({ variables }: Dataset): string {
  const widest = variables.reduce((a, b) => (b.dimensions.length > a.dimensions.length ? b : a));
  const rows = widest.values.length;
  const sizes = dimensionSizes(variables);
  const columns = variables.map((variable) => columnOf(variable, widest.dimensions, sizes));
  const lines = [variables.map(({ name }) => field(name)).join(',')];
  for (let row = 0; row < rows; row++) lines.push(columns.map((column) => column(row)).join(','));
  return lines.join('\n') + '\n';
}

/** Text of a variable in a row of the table spanned by `dimensions`. */
function columnOf(
  { name, dimensions: own, values }: Variable,
  dimensions: readonly string[],
  sizes: ReadonlyMap<string, number>,
): (row: number) => string {
  const strange = own.find((dimension) => !dimensions.includes(dimension));
  if (strange !== undefined) {
    throw new InputError(
      'csv',
      `every variable on ${dimensions.join(', ')}`,
      `"${name}" on ${strange}`,
      'Write .npz or .h5 instead.',
    );
  }
  const text = (i: number): string => field(values[i]!);
  if (own.length === dimensions.length) return text;
  // Row-major: a dimension's index changes every `period` rows, and counts `stride` in the variable's own order.
  const steps: { period: number; size: number; stride: number }[] = [];
  let period = 1;
  let stride = 1;
  for (const dimension of [...dimensions].reverse()) {
    const size = sizes.get(dimension) ?? 1;
    if (own.includes(dimension)) {
      steps.push({ period, size, stride });
      stride *= size;
    }
    period *= size;
  }
  return (row) => text(steps.reduce((i, step) => i + (Math.floor(row / step.period) % step.size) * step.stride, 0));
}

/** One field of a row; doubles as the shortest text that reads back to them. */
function field(value: number | string): string {
  if (typeof value === 'string') return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
}
