import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { SymmetricStart } from '../solvers/symmetry/start.js';
import { readCsv } from '../src/data/csv.js';
import { InputError } from '../src/num/input-error.js';
import type { LoadedProblem } from './load.js';

/** The law of one number, as `startCloud` takes it. */
type Law = Extract<SymmetricStart, { u: unknown }>['u'][number];

const NUMBER = '\\s*([-+]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][-+]?\\d+)?)\\s*';
const NORMAL = new RegExp(`^\\s*normal\\(${NUMBER},${NUMBER}\\)\\s*$`);
const UNIFORM = new RegExp(`^\\s*uniform\\(${NUMBER},${NUMBER}\\)\\s*$`);
const CURE =
  'Write normal(0, 0.3), uniform(-1, 1), a number, or for both u and w {csv: starts.csv, column: …} of one file.';

/**
 * Where the two layers u and w start, each of the model's width: a law for every entry of a layer, or the rows of a CSV file, each of
 * which is one start. The column `u` of a wider model stands for u1, u2, …. Throws InputError at `initial…` for anything else.
 */
export async function symmetricStart({ problem, folder }: LoadedProblem, width: number): Promise<SymmetricStart> {
  const initial = problem.initial as Readonly<Record<string, unknown>> | undefined;
  if (initial === undefined)
    throw new InputError(
      'initial',
      'laws for u and w',
      'nothing',
      'Add initial: {u: "normal(0, 0.3)", w: "normal(0, 0.3)"}.',
    );
  if (typeof initial['file'] === 'string')
    throw new InputError(
      'initial.file',
      'laws for u and w',
      'an earlier result',
      'The law of v does not say how far u and w are from balance; start from laws or a CSV file.',
    );
  const wrong = Object.keys(initial).find((name) => name !== 'u' && name !== 'w');
  if (wrong !== undefined)
    throw new InputError(
      `initial.${wrong}`,
      'laws for u and w',
      `one for ${wrong}`,
      'In symmetry coordinates the layers u and w start.',
    );
  const { u, w } = initial;
  if (isTable(u) && isTable(w)) return rowsOf(u, w, { folder, width });
  return { u: repeated(lawOf(u, 'u'), width), w: repeated(lawOf(w, 'w'), width) };
}

interface Column {
  readonly csv: string;
  readonly column: string;
  readonly delimiter?: string;
}

const isTable = (value: unknown): value is Column => typeof value === 'object' && value !== null && 'csv' in value;
const repeated = (law: Law, width: number): Law[] => new Array<Law>(width).fill(law);

function lawOf(value: unknown, name: string): Law {
  if (
    typeof value === 'number' ||
    (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
  ) {
    return { law: 'constant', value: Number(value) };
  }
  const normal = NORMAL.exec(String(value));
  if (normal && Number(normal[2]) >= 0) return { law: 'normal', mean: Number(normal[1]), deviation: Number(normal[2]) };
  const uniform = UNIFORM.exec(String(value));
  if (uniform && Number(uniform[1]) <= Number(uniform[2]))
    return { law: 'uniform', low: Number(uniform[1]), high: Number(uniform[2]) };
  const got =
    value === undefined ? 'nothing' : typeof value === 'object' ? 'a table for one of them' : `«${value as string}»`;
  throw new InputError(`initial.${name}`, `a law for ${name}`, got, CURE);
}

async function rowsOf(
  u: Column,
  w: Column,
  { folder, width }: { readonly folder: string; readonly width: number },
): Promise<SymmetricStart> {
  if (u.csv !== w.csv) throw new InputError('initial.w.csv', `the file of u, ${u.csv}`, w.csv, 'One row is one start.');
  const source = createReadStream(resolve(folder, u.csv));
  source.on('error', () => undefined); // told by the reader below
  // One column for each entry of a layer: u itself at width 1, else u1, u2, ….
  const names = (layer: 'u' | 'w', { column }: Column): [string, string][] =>
    Array.from({ length: width }, (_, i) => [`${layer}${i + 1}`, width === 1 ? column : `${column}${i + 1}`]);
  const columns = Object.fromEntries([...names('u', u), ...names('w', w)]);
  const options = { columns, delimiter: u.delimiter, name: u.csv };
  const law = await readCsv(source, options, 'initial.u.csv').catch((error: unknown) => {
    if (error instanceof InputError) throw error;
    throw new InputError(
      'initial.u.csv',
      'a CSV file',
      `one that cannot be read (${u.csv})`,
      'The path is relative to the problem file.',
    );
  });
  const { points } = law.nodes(1);
  const row = (i: number, from: number): number[] => Array.from(points.subarray(i + from, i + from + width));
  return Array.from({ length: points.length / (2 * width) }, (_, i) => ({
    u: row(2 * width * i, 0),
    w: row(2 * width * i, width),
  }));
}
