import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DataLaw } from '../src/data/law.js';
import { InputError } from '../src/num/input-error.js';
import { readProblem } from '../src/io/problem.js';
import type { Problem } from '../src/io/problem-schema.js';
import { readProblemText, setValue } from '../src/io/problem-text.js';
import { locating } from './input-place.js';

/** A problem file that was read, checked and overridden. */
export interface LoadedProblem {
  readonly problem: Problem;
  /** Folder that relative paths in the problem start from. */
  readonly folder: string;
}

/**
 * Reads a problem file (`-`: standard input), applies `--set` overrides and calls `use` with it; InputErrors that come
 * out, from here or from `use`, carry the place in the file.
 */
export async function withLoadedProblem<T>(
  file: string,
  overrides: readonly string[],
  use: (loaded: LoadedProblem) => Promise<T>,
): Promise<T> {
  const text = await readInput(file);
  const shown = file === '-' ? '<stdin>' : file;
  return locating({ file: shown, text, overrides }, async (noteText) => {
    const parsed = readProblemText(text);
    noteText(parsed);
    const value = overrides.reduce(setValue, parsed.value);
    return use({ problem: readProblem(value), folder: file === '-' ? process.cwd() : dirname(resolve(file)) });
  });
}

async function readInput(file: string): Promise<string> {
  if (file === '-') {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  }
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(file, 'a problem file', reason(error), 'Check the path.');
  });
}

/** What the system says of a path, in words. */
export function reason(error: NodeJS.ErrnoException): string {
  const words: Record<string, string> = {
    ENOENT: 'nothing at that path',
    EISDIR: 'a folder',
    ENOTDIR: 'a path through a file',
    EACCES: 'no permission',
    EROFS: 'a read-only file system',
    EEXIST: 'a file that exists',
  };
  return words[error.code ?? ''] ?? error.message;
}

/** The data law of a problem. Expressions (and with them mathjs) are loaded only for analytic laws. */
export async function loadLaw({ problem, folder }: LoadedProblem): Promise<DataLaw> {
  const { data } = problem;
  if (isCsv(data)) {
    const { createReadStream } = await import('node:fs');
    const { stat } = await import('node:fs/promises');
    const { readCsv } = await import('../src/data/csv.js');
    const path = resolve(folder, data.csv);
    const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new InputError(
        'data.csv',
        'a CSV file',
        `${reason(error)} (${data.csv})`,
        'The path is relative to the problem file.',
      );
    });
    if (info.isDirectory())
      throw new InputError('data.csv', 'a CSV file', `a folder (${data.csv})`, 'Name the file in it.');
    const { progress } = await import('./progress.js');
    const stream = createReadStream(path);
    const bar = progress(`reading ${data.csv}`);
    const onRows = (count: number): void =>
      bar.update(stream.bytesRead / info.size, `${count.toLocaleString('en')} rows`);
    const options = { columns: data.columns, delimiter: data.delimiter, name: data.csv, onRows };
    return readCsv(stream, options, 'data.csv').finally(bar.end);
  }
  if (isRows(data)) {
    const { rows } = await import('../src/data/rows.js');
    return rows(data.rows, 'inline rows');
  }
  const { law } = await import('../src/data/analytic.js');
  return law(data);
}

type Data = Problem['data'];
type CsvData = Extract<Data, { csv: string; columns: Record<string, string> }>;
type RowData = Extract<Data, { rows: Record<string, number[]> }>;
// The schema gives `columns` to CSV data only, so a law whose column is called csv is not mistaken for a file.
const isCsv = (data: Data): data is CsvData => 'csv' in data && 'columns' in data && typeof data.columns === 'object';
const isRows = (data: Data): data is RowData => 'rows' in data && typeof data.rows === 'object';
