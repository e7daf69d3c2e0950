import type { Dataset } from './dataset.js';
import type { ErgodicDocument, PassageDocument } from './evolution-document.js';

/** The limits of an initial law as a table: place, kind and weight. */
export function ergodicDataset(document: ErgodicDocument): Dataset {
  const { limits } = document.result;
  const dimensions = ['limit'];
  return {
    variables: [
      { name: 'limit', dimensions, values: limits.map(({ name }) => name), label: 'where probability ends' },
      { name: 'kind', dimensions, values: limits.map(({ kind }) => kind), label: 'density or point' },
      {
        name: 'weight',
        dimensions,
        values: Float64Array.from(limits, ({ weight }) => weight),
        label: 'its probability',
      },
    ],
    document,
  };
}

/** Passage times and probabilities as a table over the starting values. */
export function passageDataset(document: PassageDocument): Dataset {
  const { starts } = document.result;
  const column = (
    name: 'from' | 'probability' | 'logProbability' | 'meanTime' | 'logMeanTime',
    title: string,
    label: string,
  ) => ({
    name: title,
    dimensions: ['from'],
    values: Float64Array.from(starts, (row) => row[name]),
    label,
  });
  return {
    variables: [
      column('from', 'from', 'starting value'),
      column('probability', 'probability', 'probability to enter the set'),
      column('logProbability', 'log_probability', 'its natural logarithm'),
      column('meanTime', 'mean_time', 'mean time until it is entered'),
      column('logMeanTime', 'log_mean_time', 'its natural logarithm'),
    ],
    document,
  };
}
