import type { Dataset, Variable } from './dataset.js';
import type { EvolutionDocument } from './evolution-document.js';

/** The frames of an evolution as arrays over (time, cell): mass and density, with the figures of each frame over time. */
export function evolutionDataset(document: EvolutionDocument): Dataset {
  const { frames, variable } = document.result;
  const table = frames.find(({ density }) => density)?.density;
  const [axis] = table?.axes ?? [{ name: variable, centres: [], widths: [], edges: [] }];
  const cells = axis.centres.length;
  const overCells = (pick: (frame: (typeof frames)[number]) => ArrayLike<number>): Float64Array => {
    const out = new Float64Array(frames.length * cells);
    frames.forEach((frame, i) => out.set(Float64Array.from(pick(frame)), i * cells));
    return out;
  };
  const perFrame = (name: string, label: string, pick: (frame: (typeof frames)[number]) => number): Variable => ({
    name,
    dimensions: ['time'],
    values: Float64Array.from(frames, pick),
    label,
  });
  const perCell = (name: string, label: string, values: ArrayLike<number>): Variable => ({
    name,
    dimensions: [variable],
    values: Float64Array.from(values).subarray(0, cells),
    label,
  });
  const field = (name: string, label: string, values: Float64Array): Variable => ({
    name,
    dimensions: ['time', variable],
    values,
    label,
  });
  const logDensity = overCells(({ density }) => density?.logDensity ?? []);
  const names = frames[0]?.components.map(({ name }) => name) ?? [];
  const result = {
    ...document.result,
    frames: frames.map((frame) => ({ ...frame, density: undefined, joint: undefined })),
  };
  return {
    variables: [
      { ...perFrame('time', 'time: learning rate × number of steps', ({ time }) => time) },
      perCell(variable, `${variable} at the cell centre`, axis.centres),
      perCell('width', 'cell width', axis.widths),
      perCell('lower_edge', 'lower edge of the cell', axis.edges),
      field(
        'mass',
        'probability of the cell',
        overCells(({ density }) => density?.mass ?? []),
      ),
      field('density', 'probability density', logDensity.map(Math.exp)),
      field('log_density', 'natural logarithm of the probability density', logDensity),
      perFrame('mean', `mean of ${variable}`, ({ moments }) => moments[variable].mean),
      perFrame('variance', `variance of ${variable}`, ({ moments }) => moments[variable].variance),
      perFrame('entropy', 'entropy in nats', ({ entropy }) => entropy),
      perFrame(
        'relative_entropy',
        'relative entropy to the limit in nats',
        ({ relativeEntropy }) => relativeEntropy ?? NaN,
      ),
      ...names.map((name, k) =>
        perFrame(`weight ${name}`, `probability of ${name}`, ({ components }) => components[k].weight),
      ),
      ...jointVariables(frames),
    ],
    document: { ...document, result },
  };
}

/** The joint law of symmetry coordinates over (time, zeta, xi), where the frames have one. */
function jointVariables(frames: EvolutionDocument['result']['frames']): Variable[] {
  const [zeta, xi] = frames[0]?.joint?.axes ?? [];
  if (!zeta || !xi) return [];
  const values = new Float64Array(frames.length * zeta.centres.length * xi.centres.length);
  frames.forEach(({ joint }, i) => values.set(Float64Array.from(joint!.mass), i * joint!.mass.length));
  return [
    { name: 'zeta', dimensions: ['zeta'], values: zeta.centres, label: 'ζ = ½ ln(ab), how far from balance' },
    { name: 'xi', dimensions: ['xi'], values: xi.centres, label: 'ξ = ½ ln(a/b), whose sign is that of v' },
    { name: 'joint_mass', dimensions: ['time', 'zeta', 'xi'], values, label: 'probability of the cell' },
    {
      name: 'balanced',
      dimensions: ['time'],
      values: Float64Array.from(frames, ({ joint }) => joint!.balanced),
      label: 'probability that is balanced, at no ζ',
    },
  ];
}

/** The density in v alone, for formats of one table. */
export function densityDataset(document: EvolutionDocument): Dataset {
  const all = evolutionDataset(document);
  const plane = ['zeta', 'xi'];
  return { ...all, variables: all.variables.filter(({ dimensions }) => !dimensions.some((d) => plane.includes(d))) };
}

/** The figures of each frame as a table over time, for reports. */
export function framesDataset(document: EvolutionDocument): Dataset {
  const all = evolutionDataset(document);
  return {
    ...all,
    variables: all.variables.filter(({ dimensions }) => dimensions.length === 1 && dimensions[0] === 'time'),
  };
}
