import { expect, test } from 'vitest';
import { lineBlocks, lineBreaks } from '../../src/data/csv-text.js';

async function* each(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

test('blocks end at line breaks outside quotes and count lines', async () => {
  const blocks = [];
  for await (const block of lineBlocks(each('a\nb', 'c\n"d\n', 'e\nf"\ng', '"h\n"'), 'data.csv')) blocks.push(block);
  expect(blocks).toEqual([
    { text: 'a\n', line: 1 },
    { text: 'bc\n', line: 2 },
    { text: '"d\ne\nf"\n', line: 3 },
    { text: 'g"h\n"', line: 6 },
  ]);
});

test('empty sources have no blocks', async () => {
  for (const source of ['', '\ufeff', each(), each('', '')]) {
    for await (const block of lineBlocks(source, 'data.csv')) expect(block).toBeUndefined();
  }
});

test('lineBreaks', () => {
  expect(['', 'a', '\n', 'a\nb\n'].map(lineBreaks)).toEqual([0, 0, 1, 2]);
});
