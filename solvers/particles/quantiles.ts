import { InputError } from '../../src/num/input-error.js';

function checkLevels(levels: readonly number[]): void {
  for (const level of levels) {
    if (!(level >= 0 && level <= 1))
      throw new InputError('quantiles', 'levels in [0, 1]', String(level), 'Pass 0.5 for the median.');
  }
}

/**
 * Quantiles of a sample, linear between order statistics (type 7 of Hyndman & Fan 1996, numpy's default). Sorts a copy.
 * Throws InputError for a level outside [0, 1] or an empty sample.
 */
export function sampleQuantiles(sample: ArrayLike<number>, levels: readonly number[]): number[] {
  checkLevels(levels);
  if (sample.length === 0) throw new InputError('quantiles', 'at least one value', '0', 'Record before asking.');
  const sorted = Float64Array.from(sample).sort();
  return levels.map((level) => {
    const place = level * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
  });
}

/**
 * Quantiles of a histogram with under- and overflow (Tally.histogram), taking records as uniform inside a cell; exact to
 * within a cell. Null where the level falls outside the edges. Throws InputError for a level outside [0, 1].
 */
export function histogramQuantiles(
  histogram: ArrayLike<number>,
  edges: ArrayLike<number>,
  levels: readonly number[],
): (number | null)[] {
  checkLevels(levels);
  let total = 0;
  for (let i = 0; i < histogram.length; i++) total += histogram[i];
  return levels.map((level) => {
    const target = level * total;
    let before = histogram[0];
    if (total === 0 || target < before) return null;
    for (let i = 0; i + 1 < edges.length; i++) {
      const inside = histogram[i + 1];
      if (inside > 0 && target <= before + inside)
        return edges[i] + ((target - before) / inside) * (edges[i + 1] - edges[i]);
      before += inside;
    }
    return null;
  });
}
