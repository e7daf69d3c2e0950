import { zipSync } from 'fflate';
import { dimensionSizes, shapeOf } from './dataset.js';
import type { Dataset } from './dataset.js';
import { toJson } from './json-document.js';

/** numpy's mark for the byte order of this machine, in which typed arrays lie in memory. */
const ORDER = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? '<' : '>';

/** A zip archive must carry a date; a fixed one keeps the same result the same bytes. */
const DATE = new Date(1980, 0, 1, 12);

/**
 * The dataset as the bytes of an .npz archive: one .npy member per variable, stored without compression (random doubles
 * do not shrink), and the JSON document as the 0-dimensional unicode array `document`, so that
 * `json.loads(str(numpy.load(file)['document']))` gives it back without pickle.
 * On a single axis the coordinate and its widths are called `centres` and `widths`; all else keeps its name.
 */
export function toNpz({ variables, document }: Dataset): Uint8Array {
  const sizes = dimensionSizes(variables);
  const widths = variables.find(({ name }) => name === 'width');
  const renamed = new Map(
    widths && [
      [widths.name, 'widths'],
      [widths.dimensions[0], 'centres'],
    ],
  );
  const members: Record<string, Uint8Array> = {};
  for (const variable of variables) {
    const name = renamed.get(variable.name) ?? variable.name;
    members[`${name}.npy`] = npy(variable.values, shapeOf(variable, sizes));
  }
  members['document.npy'] = npy([toJson(document)], []);
  return zipSync(members, { level: 0, mtime: DATE });
}

/**
 * The bytes of an .npy file, format 1.0 (numpy.lib.format): magic, version, length of the header, a Python dictionary padded
 * with spaces so that the data start at a multiple of 64, then the data row-major. Numbers are float64; strings are
 * numpy's fixed-width unicode, four bytes per code point, as wide as the longest. `shape` [] is a scalar array.
 */
export function npy(values: ArrayLike<number> | readonly string[], shape: readonly number[]): Uint8Array {
  const isText = typeof values[0] === 'string';
  const { type, data } = isText
    ? unicode(values as readonly string[])
    : { type: 'f8', data: Float64Array.from(values as ArrayLike<number>) };
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dictionary = `{'descr': '${ORDER}${type}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const out = new Uint8Array(start + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(out.buffer).setUint16(8, start - 10, true);
  out.set(new TextEncoder().encode(dictionary.padEnd(start - 11) + '\n'), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return out;
}

/** Strings as numpy's U type: code points in rows of equal length, filled up with zeros. */
function unicode(values: readonly string[]): { type: string; data: Uint32Array } {
  const rows = values.map((value) => Array.from(value, (character) => character.codePointAt(0)!));
  const width = rows.reduce((longest, row) => Math.max(longest, row.length), 1);
  const data = new Uint32Array(rows.length * width);
  rows.forEach((row, i) => data.set(row, i * width));
  return { type: `U${width}`, data };
}
