import { InputError } from '../num/input-error.js';
import type { LineBlock, TextSource } from './csv-text.js';
import { lineBlocks } from './csv-text.js';
import type { DataLaw } from './law.js';
import { rows } from './rows.js';

/** How to read a CSV file. */
export interface CsvOptions {
  /** Names of the data columns, each with its name in the header: {x: 'input', y: 'output'}. */
  readonly columns: Readonly<Record<string, string>>;
  /** One character; found from the header (comma, semicolon, tab or bar) if left out. */
  readonly delimiter?: string | undefined;
  /** Name of the file, for people. */
  readonly name?: string | undefined;
  /** Called now and then with the number of rows read so far. */
  readonly onRows?: (rows: number) => void;
}

/** What is fixed once the header is read, and what grows. */
interface Table {
  readonly path: string;
  readonly file: string;
  readonly delimiter: string;
  /** Names in the header. */
  readonly header: readonly string[];
  /** Cell of each record that goes to each column, and the values so far (the first `count` of each). */
  readonly cells: readonly number[];
  readonly values: Float64Array[];
  count: number;
}

/** A record as cells, with the number of the line it ends on. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The empirical law of the rows of a CSV file with a header line. Blank lines are skipped; cells may stand in quotes and numbers
 * are written with a decimal point. Lines are read as they come: strings of one piece of the source and 8 to 16 bytes per number
 * are held, never the whole text. Cost: 0.5 µs per row of two columns, ten times that in pieces that contain quotes.
 *
 * @param path where the file is named, for errors: `data.csv`. A wrong column is told at `data.columns.NAME` beside it.
 *
 * Throws InputError for an empty file, a column that is missing or there twice, a record with too many or too few cells, a cell
 * that is no finite number (naming column, row and line), quotes out of order, and fewer than 2 rows.
 */
export async function readCsv(source: TextSource, options: CsvOptions, path = 'data.csv'): Promise<DataLaw> {
  let table: Table | undefined;
  for await (const block of lineBlocks(source, path)) {
    let body: LineBlock | null = block;
    if (table === undefined) {
      body = skipBlank(block);
      if (body === null) continue;
      const head = await readHeader(body, options, path);
      table = head.table;
      body = head.body;
    }
    if (body.text.includes('"')) for (const row of await records(body, table)) addRow(table, row);
    else addPlain(table, body);
    options.onRows?.(table.count);
  }
  const file = options.name ?? 'the file';
  if (table === undefined) {
    throw new InputError(path, 'a header line and at least 2 rows', `${file}, which is empty`, 'Check the path.');
  }
  const { count, values } = table;
  if (count < 2) {
    const cure = 'One sample has no gradient noise; give more rows.';
    throw new InputError(path, `at least 2 rows below the header of ${file}`, String(count), cure);
  }
  const named = Object.keys(options.columns).map((name, j) => [name, values[j].subarray(0, count)]);
  return rows(Object.fromEntries(named) as Record<string, Float64Array>, `${count} rows of ${file}`);
}

function skipBlank({ text, line }: LineBlock): LineBlock | null {
  const blank = /^(?:[^\S\n]*\n)*/.exec(text)![0];
  const rest = text.slice(blank.length);
  return rest.trim() === '' ? null : { text: rest, line: line + blank.split('\n').length - 1 };
}

