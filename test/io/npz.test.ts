import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { stationaryDataset } from '../../src/io/dataset.js';
import { toJson } from '../../src/io/json-document.js';
import { npy, toNpz } from '../../src/io/npz.js';
import { labelNoise } from './sample-documents.js';

/** Reads an .npy file as numpy.lib.format describes it. */
function readNpy(bytes: Uint8Array): { header: string; data: DataView; dataStart: number } {
  expect([...bytes.subarray(0, 8)]).toEqual([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint16(8, true);
  const header = new TextDecoder().decode(bytes.subarray(10, 10 + length));
  expect(header.endsWith('\n')).toBe(true);
  return {
    header: header.trim(),
    data: new DataView(bytes.buffer, bytes.byteOffset + 10 + length),
    dataStart: 10 + length,
  };
}

const floats = ({ data }: ReturnType<typeof readNpy>): number[] =>
  Array.from({ length: data.byteLength / 8 }, (_, i) => data.getFloat64(8 * i, true));
const characters = ({ data }: ReturnType<typeof readNpy>): string =>
  Array.from({ length: data.byteLength / 4 }, (_, i) => String.fromCodePoint(data.getUint32(4 * i, true))).join('');

describe('npy', () => {
  test.each([
    [[1, 2.5, -0], [3], '(3,)'],
    [[1, 2, 3, 4, 5, 6], [2, 3], '(2, 3)'],
    [[], [0], '(0,)'],
    [[7], [], '()'],
  ])('writes %j of shape %j', (values, shape, text) => {
    const file = readNpy(npy(values, shape));
    expect(file.header).toBe(`{'descr': '<f8', 'fortran_order': False, 'shape': ${text}, }`);
    expect(file.dataStart % 64).toBe(0);
    expect(floats(file)).toEqual(values);
  });

  test('aligns the data whatever the length of the header', () => {
    for (let digits = 1; digits < 60; digits++) {
      const shape = new Array<number>(digits).fill(1);
      expect(readNpy(npy([1], shape)).dataStart % 64).toBe(0);
    }
  });

  test('writes text as code points, rows filled up with zeros', () => {
    const file = readNpy(npy(['v>0', 'é𝛼', ''], [3]));
    expect(file.header).toContain("'<U3'");
    expect(characters(file)).toBe('v>0é𝛼\0\0\0\0');
  });
});

describe('toNpz', () => {
  const document = labelNoise({ cells: 17 });
  const dataset = stationaryDataset(document);
  const members = unzipSync(toNpz(dataset));

  test('holds an array per quantity and the document', () => {
    expect(Object.keys(members)).toEqual(
      ['centres', 'widths', 'mass', 'density', 'log_density', 'component', 'document'].map((name) => `${name}.npy`),
    );
    expect(floats(readNpy(members['log_density.npy']!))).toEqual([
      ...(document.result.density!.logDensity as Float64Array),
    ]);
    expect(floats(readNpy(members['centres.npy']!))).toEqual([
      ...(document.result.density!.axes[0]!.centres as Float64Array),
    ]);
  });

  test('holds the JSON document as a scalar text', () => {
    const file = readNpy(members['document.npy']!);
    expect(file.header).toContain("'shape': ()");
    expect(characters(file)).toBe(toJson(dataset.document));
  });

  test('is stored, not compressed, and the same bytes each time', () => {
    const bytes = toNpz(dataset);
    expect(bytes).toEqual(toNpz(dataset));
    expect(new DataView(bytes.buffer).getUint16(8, true)).toBe(0);
  });
});
