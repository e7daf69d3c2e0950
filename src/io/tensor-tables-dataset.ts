import type { Numbers } from './document.js';
import type { Dataset, Variable } from './dataset.js';
import type {
  TensorErgodicDocument,
  TensorMode,
  TensorPassageDocument,
  TensorSpectrumDocument,
} from './tensor-evolution-document.js';

/** Rates over several parameters with their frequencies and errors, and the eigenvectors, if there are any, over (rate, cells). */
export function tensorSpectrumDataset({
  document,
  axes,
  modes,
}: {
  readonly document: TensorSpectrumDocument;
  readonly axes: readonly { readonly name: string; readonly centres: Numbers; readonly widths: Numbers }[];
  readonly modes: readonly TensorMode[];
}): Dataset {
  const { rates, imaginary, errors } = document.result;
  const column = (name: string, label: string, values: readonly number[]): Variable => ({
    name,
    dimensions: ['rate'],
    values: Float64Array.from(values),
    label,
  });
  const dimensions = ['rate', ...axes.map(({ name }) => name)];
  const rows = (pick: (mode: TensorMode) => Numbers): Float64Array => {
    const size = modes[0] ? pick(modes[0]).length : 0;
    const out = new Float64Array(modes.length * size);
    modes.forEach((mode, k) => out.set(Float64Array.from(pick(mode)), k * size));
    return out;
  };
  const along = ({ name, centres, widths }: (typeof axes)[number]): Variable[] => [
    { name, dimensions: [name], values: Float64Array.from(centres), label: `${name} at the cell centre` },
    {
      name: axes.length === 1 ? 'width' : `${name}_width`,
      dimensions: [name],
      values: Float64Array.from(widths),
      label: 'cell width',
    },
  ];
  return {
    variables: [
      column('rate', 'decay rate', rates),
      column('frequency', 'angular frequency', imaginary),
      column('error', 'estimated error of the rate on this grid', errors),
      ...(modes.length === 0
        ? []
        : [
            ...axes.flatMap(along),
            {
              name: 'mode_re',
              dimensions,
              values: rows(({ re }) => re),
              label: 'mass per cell that decays, real part',
            },
            { name: 'mode_im', dimensions, values: rows(({ im }) => im), label: 'the same, imaginary part' },
          ]),
    ],
    document,
  };
}

/** Passage times and probabilities as a table over the starts. */
export function tensorPassageDataset(document: TensorPassageDocument): Dataset {
  const { starts, variables: names } = document.result;
  const dimensions = ['start'];
  const column = (name: string, label: string, values: readonly number[]): Variable => ({
    name,
    dimensions,
    values: Float64Array.from(values),
    label,
  });
  return {
    variables: [
      ...names.map((name) =>
        column(
          name,
          `${name} at the start`,
          starts.map(({ from }) => from[name]!),
        ),
      ),
      ...(
        [
          ['probability', 'probability', 'probability to enter the set'],
          ['logProbability', 'log_probability', 'its natural logarithm'],
          ['meanTime', 'mean_time', 'mean time until it is entered'],
          ['logMeanTime', 'log_mean_time', 'its natural logarithm'],
        ] as const
      ).map(([key, name, label]) =>
        column(
          name,
          label,
          starts.map((row) => row[key]),
        ),
      ),
      ...Object.keys(starts[0]?.exits ?? {}).map((end) =>
        column(
          `exit ${end}`,
          `probability to end at ${end}`,
          starts.map(({ exits }) => exits![end]!),
        ),
      ),
    ],
    document,
  };
}

/** The closed classes and the absorbing ends as a table: name, kind and weight. */
export function tensorErgodicDataset(document: TensorErgodicDocument): Dataset {
  const { components, ends = [], weights } = document.result;
  const limits = [...components, ...ends];
  const dimensions = ['limit'];
  return {
    variables: [
      { name: 'limit', dimensions, values: limits.map(({ name }) => name), label: 'where probability ends' },
      { name: 'kind', dimensions, values: limits.map(({ kind }) => kind), label: 'density, point or absorbing end' },
      {
        name: 'weight',
        dimensions,
        values: Float64Array.from(limits, ({ name }) => weights[name]!),
        label: 'its probability',
      },
    ],
    document,
  };
}