/** Reads the first record of a block that does not begin with a blank line; `body` is what follows it. */
async function readHeader(
  block: LineBlock,
  options: CsvOptions,
  path: string,
): Promise<{ table: Table; body: LineBlock }> {
  const file = options.name ?? 'the file';
  const end = headerEnd(block.text);
  const text = block.text.slice(0, end);
  const delimiter = options.delimiter ?? guessDelimiter(text);
  if (!/^[^\w".+\r\n-]$/.test(delimiter)) {
    const cure = 'Use "," or ";" or a tab.';
    throw new InputError(path, 'a delimiter of one character', JSON.stringify(delimiter), cure);
  }
  const table = { path, file, delimiter };
  const { cells: header } = (await records({ text, line: block.line }, { ...table }))[0];
  const cells = Object.entries(options.columns).map(([name, title]) => findColumn(header, title, { path, file, name }));
  const values = cells.map(() => new Float64Array(1024));
  const body = { text: block.text.slice(end), line: block.line + text.split('\n').length - 1 };
  return { table: { ...table, header, cells, values, count: 0 }, body };
}

/** Index after the first line break outside quotes. */
function headerEnd(text: string): number {
  return /^(?:[^"\n]+|"[^"]*(?:"|$))*\n?/.exec(text)![0].length;
}

function guessDelimiter(header: string): string {
  const bare = header.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark;
}

function findColumn(
  header: readonly string[],
  title: string,
  { path, file, name }: { path: string; file: string; name: string },
): number {
  const index = header.indexOf(title);
  if (index >= 0 && header.lastIndexOf(title) === index) return index;
  const where = `${path.slice(0, path.lastIndexOf('.') + 1)}columns.${name}`;
  const titles = header.map((column) => JSON.stringify(column)).join(', ');
  if (index >= 0) {
    throw new InputError(where, `one column ${JSON.stringify(title)} in ${file}`, titles, 'Rename one of them.');
  }
  const numeric = header.every((column) => readNumber(column) !== null);
  const cure = numeric
    ? 'The first line must be a header with names, not numbers.'
    : 'Use one of these, or set the delimiter if they are not the columns.';
  throw new InputError(where, `a column ${JSON.stringify(title)} in ${file}`, titles, cure);
}

/** The records of a text; if it has quotes by the csv-parse package (its browser build, which needs no Node buffers). */
async function records(
  { text, line }: LineBlock,
  { path, file, delimiter }: Pick<Table, 'path' | 'file' | 'delimiter'>,
): Promise<Row[]> {
  if (!text.includes('"')) {
    return [{ cells: text.split(delimiter).map((cell) => cell.trim()), line }];
  }
  const { parse } = await import('csv-parse/browser/esm/sync');
  try {
    const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return parsed.map(({ record, info }) => ({ cells: record, line: line + info.lines - 1 }));
  } catch (error) {
    const { message, lines = 1 } = error as Error & { lines?: number };
    const got = `${message.split(':')[0].toLowerCase()} near line ${line + lines - 1} of ${file}`;
    throw new InputError(path, 'quotes in pairs around whole cells', got, 'Correct or remove the quotes.');
  }
}

/** Adds the records of a text without quotes, without making strings of cells that are not wanted. */
function addPlain(table: Table, { text, line: first }: LineBlock): void {
  const { delimiter, header } = table;
  const starts = new Int32Array(header.length + 2);
  let line = first;
  // The next delimiter is looked for once and kept across lines: a file of one column has none.
  let mark = nextMark(text, delimiter, 0);
  for (let at = 0; at < text.length; line++) {
    const lineBreak = text.indexOf('\n', at);
    const end = lineBreak < 0 ? text.length : lineBreak;
    let cells = 1;
    starts[0] = at;
    for (; mark < end; mark = nextMark(text, delimiter, mark + 1)) {
      if (cells <= header.length) starts[cells] = mark + 1;
      cells++;
    }
    starts[Math.min(cells, header.length + 1)] = end + 1;
    const cellAt = (cell: number): string => text.slice(starts[cell], starts[cell + 1] - 1);
    const blank = cells === 1 && text.slice(at, end).trim() === '';
    if (!blank) append(table, cells, cellAt, line);
    at = end + 1;
  }
}

function nextMark(text: string, delimiter: string, from: number): number {
  const at = text.indexOf(delimiter, from);
  return at < 0 ? text.length : at;
}

function addRow(table: Table, { cells, line }: Row): void {
  append(table, cells.length, (cell) => cells[cell], line);
}

function append(table: Table, length: number, cellAt: (cell: number) => string, line: number): void {
  const { cells, values, count, header, path, file } = table;
  const place = `(row ${count + 1}, line ${line} of ${file})`;
  if (length !== header.length) {
    const cure = 'Every row needs as many cells as the header.';
    throw new InputError(path, `${header.length} cells ${place}`, String(length), cure);
  }
  for (let j = 0; j < cells.length; j++) {
    const text = cellAt(cells[j]);
    const value = readNumber(text);
    if (value === null) {
      const got = JSON.stringify(text.trim().slice(0, 40));
      const cure = 'Correct the cell or remove the row; decimals are written with a point.';
      throw new InputError(path, `a finite number in column ${JSON.stringify(header[cells[j]])} ${place}`, got, cure);
    }
    if (count === values[j].length) values[j] = grown(values[j]);
    values[j][count] = value;
  }
  table.count++;
}

/** The finite decimal number a cell holds, or null. `Number` alone would take '' for 0 and '0x10' for 16. */
function readNumber(text: string): number | null {
  const value = Number(text);
  if (!Number.isFinite(value) || /[xXoObB]/.test(text)) return null;
  return value === 0 && text.trim() === '' ? null : value;
}

function grown(values: Float64Array): Float64Array {
  const larger = new Float64Array(2 * values.length);
  larger.set(values);
  return larger;
}
