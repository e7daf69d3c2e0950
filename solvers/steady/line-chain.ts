import type { Generator } from '../../src/fv/generator.js';
import type { FittedLine } from '../../src/fv/line-generator.js';

/**
 * ln of the unnormalised steady state of cells first … first + count − 1 of a chain that jumps to neighbours only, by the
 * two-term recursion m_{i+1}/m_i = rate(i→i+1)/rate(i+1→i), in logs. Cells cut off by a vanishing rate get NaN from there.
 */
export function chainLogMass(generator: Generator, first: number, count: number): Float64Array {
  const { rowStart, column, value } = generator.rates;
  const entry = (row: number, col: number): number => {
    for (let k = rowStart[row]; k < rowStart[row + 1]; k++) if (column[k] === col) return value[k];
    return 0;
  };
  const logMass = new Float64Array(count);
  for (let i = 0; i + 1 < count; i++) {
    const here = first + i;
    logMass[i + 1] = logMass[i] + Math.log(entry(here + 1, here) / entry(here, here + 1));
  }
  return logMass;
}

/**
 * How far the generator's own steady state is from given log masses: the largest spread of their difference within 300
 * nats of the heaviest cell, where the rates have not underflowed.
 */
export function generatorDefect(generator: Generator, { first, count }: FittedLine, logMass: Float64Array): number {
  const chain = chainLogMass(generator, first, count);
  let top = -Infinity;
  for (let i = first; i < first + count; i++) top = Math.max(top, logMass[i]);
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < count; i++) {
    if (!(logMass[first + i] > top - 300)) continue;
    const difference = chain[i] - logMass[first + i];
    least = Math.min(least, difference);
    most = Math.max(most, difference);
  }
  return most - least;
}
