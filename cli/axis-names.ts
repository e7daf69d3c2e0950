import type { Problem } from '../src/io/problem-schema.js';
import { InputError } from '../src/num/input-error.js';

/** Grid and domain may name parameters only; `expectation` says which. Throws InputError at the first other name. */
export function checkAxisNames(
  { grid, domain = {} }: Problem,
  parameters: readonly string[],
  expectation: string,
): void {
  for (const [key, table] of Object.entries({ grid: grid === 'auto' ? {} : grid, domain })) {
    const wrong = Object.keys(table).find((name) => !parameters.includes(name));
    if (wrong !== undefined)
      throw new InputError(`${key}.${wrong}`, expectation, `axis ${wrong}`, 'Name axes after the parameters.');
  }
}
