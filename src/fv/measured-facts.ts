import { closedClasses } from '../num/components.js';
import type { Csr } from '../num/csr.js';
import type { GeneratorFacts } from './generator.js';

/** Measures a generator's matrix: see GeneratorFacts. Its closed classes may be known from elsewhere. */
export function measuredFacts(rates: Csr, recurrentClasses = closedClasses(rates).count): GeneratorFacts {
  const { rows: n, rowStart, column, value } = rates;
  const sum = new Float64Array(n);
  const diagonal = new Float64Array(n);
  let smallestRate = Infinity;
  for (let i = 0; i < n; i++) {
    for (let k = rowStart[i]; k < rowStart[i + 1]; k++) {
      sum[column[k]] += value[k];
      if (column[k] === i) diagonal[i] = value[k];
      else if (value[k] < smallestRate) smallestRate = value[k];
    }
  }
  let columnDefect = 0;
  for (let i = 0; i < n; i++) {
    if (diagonal[i] !== 0) columnDefect = Math.max(columnDefect, Math.abs(sum[i] / diagonal[i]));
  }
  return {
    smallestRate: smallestRate === Infinity ? 0 : smallestRate,
    columnDefect,
    recurrentClasses,
  };
}
