import type { LearningDocument, LearningRow } from '../../src/io/learning-document.js';
import { evolutionSample } from './evolution-samples.js';

const row = (temperature: number, imbalance: number | null, median: number): LearningRow => {
  const law = (factor: number) => ({
    quantiles: { '0.5': factor * median, '0.95': temperature > 1 ? null : 2 * factor * median },
    times: [0, median, 2 * median],
    reached: [0, 0.5, 0.95],
    never: 0,
  });
  const growth = { sign: 0.125, learned: temperature > 1 ? Infinity : 0.25 };
  return { temperature, imbalance, sign: law(1), learned: law(3), growth };
};

/** Learning times of two temperatures and imbalances, and those of one initial law. */
export function learningSample(imbalances: readonly number[] | null): LearningDocument {
  const rows = imbalances
    ? [0.05, 2].flatMap((temperature) => imbalances.map((a) => row(temperature, a, 1 - Math.log(a) / 8)))
    : [row(0.05, null, 1)];
  const { moments, ...rest } = evolutionSample().result;
  const result = { initial: imbalances ? 'a₀' : rest.initial, level: 0.5, rows, moments: moments! };
  return { ...evolutionSample(), command: 'learning-time', result };
}
