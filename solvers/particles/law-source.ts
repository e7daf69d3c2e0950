import { readColumns, type Column } from '../../src/data/columns.js';
import type { Distribution } from '../../src/data/distributions/distribution.js';
import type { DataLaw } from '../../src/data/law.js';
import { compile, type Compiled } from '../../src/expression/compile.js';
import { InputError } from '../../src/num/input-error.js';
import {
  discreteSampler,
  exponentialSampler,
  laplaceSampler,
  lognormalSampler,
  normalSampler,
  studentSampler,
  uniformSampler,
  type Sampler,
} from '../../src/num/random/samplers.js';
import type { Stream } from '../../src/num/random/stream.js';
import type { DataSource, RowFromNormals } from './data-source.js';

/** Laws with a density, from the arguments of their call. */
const DENSITIES: Readonly<Record<string, (...args: number[]) => Sampler>> = {
  normal: normalSampler,
  uniform: uniformSampler,
  laplace: laplaceSampler,
  exponential: exponentialSampler,
  lognormal: lognormalSampler,
  student: (freedom, centre = 0, scale = 1) => {
    const standard = studentSampler(freedom);
    return (stream) => centre + scale * standard(stream);
  },
};

/** Draws from the law of a column: exactly, not from quadrature nodes. Throws InputError for a law without a sampler. */
export function samplerOf(law: Distribution): Sampler {
  if (Number.isFinite(law.atoms)) {
    const { nodes, weights } = law.rule(law.atoms);
    return discreteSampler(Array.from(nodes), Array.from(weights));
  }
  const [name, args] = callOf(law);
  const make = Object.hasOwn(DENSITIES, name) ? DENSITIES[name] : undefined;
  if (make === undefined) {
    const known = Object.keys(DENSITIES).join(', ');
    throw new InputError('data', `a law that can be drawn from (${known})`, law.text, 'Use another law, or rows.');
  }
  return make(...args);
}

/** Name and arguments of a law's call. */
function callOf(law: Distribution): [name: string, args: number[]] {
  const [, name = '', args = ''] = /^\s*(\w+)\s*\((.*)\)\s*$/s.exec(law.text) ?? [];
  return [name, args.split(',').map(Number)];
}

/**
 * Samples of an analytic law, `wanted` columns in that order: laws are drawn in the order in which columns depend on each other,
 * derived columns computed. Throws InputError at `data.NAME` for wrong columns.
 */
export function lawSource(
  definition: Readonly<Record<string, string | number>>,
  wanted: readonly string[],
): DataSource {
  const columns = readColumns(definition);
  const names = columns.map(({ name }) => name);
  const values = new Float64Array(columns.length);
  const out = new Float64Array(1);
  const fill = columns.map((column, c): ((stream: Stream) => void) => {
    if (column.kind === 'base') {
      const draw = samplerOf(column.law);
      return (stream) => (values[c] = draw(stream));
    }
    const program = compile([column.expression], names);
    return () => {
      program(values, out);
      values[c] = out[0];
    };
  });
  const places = wanted.map((name) => placeOf(name, names));
  const normals = rowFromNormals(columns, places);
  return {
    kind: 'law',
    columns: wanted.length,
    ...(normals && { normals }),
    draw(stream, row) {
      for (const one of fill) one(stream);
      for (let j = 0; j < places.length; j++) row[j] = values[places[j]];
    },
  };
}

/** Rows of a law whose base columns are all normal: these are filled first, in their order, which takes the same numbers as `draw`. */
function rowFromNormals(columns: readonly Column[], places: readonly number[]): RowFromNormals | null {
  const names = columns.map(({ name }) => name);
  const values = new Float64Array(columns.length);
  const out = new Float64Array(1);
  const slots: number[] = [];
  const means: number[] = [];
  const deviations: number[] = [];
  const derived: { readonly c: number; readonly program: Compiled }[] = [];
  for (const [c, column] of columns.entries()) {
    if (column.kind === 'derived') {
      derived.push({ c, program: compile([column.expression], names) });
      continue;
    }
    const [name, args] = callOf(column.law);
    if (name !== 'normal') return null;
    slots.push(c);
    means.push(args[0]);
    deviations.push(args[1]);
  }
  return {
    count: slots.length,
    make(from, at, stride, row) {
      for (let i = 0; i < slots.length; i++) values[slots[i]] = means[i] + deviations[i] * from[at + i * stride];
      for (let i = 0; i < derived.length; i++) {
        derived[i].program(values, out);
        values[derived[i].c] = out[0];
      }
      for (let j = 0; j < places.length; j++) row[j] = values[places[j]];
    },
  };
}

/** Rows of data, `wanted` columns in that order. */
export function rowsSource(law: DataLaw, wanted: readonly string[]): DataSource {
  const { points } = law.nodes(1);
  const width = law.columns.length;
  const count = points.length / width;
  const places = wanted.map((name) => placeOf(name, law.columns));
  const rows = new Float64Array(count * places.length);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < places.length; j++) rows[i * places.length + j] = points[i * width + places[j]];
  }
  return { kind: 'rows', columns: places.length, count, rows };
}

function placeOf(name: string, names: readonly string[]): number {
  const place = names.indexOf(name);
  if (place >= 0) return place;
  throw new InputError('data', `a column ${name}`, names.join(', '), 'Add it or correct the name.');
}
