import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { cumulativeOf, pointAt, samplesAt, type Cumulative } from '../src/data/cumulative.js';
import { InputError } from '../src/num/input-error.js';
import { reason, type LoadedProblem } from './load.js';

/**
 * The initial law of the one variable of a problem: a law or a number, the values in a CSV file, or the last density of an earlier
 * result. Throws InputError at `initial…` for anything else.
 */
export async function initialLaw({ problem, folder }: LoadedProblem, variable: string): Promise<Cumulative> {
  const { initial } = problem;
  if (initial === undefined) {
    throw new InputError(
      'initial',
      `a law for ${variable}`,
      'nothing',
      `Add initial: {${variable}: "normal(0.5, 0.1)"}.`,
    );
  }
  if (isFile(initial)) return earlier(resolve(folder, initial.file), initial.file, variable);
  const wrong = Object.keys(initial).find((name) => name !== variable);
  if (wrong !== undefined) {
    const cure =
      variable === 'v'
        ? 'In reduced coordinates the model v is the only variable; for u and w use coordinates: symmetry.'
        : `Start ${variable} only.`;
    throw new InputError(`initial.${wrong}`, `a law for ${variable}`, `one for ${wrong}`, cure);
  }
  const given = initial[variable];
  if (typeof given === 'number') return pointAt(given);
  if (typeof given === 'string') return cumulativeOf(given, `initial.${variable}`);
  return samples(given, resolve(folder, given.csv), variable);
}

const isFile = (initial: object): initial is { readonly file: string } =>
  Object.keys(initial).length === 1 &&
  'file' in initial &&
  typeof initial.file === 'string' &&
  !initial.file.includes('(');

async function samples(
  {
    csv,
    column,
    delimiter,
  }: { readonly csv: string; readonly column: string; readonly delimiter?: string | undefined },
  path: string,
  variable: string,
): Promise<Cumulative> {
  const { readCsv } = await import('../src/data/csv.js');
  await readable(path, csv, `initial.${variable}.csv`);
  const options = { columns: { [variable]: column }, delimiter, name: csv };
  const law = await readCsv(createReadStream(path), options, `initial.${variable}.csv`);
  return samplesAt(law.nodes(1).points, `${law.rows} values of ${csv}`);
}

async function earlier(path: string, name: string, variable: string): Promise<Cumulative> {
  const { earlierDensity, lawOf } = await import('../src/io/initial-result.js');
  const bytes = await readable(path, name, 'initial.file');
  return lawOf(await earlierDensity(bytes, extname(name)), variable, name);
}

async function readable(path: string, name: string, where: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(where, 'a file', `${reason(error)} (${name})`, 'The path is relative to the problem file.');
  });
}
