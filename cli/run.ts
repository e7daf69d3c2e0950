import { InputError } from '../src/num/input-error.js';
import { PlacedError } from './input-place.js';

/**
 * Runs a command's work with the exit codes of the contract: 0 done, 1 the computation failed, 2 the input was wrong.
 * Errors go to standard error in one message without a stack.
 */
export async function run(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    process.exitCode = error instanceof PlacedError || error instanceof InputError ? 2 : 1;
    process.stderr.write(`${error.message}\n`);
  }
}
