import { InputError } from '../../src/num/input-error.js';

/** Bytes that an elimination may take where nothing is said. */
export const MEMORY_LIMIT = 4 * 2 ** 30;

/** Bytes in words. */
export const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toPrecision(3)} GiB`;

/** Throws InputError where so many bytes are more than allowed. */
export function demandMemory(bytes: number, limit: number = MEMORY_LIMIT): void {
  if (bytes <= limit) return;
  const cure = 'Use fewer cells, or allow more with --memory.';
  throw new InputError('grid', `a grid within ${gibibytes(limit)}`, gibibytes(bytes), cure);
}
