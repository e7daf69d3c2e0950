import { InputError } from '../num/input-error.js';
import { componentDensities } from './document.js';
import type { MomentsDocument, Numbers, ResultDocument, StationaryDocument, StationaryResult } from './document.js';

/** A named array over named dimensions, row-major. A variable called like its only dimension holds that dimension's coordinates. */
export interface Variable {
  readonly name: string;
  readonly dimensions: readonly string[];
  readonly values: Numbers | readonly string[];
  /** What it is, in the words of the field. */
  readonly label: string;
  readonly units?: string;
}

/** Named arrays with the document they come from: what every table writer takes. */
export interface Dataset {
  readonly variables: readonly Variable[];
  /** The result without the arrays that are among the variables. */
  readonly document: ResultDocument;
}

/**
 * The cells of a stationary result: coordinate `v`, then width, mass, density, log_density and component. All cells of the
 * grid, `component` empty where there is no density; or, where the components carry their own densities, one after the
 * other. A result of point masses only gives arrays of length 0.
 * With more than one axis the widths are called `<axis>_width` and lie on their own axis.
 * Throws InputError where several components each have a density of their own on several axes.
 */
export function stationaryDataset(document: StationaryDocument): Dataset {
  const { result } = document;
  const parts = result.density ? [{ density: result.density }] : componentDensities(result);
  if (parts.length > 1 && parts.some(({ density }) => density.axes.length > 1)) {
    throw new InputError(
      'dataset',
      'at most one density on several axes',
      `${parts.length}`,
      'Write .json, which holds the density of each component.',
    );
  }
  const axes = parts[0]?.density.axes ?? [{ name: 'v', centres: [], widths: [] }];
  const dimensions = axes.map(({ name }) => name);
  const join = (pick: (part: (typeof parts)[number]) => Numbers): Float64Array => concatenate(parts.map(pick));
  const logDensity = join(({ density }) => density.logDensity);
  const coordinates = axes.flatMap(({ name }, k): Variable[] => [
    { name, dimensions: [name], values: join((p) => p.density.axes[k]!.centres), label: `${name} at the cell centre` },
    {
      name: axes.length === 1 ? 'width' : `${name}_width`,
      dimensions: [name],
      values: join((p) => p.density.axes[k]!.widths),
      label: 'cell width',
    },
  ]);
  const field = (name: string, label: string, values: Variable['values']): Variable => ({
    name,
    dimensions,
    values,
    label,
  });
  return {
    variables: [
      ...coordinates,
      field(
        'mass',
        'probability of the cell',
        join(({ density }) => density.mass),
      ),
      field('density', 'probability density', logDensity.map(Math.exp)),
      field('log_density', 'natural logarithm of the probability density', logDensity),
      field('component', 'ergodic component', cellComponents(result)),
    ],
    document: { ...document, result: withoutDensities(document.result) },
  };
}

/** The name of the component that each cell belongs to; empty where there is no density. */
function cellComponents({ density, components }: StationaryResult): string[] {
  const parts = components.filter(({ kind }) => kind === 'density');
  if (!density) {
    return parts.flatMap((part) => new Array<string>(part.density?.mass.length ?? 0).fill(part.name));
  }
  const [axis, ...others] = density.axes;
  const owner = (v: number): string => parts.find(({ support }) => v >= support[0] && v <= support[1])?.name ?? '';
  if (others.length === 0) return Array.from(axis!.centres, owner);
  return new Array<string>(density.mass.length).fill(parts.length === 1 ? parts[0]!.name : '');
}

/** The numbers of `moments` as a table of two columns, quantity and value; an absent critical temperature is NaN. */
export function momentsDataset(document: MomentsDocument): Dataset {
  const { alpha, beta, delta, temperature, criticalTemperature, globalMinimum } = document.result;
  const table: [string, number][] = [
    ['alpha1', alpha[0]],
    ['alpha2', alpha[1]],
    ['alpha3', alpha[2]],
    ['beta1', beta[0]],
    ['beta2', beta[1]],
    ['delta', delta],
    ['temperature', temperature],
    ['critical_temperature', criticalTemperature ?? NaN],
    ['global_minimum', globalMinimum],
  ];
  const dimensions = ['quantity'];
  return {
    variables: [
      { name: 'quantity', dimensions, values: table.map(([name]) => name), label: 'moment of the data law' },
      { name: 'value', dimensions, values: table.map(([, value]) => value), label: 'its value' },
    ],
    document,
  };
}

/** The length of every dimension, read off the variables that lie on it alone. */
export function dimensionSizes(variables: readonly Variable[]): ReadonlyMap<string, number> {
  return new Map(
    variables.flatMap(({ dimensions, values }) => (dimensions.length === 1 ? [[dimensions[0]!, values.length]] : [])),
  );
}

/** The lengths along the dimensions of a variable. */
export function shapeOf({ dimensions, values }: Variable, sizes: ReadonlyMap<string, number>): number[] {
  return dimensions.length === 1 ? [values.length] : dimensions.map((dimension) => sizes.get(dimension)!);
}

/** A stationary result without its arrays over cells. */
function withoutDensities(result: StationaryResult): StationaryResult {
  const components = result.components.map((component) => ({ ...component, density: undefined }));
  return { ...result, components, density: undefined };
}

/** The arrays one after the other. */
function concatenate(arrays: readonly Numbers[]): Float64Array {
  const out = new Float64Array(arrays.reduce((length, array) => length + array.length, 0));
  let start = 0;
  for (const array of arrays) {
    out.set(array, start);
    start += array.length;
  }
  return out;
}
