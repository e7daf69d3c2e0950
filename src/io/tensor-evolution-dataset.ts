import type { Dataset, Variable } from './dataset.js';
import type { TensorEvolutionDocument, TensorEvolutionFrame } from './tensor-evolution-document.js';

/** The frames of an evolution over several parameters as arrays over (time, cells): masses and densities, with the figures over time. */
export function tensorEvolutionDataset(document: TensorEvolutionDocument): Dataset {
  const { frames, variables: names } = document.result;
  const axes = frames[0]?.density?.axes ?? [];
  const cells = frames[0]?.density?.mass.length ?? 0;
  const dimensions = ['time', ...names];
  // On one axis they are called as in every file of one variable.
  const prefix = (name: string): string => (names.length === 1 ? '' : `${name}_`);
  const overCells = (pick: (density: NonNullable<TensorEvolutionFrame['density']>) => ArrayLike<number>) => {
    const out = new Float64Array(frames.length * cells);
    frames.forEach(({ density }, i) => density && out.set(Float64Array.from(pick(density)), i * cells));
    return out;
  };
  const logDensity = overCells((density) => density.logDensity);
  const field = (name: string, label: string, values: Float64Array): Variable => ({ name, dimensions, values, label });
  const coordinates = axes.flatMap(({ name, centres, widths, edges }): Variable[] => {
    const along = (own: string, label: string, values: ArrayLike<number>): Variable => ({
      name: own,
      dimensions: [name],
      values: Float64Array.from(values).subarray(0, centres.length),
      label,
    });
    return [
      along(name, `${name} at the cell centre`, centres),
      along(`${prefix(name)}width`, 'cell width', widths),
      along(`${prefix(name)}lower_edge`, 'lower edge of the cell', edges),
    ];
  });
  const result = { ...document.result, frames: frames.map((frame) => ({ ...frame, density: undefined })) };
  const mass = overCells((density) => density.mass);
  return {
    variables: [
      ...tensorFramesDataset(document).variables,
      ...coordinates,
      field('mass', 'probability of the cell', mass),
      field('density', 'probability density', logDensity.map(Math.exp)),
      field('log_density', 'natural logarithm of the probability density', logDensity),
    ],
    document: { ...document, result },
  };
}

/** The figures of each frame as a table over time. */
export function tensorFramesDataset(document: TensorEvolutionDocument): Dataset {
  const { frames } = document.result;
  const column = (name: string, label: string, pick: (frame: TensorEvolutionFrame) => number): Variable => ({
    name,
    dimensions: ['time'],
    values: Float64Array.from(frames, pick),
    label,
  });
  const moments = Object.keys(frames[0]?.moments ?? {});
  const positive = Object.keys(frames[0]?.positive ?? {});
  const components = frames[0]?.components ?? [];
  return {
    variables: [
      column('time', 'time: learning rate × number of steps', ({ time }) => time),
      ...moments.flatMap((name) => [
        column(`mean ${name}`, `mean of ${name}`, (frame) => frame.moments[name]!.mean),
        column(`variance ${name}`, `variance of ${name}`, (frame) => frame.moments[name]!.variance),
      ]),
      ...positive.map((name) =>
        column(`P(${name}>0)`, `probability of ${name} > 0`, (frame) => frame.positive?.[name] ?? NaN),
      ),
      ...components.map(({ name }, k) =>
        column(`weight ${name}`, `probability of ${name}`, (frame) => frame.components[k]!.weight),
      ),
      column('entropy', 'entropy in nats', ({ entropy }) => entropy),
      column(
        'relative_entropy',
        'relative entropy to the limit in nats',
        ({ relativeEntropy }) => relativeEntropy ?? NaN,
      ),
    ],
    document,
  };
}
