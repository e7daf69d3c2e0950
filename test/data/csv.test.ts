import { describe, expect, test } from 'vitest';
import type { CsvOptions } from '../../src/data/csv.js';
import { readCsv } from '../../src/data/csv.js';

const options: CsvOptions = { columns: { x: 'x', y: 'y' }, name: 'p.csv' };
const cells = async (text: Parameters<typeof readCsv>[0], more: Partial<CsvOptions> = {}): Promise<number[]> => [
  ...(await readCsv(text, { ...options, ...more })).nodes(1).points,
];

async function* bytes(text: string, size: number): AsyncGenerator<Uint8Array> {
  const encoded = new TextEncoder().encode(text);
  for (let at = 0; at < encoded.length; at += size) yield await Promise.resolve(encoded.slice(at, at + size));
}

describe('readCsv', () => {
  test.each([
    ['plain', 'x,y\n1,2\n3,4\n'],
    ['no last line break', 'x,y\n1,2\n3,4'],
    ['byte order mark, semicolons, CRLF, blank line', '\ufeffx;y\r\n1;2\r\n\r\n3;4\r\n'],
    ['tabs, other columns and order', 'a\ty\tx\n9\t2\t1\n9\t4\t3\n\n'],
    ['bars', 'x|y\n1|2\n3|4'],
    ['quotes everywhere', '"x","y"\n"1","2"\n"3","4"\n'],
    ['quotes in other columns', '"a ""q"" b",x,y\n"l\nl, m",1,2\nz,3,4\n'],
    ['quotes and tabs, empty cells', '"a"\tx\ty\n\t1\t2\n""\t3\t4\n'],
    ['leading blank lines', '\n  \nx,y\n1,2\n3,4'],
    ['blanks and signs', ' x , y\n +1 , 2.0\n3e0,4E+0'],
    ['quotes in some blocks', 'x,y\n"1",2\n3,"4"'],
  ])('%s', async (_, text) => {
    expect(await cells(text)).toEqual([1, 2, 3, 4]);
  });

  test('pieces may end anywhere', async () => {
    const text = '\ufeffé,x,y\r\n"l\nl ""ü""",1,2\r\nz,3,4\r\nw,"5",6\r\n';
    for (const size of [1, 2, 3, 7, 1000]) expect(await cells(bytes(text, size))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(await cells(text)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('gives a law with a description, and tells how far it is', async () => {
    const seen: number[] = [];
    const law = await readCsv('in,out\n1,2\n3,4', {
      columns: { y: 'out', x: 'in' },
      name: 'points.csv',
      onRows: (rows) => seen.push(rows),
    });
    expect([law.kind, law.columns, law.rows, law.description]).toEqual(['rows', ['y', 'x'], 2, '2 rows of points.csv']);
    expect(seen.at(-1)).toBe(2);
  });

  test('long files, with and without quotes, give the same numbers', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [Math.sin(i) / 3, Math.cos(i) * 10 ** (i % 30)]);
    const plain = await cells(`x,y\n${rows.map((row) => row.join()).join('\n')}`);
    expect(plain).toEqual(rows.flat());
    expect(await cells(`x,n,y\n${rows.map(([x, y]) => `${x},"a,b",${y}`).join('\n')}`)).toEqual(plain);
    const one = await readCsv(`x\n${rows.map(([x]) => x).join('\n')}`, { columns: { x: 'x' } });
    expect(one.rows).toBe(30_000);
  });

  test('a delimiter may be given', async () => {
    expect(await cells('x y\n1 2\n3 4', { delimiter: ' ' })).toEqual([1, 2, 3, 4]);
    await expect(cells('x,y\n1,2', { delimiter: ',,' })).rejects.toThrow(
      'data.csv: a delimiter of one character, got ",,"',
    );
    await expect(cells('x.y\n1.2', { delimiter: '.' })).rejects.toThrow('a delimiter of one character');
  });

  test.each([
    ['', 'data.csv: a header line and at least 2 rows, got p.csv, which is empty.'],
    [' \n\r\n', 'got p.csv, which is empty'],
    ['x,y', 'data.csv: at least 2 rows below the header of p.csv, got 0'],
    ['x,y\n1,2\n', 'data.csv: at least 2 rows below the header of p.csv, got 1'],
    ['x,z\n1,2\n3,4', 'data.columns.y: a column "y" in p.csv, got "x", "z". Use one of these'],
    ['0.1,0.2\n1,2\n3,4', 'The first line must be a header with names, not numbers.'],
    ['x y\n1 2\n3 4', 'data.columns.x: a column "x" in p.csv, got "x y". Use one of these, or set the delimiter'],
    ['x,x,y\n1,2,3\n3,4,5', 'data.columns.x: one column "x" in p.csv, got "x", "x", "y". Rename one of them.'],
    ['x,y\n1,2\n3,abc', 'data.csv: a finite number in column "y" (row 2, line 3 of p.csv), got "abc".'],
    ['x,y\n1,2\n\n3,', 'column "y" (row 2, line 4 of p.csv), got ""'],
    ['x,y\n1,  \n3,4', 'column "y" (row 1, line 2 of p.csv), got ""'],
    ['x,y\n1,2\n0x10,4', 'column "x" (row 2, line 3 of p.csv), got "0x10"'],
    ['x,y\n1,2\nNaN,4', 'got "NaN"'],
    ['x,y\n1,2\nInfinity,4', 'got "Infinity"'],
    ['x,y\n1,2\n1e999,4', 'got "1e999"'],
    ['x;y\n1;2\n3;1,5', 'got "1,5". Correct the cell or remove the row; decimals are written with a point.'],
    ['"x",y\n"a\nb",2', 'column "x" (row 1, line 3 of p.csv), got "a\\nb"'],
    ['x,y\n1,2\n3,4,5', 'data.csv: 2 cells (row 2, line 3 of p.csv), got 3'],
    ['x,y\n1,2\n3', 'data.csv: 2 cells (row 2, line 3 of p.csv), got 1'],
    ['x,y\n"1",2\n"3"', 'data.csv: 2 cells (row 2, line 3 of p.csv), got 1'],
    ['x,y\n1,"2\n3,4', 'data.csv: quotes in pairs around whole cells, got quote not closed near line 3 of p.csv.'],
    ['x,y\n1,2"3\n3,4', 'got invalid opening quote near line 2 of p.csv'],
    ['x,y\n1,"2"3\n3,4', 'got invalid closing quote near line 2 of p.csv'],
    ['"x,y\n1,2', 'quote not closed'],
    [`x,y\n"${'a'.repeat(2e6)}`, 'data.csv: lines that end, got a record of more than 1048576 characters at line 2'],
  ])('refuses %j', async (text, message) => {
    const error: unknown = await cells(text).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'InputError' });
    expect(String(error)).toContain(message);
  });

  test('errors say where the file was named', async () => {
    await expect(readCsv('a', { columns: { x: 'b' } }, 'data.1.csv')).rejects.toThrow(
      'data.1.columns.x: a column "b" in the file',
    );
  });
});
