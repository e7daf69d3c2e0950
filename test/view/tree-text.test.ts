import { expect, test } from 'vitest';
import { PLAIN, alignColumns, treeText } from '../../src/view/tree-text.js';

test('a line and a tree', () => {
  const branches = [
    { head: 'first', details: ['one', 'two'] },
    { head: 'second', details: [] },
    { head: 'last', details: ['end'] },
  ];
  expect(treeText('title', branches, { indent: 2 })).toBe(
    ['title', '├─ first', '│    one', '│    two', '├─ second', '└─ last', '     end'].join('\n'),
  );
  expect(treeText('alone', [])).toBe('alone');
});

test('colours only the branches', () => {
  const palette = { ...PLAIN, dim: (text: string) => `<${text}>` };
  expect(treeText('t', [{ head: 'a', details: ['b'] }], { palette })).toBe('t\n<└─ >a\n<   >b');
});

test('columns are as wide as their widest cell', () => {
  expect(alignColumns([['a', 'bb', 'c'], ['aaa', '', 'd'], ['x']])).toEqual(['a    bb  c', 'aaa      d', 'x']);
  expect(alignColumns([])).toEqual([]);
});
