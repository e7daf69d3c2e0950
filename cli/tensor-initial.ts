import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { cumulativeOf, pointAt, samplesAt, startText, type Cumulative } from '../src/data/cumulative.js';
import { InputError } from '../src/num/input-error.js';
import type { TensorStart } from '../solvers/evolve/tensor-start.js';
import { reason, type LoadedProblem } from './load.js';

/** Values in a column of a CSV file. */
interface Column {
  readonly csv: string;
  readonly column: string;
  readonly delimiter?: string | undefined;
}

type Given = string | number | Column;

/**
 * Where several parameters start: independent laws, numbers or columns; the rows of one CSV file, where all of them name it; or the last
 * density of an earlier result. Throws InputError at `initial…` for anything else.
 */
export async function tensorInitial(
  { problem, folder }: LoadedProblem,
  names: readonly string[],
): Promise<TensorStart> {
  const { initial } = problem;
  if (initial === undefined) {
    const example = names.map((name) => `${name}: "normal(0, 0.3)"`).join(', ');
    throw new InputError('initial', `a law for each of ${names.join(', ')}`, 'nothing', `Add initial: {${example}}.`);
  }
  const { file } = initial as { readonly file?: unknown };
  if (Object.keys(initial).length === 1 && typeof file === 'string' && !names.includes('file')) {
    const { earlierTensor } = await import('../src/io/tensor-initial.js');
    const bytes = await readable(resolve(folder, file), file, 'initial.file');
    const { edges, mass } = await earlierTensor(bytes, extname(file), names);
    return { kind: 'cells', text: `the last density of ${file}`, edges, mass };
  }
  const laws = initial as Readonly<Record<string, Given>>;
  const wrong = Object.keys(laws).find((name) => !names.includes(name));
  if (wrong !== undefined) {
    throw new InputError(
      `initial.${wrong}`,
      `laws for ${names.join(', ')}`,
      `one for ${wrong}`,
      'Name the parameters.',
    );
  }
  const missing = names.find((name) => laws[name] === undefined);
  if (missing !== undefined) {
    const cure = `Add ${missing}: "normal(0, 0.3)" or a number.`;
    throw new InputError(`initial.${missing}`, `a law for ${missing}`, 'nothing', cure);
  }
  const columns = names.map((name) => laws[name]).filter((law): law is Column => typeof law === 'object');
  if (columns.length === names.length && columns.every(({ csv }) => csv === columns[0].csv)) {
    const points = await read(columns[0].csv, Object.fromEntries(names.map((name, k) => [name, columns[k]])), folder);
    const text = `${points.length / names.length} rows of ${columns[0].csv}`;
    return { kind: 'samples', text, points, dimension: names.length };
  }
  const each: Cumulative[] = [];
  for (const name of names) each.push(await lawOf(laws[name], name, folder));
  return { kind: 'product', text: names.map((name, k) => startText(name, each[k])).join(', '), laws: each };
}

async function lawOf(given: Given, name: string, folder: string): Promise<Cumulative> {
  if (typeof given === 'number') return pointAt(given);
  if (typeof given === 'string') return cumulativeOf(given, `initial.${name}`);
  const points = await read(given.csv, { [name]: given }, folder);
  return samplesAt(points, `${points.length} values of ${given.csv}`);
}

/** The columns of a CSV file, row after row. */
async function read(csv: string, columns: Readonly<Record<string, Column>>, folder: string): Promise<Float64Array> {
  const { readCsv } = await import('../src/data/csv.js');
  const [first] = Object.keys(columns);
  const path = resolve(folder, csv);
  await readable(path, csv, `initial.${first}.csv`);
  const named = Object.fromEntries(Object.entries(columns).map(([name, { column }]) => [name, column]));
  const options = { columns: named, delimiter: columns[first].delimiter, name: csv };
  return (await readCsv(createReadStream(path), options, `initial.${first}.csv`)).nodes(1).points;
}

async function readable(path: string, name: string, where: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(where, 'a file', `${reason(error)} (${name})`, 'The path is relative to the problem file.');
  });
}
